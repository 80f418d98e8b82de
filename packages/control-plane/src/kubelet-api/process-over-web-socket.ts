import { byteFlow } from "../streams/flow.ts";
import { webSocketOn } from "../streams/web-socket.ts";
import type { ProcessStreams } from "./node-agent.ts";
import { endOf, endText } from "./process-end.ts";
import type { ProcessForm, Wants } from "./process-joint.ts";
import { terminalSizes } from "./terminal-sizes.ts";

const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;
const digitZero = 48;
/** What a client may type ahead before it is made to wait. */
const stdinLimit = 256 * 1024;

/** Streams as messages, the first byte of each its channel. */
export const webSocketProcess =
  ({ base64, version }: { base64: boolean; version: 1 | 4 | 5 }, wants: Wants): ProcessForm["join"] =>
  async (connection, start, signal) => {
    const end = webSocketOn(connection);
    const leaving = new AbortController();
    const send = (channel: number, part: Uint8Array) =>
      base64
        ? end.send(Buffer.from(`${channel}${Buffer.from(part).toString("base64")}`), "text")
        : end.send(Buffer.concat([Uint8Array.of(channel), part]));
    const stdin = byteFlow(stdinLimit);
    const sizes = terminalSizes();
    const read = async () => {
      for await (const message of end.messages()) {
        const [first] = message;
        if (first === undefined) continue;
        if (version === 5 && first === channels.close) {
          if (message[1] === channels.stdin) stdin.end();
          continue;
        }
        const body = message.subarray(1);
        const part = base64 ? Buffer.from(body.toString("latin1"), "base64") : body;
        const channel = base64 ? first - digitZero : first;
        if (channel === channels.resize) sizes.take(part);
        if (channel === channels.stdin && part.length > 0 && !stdin.push(part)) await stdin.room();
      }
    };
    const left = () => {
      leaving.abort();
      stdin.cancel();
      sizes.end();
    };
    connection.once("close", left);
    void read().then(left, left);
    const streams: ProcessStreams = {
      tty: wants.tty,
      sizes: sizes.sizes,
      ...(wants.stdin ? { stdin } : {}),
      ...(wants.stdout ? { stdout: (part) => send(channels.stdout, part) } : {}),
      ...(wants.stderr ? { stderr: (part) => send(channels.stderr, part) } : {}),
    };
    // An empty message tells the client that it is connected.
    await send(wants.stdout ? channels.stdout : wants.stderr ? channels.stderr : channels.error, new Uint8Array());
    const ended = await endOf(async () => {
      const run = await start();
      return run(streams, AbortSignal.any([signal, leaving.signal]));
    });
    if (!leaving.signal.aborted) {
      const text = endText(ended, version >= 4);
      if (text !== "") await send(channels.error, Buffer.from(text)).catch(() => {});
      await end.close();
    }
    stdin.cancel();
    sizes.end();
  };
