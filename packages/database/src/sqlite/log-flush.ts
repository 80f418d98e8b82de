import { closeSync, fdatasync, fdatasyncSync, openSync } from "node:fs";
import { promisify } from "node:util";
import { StoreUnavailable } from "../store.ts";
import type { Connection } from "./connection.ts";

const datasync = promisify(fdatasync);

/**
 * Brings SQLite's write-ahead log to disk. SQLite itself writes a commit to
 * the log and leaves it to the kernel (`synchronous=NORMAL`); a commit is on disk when the log has been flushed after it, and with it
 * everything that was committed before, by any process.
 */
export class LogFlush implements Disposable {
  readonly #path: string | undefined;
  readonly #standsStill: boolean;
  #file: number | undefined;

  /** `standsStill`: the thread waits for the disk itself, having nothing else to do; else one of the platform's does, and the event loop goes on meanwhile. */
  constructor(connection: Connection, { standsStill }: { standsStill: boolean }) {
    this.#path = connection.logPath();
    this.#standsStill = standsStill;
  }

  /** Resolves when everything committed before the call is on disk. @throws StoreUnavailable when the disk does not take it. One call at a time. */
  async flush(): Promise<void> {
    if (this.#path === undefined) return;
    try {
      this.#file ??= openSync(this.#path, "r");
      if (this.#standsStill) fdatasyncSync(this.#file);
      else await datasync(this.#file);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw new StoreUnavailable(`the disk does not take ${this.#path} (${text})`, { cause: error });
    }
  }

  [Symbol.dispose](): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }
}
