import type { Connection } from "./connection.ts";
import type { WhileBusy } from "./while-busy.ts";

interface Question {
  ask: () => unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/**
 * Reads of the file. What is asked for in one step of the event loop is read in one transaction: each statement of its own locks the file and lets it go, which
 * costs twice what a look-up by key does. It is read after it was asked for, so it is never older than that.
 */
export class Reads {
  readonly #connection: Connection;
  readonly #whileBusy: WhileBusy;
  #waiting: Question[] = [];

  constructor(connection: Connection, whileBusy: WhileBusy) {
    this.#connection = connection;
    this.#whileBusy = whileBusy;
  }

  /** What `ask` says of the file; it is asked again while the file is locked. */
  read<T>(ask: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const waiting = this.#waiting.push({ ask, resolve: resolve as (value: unknown) => void, reject });
      if (waiting === 1) queueMicrotask(() => this.answerAll());
    });
  }

  /** Answers what has been asked until now. */
  answerAll(): void {
    const questions = this.#waiting;
    this.#waiting = [];
    const isTogether = questions.length > 1 && this.#ran("BEGIN");
    const failed = questions.filter((question) => !answered(question));
    // Whatever went wrong, the next ones must not be shown the state that these saw.
    if (isTogether && this.#connection.database.isTransaction && !this.#ran("COMMIT")) this.#ran("ROLLBACK");
    // Each by itself: the file may be locked, or one of them cannot be answered at all.
    for (const { ask, resolve, reject } of failed) this.#whileBusy(ask).then(resolve, reject);
  }

  #ran(sql: string): boolean {
    try {
      this.#connection.prepare(sql).run();
      return true;
    } catch {
      return false;
    }
  }
}

function answered({ ask, resolve }: Question): boolean {
  try {
    resolve(ask());
    return true;
  } catch {
    return false;
  }
}
