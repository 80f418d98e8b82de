import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Connection } from "./connection.ts";
import { isBusy } from "./faults.ts";

/** How often they are looked for (architecture decision 3: file system events miss changes). */
const pollMilliseconds = 10;

/** Looks for the commits of other connections, and so of other processes, through the connection that writes: its own are no news to it. */
export class OtherCommits {
  readonly #deps: { connection: Connection; waits: Clock; log: Pick<Log, "warn">; tell: () => void };
  #timer: Disposable | undefined;
  #seen: bigint | undefined;

  constructor(deps: { connection: Connection; waits: Clock; log: Pick<Log, "warn">; tell: () => void }) {
    this.#deps = deps;
  }

  /** From now on, or no longer, each is told. A database in memory has no others. */
  watch(on: boolean): void {
    if (!on) {
      this.#timer?.[Symbol.dispose]();
      this.#timer = undefined;
    } else if (this.#timer === undefined && this.#deps.connection.path !== ":memory:") {
      this.#seen = this.#version();
      this.#schedule();
    }
  }

  #schedule(): void {
    this.#timer = this.#deps.waits.timer(pollMilliseconds, () => {
      this.#schedule();
      const version = this.#version();
      if (version === this.#seen) return;
      this.#seen = version;
      this.#deps.tell();
    });
  }

  /** Undefined, which differs from every version, when the file could not be asked: listeners rather hear too much. */
  #version(): bigint | undefined {
    const { connection, log } = this.#deps;
    try {
      return connection.dataVersion();
    } catch (error) {
      if (!isBusy(error)) log.warn("store.watchFailed", { path: connection.path, error });
      return undefined;
    }
  }
}
