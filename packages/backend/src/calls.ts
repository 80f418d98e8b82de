import type { Clock } from "@aro/runtime";

/** Knows whether a worker may still have a call under way: only a quiet one gives its work to others (architecture §5.4). */
export class Calls {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #limit: number;
  #quiet = true;

  /** `signal` tells the calls to return; after that they have `limit` milliseconds, the longest a single call takes. */
  constructor(options: { clock: Clock; signal: AbortSignal; limit: number }) {
    this.#clock = options.clock;
    this.#signal = options.signal;
    this.#limit = options.limit;
  }

  /** Whether everything that was waited for has returned. */
  get quiet(): boolean {
    return this.#quiet;
  }

  /** What `running` comes to, or undefined when it has not returned within the limit after the signal. One at a time. */
  async returned<Value>(running: Promise<Value>): Promise<Value | undefined> {
    const { promise: overdue, resolve } = Promise.withResolvers<undefined>();
    let timer: Disposable | undefined;
    const onAbort = () => {
      timer = this.#clock.timer(this.#limit, () => resolve(undefined));
    };
    if (this.#signal.aborted) onAbort();
    else this.#signal.addEventListener("abort", onAbort, { once: true });
    this.#quiet = false;
    const settled = running.finally(() => {
      this.#quiet = true;
    });
    try {
      return await Promise.race([settled, overdue]);
    } finally {
      timer?.[Symbol.dispose]();
      this.#signal.removeEventListener("abort", onAbort);
    }
  }
}
