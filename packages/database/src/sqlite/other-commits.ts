import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Connection } from "./connection.ts";
import { isBusy } from "./faults.ts";

/** How often they are looked for while other processes commit (architecture decision 3: file system events miss changes). */
const busyPollMilliseconds = 10;
/** How often when nobody has for a while: a look is a tenth of a millisecond of processor time, all day long. */
const idlePollMilliseconds = 50;
/** How long after another's commit the next one is expected. */
const busyMilliseconds = 1000;

/** Looks for the commits of other connections, and so of other processes, through the connection that writes: its own are no news to it. */
export class OtherCommits {
  readonly #deps: { connection: Connection; waits: Clock; log: Pick<Log, "warn">; tell: () => void };
  #timer: Disposable | undefined;
  #seen: bigint | undefined;
  #busyUntil = 0;

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
      this.#look();
    }
  }

  #look(): void {
    const { waits, tell } = this.#deps;
    const isBusy = waits.monotonic() < this.#busyUntil;
    this.#timer = waits.timer(isBusy ? busyPollMilliseconds : idlePollMilliseconds, () => {
      const version = this.#version();
      const changed = version !== this.#seen;
      if (changed) this.#busyUntil = waits.monotonic() + busyMilliseconds;
      this.#look();
      this.#seen = version;
      if (changed) tell();
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
