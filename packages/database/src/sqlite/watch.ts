import type { Log } from "@aro/telemetry";

/** Tells listeners that a container may have been written: at once for our own commits, as soon as they are noticed for other processes'. */
export class WriteWatch {
  readonly #log: Log;
  readonly #watchOthers: (on: boolean) => void;
  readonly #listeners = new Set<{ container: string; call: () => void }>();
  #watching = false;
  #closed = false;

  /** `watchOthers`: other processes' commits are to be looked for from now on, or no longer. */
  constructor(deps: { log: Log; watchOthers: (on: boolean) => void }) {
    this.#log = deps.log;
    this.#watchOthers = deps.watchOthers;
  }

  /** Calls `listener` after writes of `container` until disposed. */
  listen(container: string, listener: () => void): Disposable {
    const entry = { container, call: listener };
    this.#listeners.add(entry);
    if (!this.#closed) this.#watch(true);
    return {
      [Symbol.dispose]: () => {
        this.#listeners.delete(entry);
        if (this.#listeners.size === 0) this.#watch(false);
      },
    };
  }

  /** Our own commit touched these containers. */
  committed(containers: ReadonlySet<string>): void {
    this.#tell((container) => containers.has(container));
  }

  /** Another process committed something. */
  othersCommitted(): void {
    this.#tell(() => true);
  }

  /** The file is about to be closed: nobody hears of other processes any more. */
  close(): void {
    this.#closed = true;
    this.#watch(false);
  }

  #watch(on: boolean): void {
    if (on === this.#watching) return;
    this.#watching = on;
    this.#watchOthers(on);
  }

  #tell(wants: (container: string) => boolean): void {
    for (const listener of Array.from(this.#listeners)) {
      if (!wants(listener.container) || !this.#listeners.has(listener)) continue;
      try {
        listener.call();
      } catch (error) {
        this.#log.error("store.listenerFailed", { container: listener.container, error });
      }
    }
  }
}
