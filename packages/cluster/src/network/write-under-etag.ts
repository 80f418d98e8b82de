import { isFailure, retryTransient, type Waits } from "@aro/azure";

/** Writes that lose against another writer before the step gives up. */
const races = 4;

/** Reads, decides and writes under the ETag it read, all of it in `attempt`, and does so again when somebody else wrote in between: customers and the cluster's own cloud provider do. */
export async function writeUnderEtag<Result>(
  attempt: () => Promise<Result>,
  waits: Waits,
  signal: AbortSignal,
): Promise<Result> {
  for (let lost = 0; ; lost++) {
    try {
      return await retryTransient(attempt, waits, signal);
    } catch (error) {
      if (lost === races - 1 || !isFailure(error, "preconditionFailed")) throw error;
    }
  }
}
