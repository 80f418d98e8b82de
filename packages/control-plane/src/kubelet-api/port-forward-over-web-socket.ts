import type { Duplex } from "node:stream";
import { byteFlow } from "../streams/flow.ts";
import { webSocketOn } from "../streams/web-socket.ts";
import { carry } from "./forward.ts";
import type { PodPort } from "./pod-port.ts";

const limit = 256 * 1024;
const digitZero = 48;

/** Two channels for each port, bytes and what went wrong; each begins with the number of its port, the low byte first. */
export async function forwardOverWebSocket(
  connection: Duplex,
  { ports, base64 }: { ports: readonly number[]; base64: boolean },
  to: PodPort,
  signal: AbortSignal,
): Promise<void> {
  const end = webSocketOn(connection);
  const leaving = new AbortController();
  const gone = AbortSignal.any([signal, leaving.signal]);
  const send = (channel: number, part: Uint8Array) =>
    base64
      ? end.send(
          Buffer.from(`${String.fromCharCode(digitZero + channel)}${Buffer.from(part).toString("base64")}`),
          "text",
        )
      : end.send(Buffer.concat([Uint8Array.of(channel), part]));
  const flows = ports.map(() => byteFlow(limit));
  const left = () => {
    leaving.abort();
    for (const flow of flows) flow.cancel();
  };
  connection.once("close", left);
  const read = async () => {
    for await (const message of end.messages()) {
      const [first] = message;
      if (first === undefined) continue;
      const body = message.subarray(1);
      const channel = base64 ? first - digitZero : first;
      const flow = channel % 2 === 0 ? flows[channel / 2] : undefined;
      const part = base64 ? Buffer.from(body.toString("latin1"), "base64") : body;
      if (flow !== undefined && part.length > 0 && !flow.push(part)) await flow.room();
    }
  };
  void read().then(left, left);
  const forward = async (port: number, index: number): Promise<void> => {
    const number = Uint8Array.of(port & 255, port >> 8);
    await send(index * 2, number);
    await send(index * 2 + 1, number);
    const opened = await to(port, gone);
    if ("failure" in opened) return send(index * 2 + 1, Buffer.from(opened.failure));
    const parts = flows[index] as AsyncIterable<Uint8Array>;
    await carry(opened.pod, { parts, send: (part) => send(index * 2, part), signal: gone });
  };
  await Promise.allSettled(ports.map(forward));
  if (!gone.aborted) await end.close();
}
