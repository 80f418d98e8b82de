/** The processor time of one operation. */
export interface ProcessorShare {
  /** Seconds so far. */
  end(): number;
}

/**
 * What each operation costs this process in processor time. The time of a process cannot be told apart by what ran in it: it is divided evenly
 * among the operations that run at the time, and what frontend and polls take beside them counts too. Exact for one operation alone, and
 * in sum for many.
 */
export class ProcessorShares {
  readonly #spent: () => number;
  readonly #running = new Set<{ seconds: number }>();
  #last = 0;

  /** `spent`: processor seconds of the process since its start. */
  constructor(spent: () => number) {
    this.#spent = spent;
  }

  begin(): ProcessorShare {
    this.#divide();
    const own = { seconds: 0 };
    this.#running.add(own);
    return {
      end: () => {
        this.#divide();
        this.#running.delete(own);
        return own.seconds;
      },
    };
  }

  #divide(): void {
    const now = this.#spent();
    for (const one of this.#running) one.seconds += (now - this.#last) / this.#running.size;
    this.#last = now;
  }
}
