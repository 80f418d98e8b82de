import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Connection } from "./connection.ts";
import { isBusy } from "./faults.ts";

/** How often other processes' commits are looked for while anything listens (architecture decision 3: file system events miss changes). */
const pollMilliseconds = 10;

/** Tells listeners that a container may have been written: at once for our own commits, within a poll for other processes'. */
export class WriteWatch {
  readonly #connection: Connection;
  readonly #waits: Clock;
  readonly #log: Log;
  readonly #listeners = new Set<{ container: string; call: () => void }>();
  #timer: Disposable | undefined;
  #closed = false;
  #seen: bigint | undefined;

  constructor(deps: { connection: Connection; waits: Clock; log: Log }) {
    this.#connection = deps.connection;
    this.#waits = deps.waits;
    this.#log = deps.log;
  }

  /** Calls `listener` after writes of `container` until disposed. */
  listen(container: string, listener: () => void): Disposable {
    const entry = { container, call: listener };
    this.#listeners.add(entry);
    if (this.#timer === undefined && !this.#closed && this.#connection.path !== ":memory:") {
      this.#seen = this.#version();
      this.#schedule();
    }
    return {
      [Symbol.dispose]: () => {
        this.#listeners.delete(entry);
        if (this.#listeners.size === 0) this.#stop();
      },
    };
  }

  /** Our own commit touched these containers. */
  committed(containers: ReadonlySet<string>): void {
    this.#tell((container) => containers.has(container));
  }

  /** The file is about to be closed: nobody hears of other processes any more. */
  close(): void {
    this.#closed = true;
    this.#stop();
  }

  #stop(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  #schedule(): void {
    this.#timer = this.#waits.timer(pollMilliseconds, () => {
      this.#schedule();
      const version = this.#version();
      if (version === this.#seen) return;
      this.#seen = version;
      this.#tell(() => true);
    });
  }

  /** Undefined, which differs from every version, when the file could not be asked: listeners rather hear too much. */
  #version(): bigint | undefined {
    try {
      return this.#connection.dataVersion();
    } catch (error) {
      if (!isBusy(error)) this.#log.warn("store.watchFailed", { path: this.#connection.path, error });
      return undefined;
    }
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
