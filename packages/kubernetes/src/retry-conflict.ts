import type { Clock, Random } from "@aro/runtime";
import { isRefusal } from "./failure.ts";

/** How often a write that met a newer version is tried again, and the first pause in milliseconds. */
const attempts = 5;
const firstPause = 10;

/**
 * Runs `write`, which reads, changes and writes, again while what it read has changed meanwhile.
 * @throws what the last attempt threw.
 */
export async function retryOnConflict<Value>(
  write: () => Promise<Value>,
  { clock, random }: { clock: Clock; random: Random },
  signal: AbortSignal,
): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (attempt === attempts || !isRefusal(error, "Conflict", "AlreadyExists")) throw error;
      await clock.sleep(firstPause * attempt * (1 + random.integer(100) / 100), signal);
    }
  }
}
