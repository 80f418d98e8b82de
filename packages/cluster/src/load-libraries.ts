import { librariesOfCreate } from "@aro/azure";
import { loadIssuing } from "@aro/pki";
import type { Clock } from "@aro/runtime";

/** How long a process that has just started is left to whoever waits until it is ready. */
const firstPauseMilliseconds = 150;
/** Between two libraries: the largest keeps the event loop for a tenth of a second. */
const pauseMilliseconds = 5;

/**
 * Loads what every create needs sooner or later, so that the first create of a process finds it there, and that a library which cannot be
 * loaded is known before a cluster is half made. @throws the signal's reason; what a library's loading throws.
 */
export async function loadLibraries(
  { clock, libraries = [...librariesOfCreate, loadIssuing] }: { clock: Clock; libraries?: typeof librariesOfCreate },
  signal: AbortSignal,
): Promise<void> {
  await clock.sleep(firstPauseMilliseconds, signal);
  for (const load of libraries) {
    await load();
    await clock.sleep(pauseMilliseconds, signal);
  }
}
