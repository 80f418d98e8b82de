import { type Clock, isoTime } from "@aro/runtime";
import type { LogOptions } from "../kubelet-api/node-agent.ts";

/** What one run of a container may keep; older lines go. */
const mostBytes = 1024 * 1024;
/** About what is sent at once. */
const partBytes = 64 * 1024;

type Stream = "stdout" | "stderr";
interface Line {
  time: number;
  stream: Stream;
  text: string;
  /** Its end is still to come. */
  partial?: true;
}

/** What one run of a container has written. */
export interface ContainerLog {
  write(line: string, stream?: Stream, time?: number): void;
  /** Text as it comes, lines or parts of them. */
  print(text: string, stream?: Stream): void;
  /** Nothing more comes: followers end. */
  end(): void;
  /** Lines as they are asked for. A follower that does not read holds one part, whatever is written meanwhile. */
  read(options: Omit<LogOptions, "previous">, signal: AbortSignal): AsyncGenerator<Uint8Array>;
}

export function createContainerLog(clock: Clock): ContainerLog {
  let lines: Line[] = [];
  /** How many lines have gone already. */
  let gone = 0;
  let bytes = 0;
  let ended = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const one of waiting) one();
    waiting.clear();
  };
  const more = (signal: AbortSignal) =>
    new Promise<void>((done) => {
      const settle = () => {
        waiting.delete(settle);
        signal.removeEventListener("abort", settle);
        done();
      };
      waiting.add(settle);
      signal.addEventListener("abort", settle, { once: true });
    });
  const keep = (added: readonly Line[]): void => {
    if (ended || added.length === 0) return;
    lines.push(...added);
    for (const { text } of added) bytes += text.length;
    let over = 0;
    while (bytes > mostBytes && over < lines.length - 1) bytes -= lines[over++]?.text.length ?? 0;
    if (over > 0) lines = lines.slice(over);
    gone += over;
    wake();
  };
  /** Whether the text of a line is the rest of the one before it. */
  const continues = (index: number): boolean =>
    lines[index - 1]?.partial === true && lines[index - 1]?.stream === lines[index]?.stream;
  return {
    write: (line, stream = "stdout", time = clock.now()) =>
      keep(
        line
          .replace(/\n$/, "")
          .split("\n")
          .map((text) => ({ time, stream, text })),
      ),
    print: (text, stream = "stdout") => {
      const time = clock.now();
      const whole = text.split("\n");
      const rest = whole.pop() ?? "";
      keep([
        ...whole.map((one) => ({ time, stream, text: one })),
        ...(rest === "" ? [] : [{ time, stream, text: rest, partial: true } as const]),
      ]);
    },
    end: () => {
      ended = true;
      wake();
    },
    read: async function* (options, signal) {
      const { follow, timestamps, tailLines, since = 0, limitBytes = Number.POSITIVE_INFINITY, stream } = options;
      let at = tailLines === undefined ? gone : gone + Math.max(0, lines.length - tailLines);
      let left = limitBytes;
      while (left > 0 && !signal.aborted) {
        at = Math.max(at, gone);
        let part = "";
        while (at - gone < lines.length && part.length < partBytes) {
          const index = at++ - gone;
          const line = lines[index] as Line;
          if (line.time < since || (stream !== undefined && line.stream !== stream)) continue;
          const stamp = timestamps && !continues(index) ? `${nanoseconds(line.time)} ` : "";
          part += `${stamp}${line.text}${line.partial === true ? "" : "\n"}`;
        }
        if (part !== "") {
          const sent = Buffer.from(part).subarray(0, left);
          left -= sent.length;
          yield sent;
        } else if (!follow || (ended && at - gone >= lines.length)) return;
        else if (at - gone >= lines.length) await more(signal);
      }
    },
  };
}

/** RFC 3339 with nanoseconds. */
const nanoseconds = (time: number): string => isoTime(time).replace("Z", "000000Z");
