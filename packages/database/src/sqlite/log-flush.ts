import { type FileHandle, open } from "node:fs/promises";
import { StoreUnavailable } from "../store.ts";
import type { Connection } from "./connection.ts";

/**
 * Brings SQLite's write-ahead log to disk, in a thread of the platform's: the event loop goes on meanwhile. SQLite itself writes a commit to
 * the log and leaves it to the kernel (`synchronous=NORMAL`); a commit is on disk when the log has been flushed after it, and with it
 * everything that was committed before, by any process.
 */
export class LogFlush implements AsyncDisposable {
  readonly #path: string | undefined;
  #file: FileHandle | undefined;

  constructor(connection: Connection) {
    this.#path = connection.logPath();
  }

  /** Resolves when everything committed before the call is on disk. @throws StoreUnavailable when the disk does not take it. One call at a time. */
  async flush(): Promise<void> {
    if (this.#path === undefined) return;
    try {
      this.#file ??= await open(this.#path, "r");
      await this.#file.datasync();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw new StoreUnavailable(`the disk does not take ${this.#path} (${text})`, { cause: error });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close();
  }
}
