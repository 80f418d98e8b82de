import { DatabaseSync } from "node:sqlite";
import type { Clock } from "@aro/runtime";

const retryMilliseconds = 25;
/** SQLITE_BUSY, with its extended forms in the higher bits. */
const busy = 5;

/**
 * Holds the file at `path` against every other process that asks for it, until disposed; undefined when somebody else held it for all of `patienceMilliseconds`.
 * It is SQLite's lock of the operating system: it is gone with its holder, however that died, so it is never stale.
 */
export async function holdExclusively(
  path: string,
  clock: Clock,
  patienceMilliseconds: number,
  signal?: AbortSignal,
): Promise<Disposable | undefined> {
  const database = new DatabaseSync(path);
  database.exec("PRAGMA busy_timeout=0");
  const until = clock.monotonic() + patienceMilliseconds;
  for (;;) {
    try {
      database.exec("BEGIN EXCLUSIVE");
      return { [Symbol.dispose]: () => database.close() };
    } catch (error) {
      if (((error as { errcode?: number }).errcode ?? 0) % 256 !== busy || signal?.aborted) {
        database.close();
        signal?.throwIfAborted();
        throw error;
      }
    }
    if (clock.monotonic() >= until) {
      database.close();
      return undefined;
    }
    await clock.sleep(retryMilliseconds, signal);
  }
}
