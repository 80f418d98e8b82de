import { Worker } from "node:worker_threads";
import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { CheckpointSettings, FromCheckpointThread, ToCheckpointThread } from "./checkpoint-thread.ts";
import { type Connection, checkpointPages } from "./connection.ts";
import { arrivedError } from "./crossing.ts";

/** How long a checkpoint that failed is not tried again. */
const afterFailureMilliseconds = 1000;

/**
 * Has the log carried over into the database by a thread of its own, while the one that writes goes on (decision 26). Started when the log has first grown long enough, which that of an
 * idle process never does. Should it not keep up, or not run, the connection that writes does it, when the log is four times as long.
 */
export class Checkpointer {
  readonly #connection: Connection;
  readonly #waits: Clock;
  readonly #log: Pick<Log, "warn">;
  #thread: Worker | undefined;
  #isAtWork = false;
  #notBefore = 0;

  /** `connection` is the one that writes. */
  constructor({ connection, waits, log }: { connection: Connection; waits: Clock; log: Pick<Log, "warn"> }) {
    this.#connection = connection;
    this.#waits = waits;
    this.#log = log;
  }

  /** After a commit: begins, when there is enough to be carried over. Never throws: what was committed is, whatever becomes of the log. */
  committed(): void {
    if (this.#isAtWork || this.#waits.monotonic() < this.#notBefore) return;
    try {
      if (this.#waiting() < checkpointPages) return;
      this.#thread ??= this.#start();
      this.#thread.postMessage("checkpoint" satisfies ToCheckpointThread);
      this.#isAtWork = true;
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    const thread = this.#thread;
    if (thread === undefined) return;
    const ended = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
    thread.ref();
    thread.postMessage("close" satisfies ToCheckpointThread);
    await ended;
  }

  /** Pages of the log that the database does not have yet. */
  #waiting(): number {
    const { log, checkpointed } = this.#connection.prepare("PRAGMA wal_checkpoint(NOOP)").get() as {
      log: bigint;
      checkpointed: bigint;
    };
    return Number(log - checkpointed);
  }

  #start(): Worker {
    const { path } = this.#connection;
    const thread = new Worker(new URL("./checkpoint-thread.ts", import.meta.url), {
      name: "checkpointer",
      execArgv: ["--disable-warning=ExperimentalWarning"],
      workerData: { path } satisfies CheckpointSettings,
    });
    thread.unref();
    thread.on("message", ({ failure }: FromCheckpointThread) => {
      this.#isAtWork = false;
      if (failure !== undefined) this.#failed(arrivedError(failure));
    });
    thread.on("error", (error: unknown) => this.#failed(error));
    thread.once("exit", () => {
      this.#thread = undefined;
      this.#isAtWork = false;
    });
    return thread;
  }

  #failed(error: unknown): void {
    this.#notBefore = this.#waits.monotonic() + afterFailureMilliseconds;
    this.#log.warn("store.checkpointFailed", { path: this.#connection.path, error });
  }
}
