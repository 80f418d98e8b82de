import type { Clock } from "@aro/runtime";
import { type SpdyEnd, type SpdyStream, spdyOn } from "../streams/spdy/connection.ts";
import type { ProcessStreams } from "./node-agent.ts";
import { endOf, endText } from "./process-end.ts";
import type { ProcessForm, SpdyForm, Wants } from "./process-joint.ts";
import { terminalSizes } from "./terminal-sizes.ts";

const patience = 30_000;

/** A stream of SPDY for each of a process's streams. */
export const spdyProcess =
  (form: SpdyForm, wants: Wants, clock: Clock): ProcessForm["join"] =>
  async (connection, start, signal) => {
    const end = spdyOn(connection);
    const resizes = wants.tty && form !== "channel.k8s.io" && form !== "v2.channel.k8s.io";
    const names = [
      "error",
      ...(wants.stdin ? ["stdin"] : []),
      ...(wants.stdout ? ["stdout"] : []),
      ...(wants.stderr ? ["stderr"] : []),
      ...(resizes ? ["resize"] : []),
    ];
    using _ = clock.timer(patience, () => void end.close());
    const opened = await openedStreams(end, names);
    _[Symbol.dispose]();
    if (opened === undefined) return;
    const leaving = new AbortController();
    connection.once("close", () => leaving.abort());
    const sizes = terminalSizes();
    const resize = opened.get("resize");
    if (resize !== undefined) void takeSizes(resize, sizes);
    const error = opened.get("error") as SpdyStream;
    const stdin = opened.get("stdin");
    const stdout = opened.get("stdout");
    const stderr = opened.get("stderr");
    const streams: ProcessStreams = {
      tty: wants.tty,
      sizes: sizes.sizes,
      ...(stdin === undefined ? {} : { stdin: stdin.parts }),
      ...(stdout === undefined ? {} : { stdout: (part) => stdout.send(part) }),
      ...(stderr === undefined ? {} : { stderr: (part) => stderr.send(part) }),
    };
    const ended = await endOf(async () => (await start())(streams, AbortSignal.any([signal, leaving.signal])));
    sizes.end();
    if (leaving.signal.aborted) return;
    await tell(end, error, [stdout, stderr, stdin], endText(ended, form === "v4.channel.k8s.io")).catch(() => {});
  };

/** The client counts a stream as read when it is ended; it waits for all of them before it believes the error stream. */
async function tell(
  end: SpdyEnd,
  error: SpdyStream,
  others: readonly (SpdyStream | undefined)[],
  text: string,
): Promise<void> {
  for (const stream of others) await stream?.end();
  if (text !== "") await error.send(Buffer.from(text));
  await error.end();
  await end.close();
}

async function openedStreams(
  end: SpdyEnd,
  names: readonly string[],
): Promise<ReadonlyMap<string, SpdyStream> | undefined> {
  const opened = new Map<string, SpdyStream>();
  const streams = end.streams[Symbol.asyncIterator]();
  while (opened.size < names.length) {
    const next = await streams.next();
    if (next.done === true) return undefined;
    const type = next.value.headers["streamtype"] ?? "";
    if (names.includes(type)) opened.set(type, next.value);
    else await next.value.reset();
  }
  return opened;
}

async function takeSizes(resize: SpdyStream, sizes: ReturnType<typeof terminalSizes>): Promise<void> {
  for await (const part of resize.parts) sizes.take(part);
}
