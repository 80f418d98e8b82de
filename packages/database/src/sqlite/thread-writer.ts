import { Worker } from "node:worker_threads";
import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { type ContainerDefinition, StoreUnavailable } from "../store.ts";
import type { Connection } from "./connection.ts";
import { arrivedError, arrivedFields } from "./crossing.ts";
import { type PackedWrites, packWrite, unpackResults } from "./packed.ts";
import { Slots } from "./slots.ts";
import type { Result, Write, Writer } from "./write.ts";
import type { FromWriter, ToWriter, WriterSettings } from "./writer-messages.ts";

interface Waiting {
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** What a writer in another thread needs. */
export interface ThreadWriterDeps {
  /** The connection of this thread, which reads. */
  connection: Connection;
  /** Store time. */
  clock: Clock;
  waits: Clock;
  log: Log;
  busyLimitMilliseconds: number;
  onCommit: (containers: ReadonlySet<string>) => void;
  onOthers: () => void;
}

/** How often the thread hears what time it is while it owes results; store time is counted in seconds. */
const timeMilliseconds = 500;
/** How long after its end a thread is started that nobody writes to, but that is to look for other processes' commits. */
const restartMilliseconds = 1000;

/**
 * Has writes done by a thread with a connection of its own: SQL, checksums, checkpoints and flushes cost this event loop nothing (decision 10).
 * When the thread ends though nobody told it to, what it owes is refused, and the next write starts another one.
 */
export class ThreadWriter implements Writer {
  readonly #deps: ThreadWriterDeps;
  readonly #definitions: ContainerDefinition[] = [];
  readonly #waiting = new Slots<Waiting>();
  #worker: Worker | undefined;
  #outgoing: PackedWrites = [];
  #whenIdle: (() => void)[] = [];
  #isWatching = false;
  /** What this thread's connection had seen when the other one was told to watch. */
  #seen: bigint | undefined;
  #time: Disposable | undefined;
  #isClosing = false;

  constructor(deps: ThreadWriterDeps) {
    this.#deps = deps;
    // It gets ready while this thread does.
    this.#start();
  }

  open(definition: ContainerDefinition): number {
    if (this.#worker !== undefined) this.#post({ open: definition });
    return this.#definitions.push(definition) - 1;
  }

  write(write: Write): Promise<Result> {
    return new Promise((resolve, reject) => {
      // What arrives in one turn of the event loop leaves in one message.
      if (this.#outgoing.length === 0) setImmediate(() => this.#send());
      packWrite(this.#outgoing, this.#waiting.add({ resolve, reject }), write);
    });
  }

  watchOthers(on: boolean): void {
    this.#isWatching = on;
    if (on) this.#seen = this.#version();
    if (this.#worker !== undefined) this.#post({ watchOthers: on });
    else if (on) this.#start();
  }

  async close(release: () => void): Promise<void> {
    while (this.#waiting.size > 0) await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
    this.#isClosing = true;
    this.#time?.[Symbol.dispose]();
    // The last one to let go carries the log over into the database: not this thread.
    release();
    const worker = this.#worker;
    if (worker === undefined) return;
    const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    worker.ref();
    this.#post({ close: true });
    await ended;
  }

  #post(message: ToWriter): void {
    this.#worker?.postMessage(message);
  }

  #send(): void {
    const writes = this.#outgoing;
    if (writes.length === 0) return;
    this.#outgoing = [];
    const worker = this.#worker ?? this.#start();
    worker.ref();
    this.#post({ now: this.#deps.clock.now(), writes });
    this.#tellTime();
  }

  /** A write that waits long, for a lock, is stamped with the time at which it happens. */
  #tellTime(): void {
    this.#time ??= this.#deps.waits.timer(timeMilliseconds, () => {
      this.#time = undefined;
      if (this.#waiting.size === 0 || this.#worker === undefined) return;
      this.#post({ now: this.#deps.clock.now(), writes: [] });
      this.#tellTime();
    });
  }

  #start(): Worker {
    const { connection, busyLimitMilliseconds } = this.#deps;
    const worker = new Worker(new URL("./writer-thread.ts", import.meta.url), {
      name: "store-writer",
      // Not the process's own: they may name a program to evaluate, or a profile to write.
      execArgv: ["--disable-warning=ExperimentalWarning"],
      workerData: { path: connection.path, busyLimitMilliseconds } satisfies WriterSettings,
    });
    this.#worker = worker;
    // An idle store keeps no process alive.
    worker.unref();
    let reason: unknown;
    worker.on("message", (message: FromWriter) => {
      if ("unable" in message) reason = arrivedError(message.unable);
      else this.#hear(message);
    });
    worker.on("error", (error: unknown) => {
      reason ??= error;
    });
    worker.once("exit", (code) => this.#ended(reason ?? `code ${code}`));
    for (const definition of this.#definitions) this.#post({ open: definition });
    if (this.#isWatching) this.#post({ watchOthers: true });
    return worker;
  }

  #hear(message: Exclude<FromWriter, { unable: unknown }>): void {
    if ("results" in message) {
      unpackResults(message.results, (number, result) => this.#waiting.take(number)?.resolve(result));
      for (const [number, error] of message.failures) this.#waiting.take(number)?.reject(arrivedError(error));
      if (message.touched.size > 0) this.#deps.onCommit(message.touched);
      if (this.#waiting.size === 0) this.#idle();
    } else if ("othersCommitted" in message) this.#deps.onOthers();
    else if ("watching" in message) {
      // What was committed since the call, and before the thread began to look.
      if (this.#isWatching && this.#version() !== this.#seen) this.#deps.onOthers();
    } else this.#deps.log[message.log](message.event, arrivedFields(message.fields));
  }

  #idle(): void {
    this.#worker?.unref();
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  #ended(reason: unknown): void {
    this.#worker = undefined;
    if (this.#isClosing) return;
    const { connection, log, waits } = this.#deps;
    const refused = this.#waiting.takeAll();
    this.#outgoing = [];
    log.error("store.writerEnded", { path: connection.path, writes: refused.length, error: reason });
    const isOpening = reason instanceof Error && ["StoreUnavailable", "DatabaseUnusable"].includes(reason.name);
    const failure = isOpening
      ? reason
      : new StoreUnavailable(`the thread that writes the database ${connection.path} has ended`, { cause: reason });
    for (const { reject } of refused) reject(failure);
    this.#seen = undefined;
    if (this.#isWatching)
      waits.timer(restartMilliseconds, () => {
        if (this.#worker === undefined && this.#isWatching && !this.#isClosing) this.#start();
      });
    this.#idle();
  }

  /** Undefined, which no version is, when the file could not be asked. */
  #version(): bigint | undefined {
    try {
      return this.#deps.connection.dataVersion();
    } catch {
      // Whatever is wrong with the file, reads and writes say it to those who ask.
      return undefined;
    }
  }
}
