import type { Duplex } from "node:stream";
import { type SpdyStream, spdyOn } from "../streams/spdy/connection.ts";
import { carry } from "./forward.ts";
import type { PodPort } from "./pod-port.ts";

/** Streams come in pairs, one for bytes and one for what went wrong, that share a request id. */
export async function forwardOverSpdy(connection: Duplex, to: PodPort, signal: AbortSignal): Promise<void> {
  const end = spdyOn(connection);
  const waiting = new Map<string, SpdyStream>();
  const leave = () => void end.close();
  signal.addEventListener("abort", leave, { once: true });
  for await (const stream of end.streams) {
    const { streamtype: type, port = "" } = stream.headers;
    const number = Number(port);
    if ((type !== "data" && type !== "error") || !Number.isInteger(number) || number < 1 || number > 65_535) {
      await stream.reset().catch(() => {});
      continue;
    }
    const id = stream.headers["requestid"] ?? String(type === "error" ? stream.id : stream.id - 2);
    const other = waiting.get(id);
    if (other === undefined || other.headers["streamtype"] === type) {
      waiting.set(id, stream);
      continue;
    }
    waiting.delete(id);
    const [data, error] = type === "data" ? [stream, other] : [other, stream];
    void forward(to, number, data, error).catch(() => {});
  }
  signal.removeEventListener("abort", leave);
}

async function forward(to: PodPort, port: number, data: SpdyStream, error: SpdyStream): Promise<void> {
  const opened = await to(port, data.signal);
  if ("failure" in opened) {
    await error.send(Buffer.from(opened.failure));
    await error.end();
    await data.end();
    await data.reset();
    return;
  }
  await carry(opened.pod, data);
  await data.end();
  await error.end();
}
