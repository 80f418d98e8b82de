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

export const createContainerLog = (clock: Clock): ContainerLog => new LinesOfRun(clock);

/** Hundreds of containers run in each of many clusters, and nobody looks at most of their logs: one small object each. */
class LinesOfRun implements ContainerLog {
  readonly #clock: Clock;
  #lines: Line[] = [];
  /** How many lines have gone already. */
  #gone = 0;
  #bytes = 0;
  #ended = false;
  /** Who waits for more. */
  #waiting: Set<() => void> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  write(line: string, stream: Stream = "stdout", time: number = this.#clock.now()): void {
    const texts = line.replace(/\n$/, "").split("\n");
    this.#keep(texts.map((text) => ({ time, stream, text })));
  }

  print(text: string, stream: Stream = "stdout"): void {
    const time = this.#clock.now();
    const whole = text.split("\n");
    const rest = whole.pop() ?? "";
    this.#keep([
      ...whole.map((one) => ({ time, stream, text: one })),
      ...(rest === "" ? [] : [{ time, stream, text: rest, partial: true } as const]),
    ]);
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *read(options: Omit<LogOptions, "previous">, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const { follow, timestamps, tailLines, since = 0, limitBytes = Number.POSITIVE_INFINITY, stream } = options;
    let at = tailLines === undefined ? this.#gone : this.#gone + Math.max(0, this.#lines.length - tailLines);
    let left = limitBytes;
    while (left > 0 && !signal.aborted) {
      at = Math.max(at, this.#gone);
      let part = "";
      while (at - this.#gone < this.#lines.length && part.length < partBytes) {
        const index = at++ - this.#gone;
        const line = this.#lines[index] as Line;
        if (line.time < since || (stream !== undefined && line.stream !== stream)) continue;
        const stamp = timestamps && !this.#continues(index) ? `${nanoseconds(line.time)} ` : "";
        part += `${stamp}${line.text}${line.partial === true ? "" : "\n"}`;
      }
      if (part !== "") {
        const sent = Buffer.from(part).subarray(0, left);
        left -= sent.length;
        yield sent;
      } else if (!follow || (this.#ended && at - this.#gone >= this.#lines.length)) return;
      else if (at - this.#gone >= this.#lines.length) await this.#more(signal);
    }
  }

  #wake(): void {
    for (const one of this.#waiting ?? []) one();
    this.#waiting = undefined;
  }

  #more(signal: AbortSignal): Promise<void> {
    return new Promise<void>((done) => {
      const settle = () => {
        this.#waiting?.delete(settle);
        signal.removeEventListener("abort", settle);
        done();
      };
      this.#waiting ??= new Set();
      this.#waiting.add(settle);
      signal.addEventListener("abort", settle, { once: true });
    });
  }

  #keep(added: readonly Line[]): void {
    if (this.#ended || added.length === 0) return;
    this.#lines.push(...added);
    for (const { text } of added) this.#bytes += text.length;
    let over = 0;
    while (this.#bytes > mostBytes && over < this.#lines.length - 1)
      this.#bytes -= this.#lines[over++]?.text.length ?? 0;
    if (over > 0) this.#lines = this.#lines.slice(over);
    this.#gone += over;
    this.#wake();
  }

  /** Whether the text of a line is the rest of the one before it. */
  #continues(index: number): boolean {
    const before = this.#lines[index - 1];
    return before?.partial === true && before.stream === this.#lines[index]?.stream;
  }
}

/** RFC 3339 with nanoseconds. */
const nanoseconds = (time: number): string => isoTime(time).replace("Z", "000000Z");
