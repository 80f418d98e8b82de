import type { WorkDocument } from "@aro/api";
import type { Clock } from "@aro/runtime";
import { type Container, StoreUnavailable } from "../store.ts";
import { isHeldBy, released } from "./transitions.ts";

/** A taking that is over: of which item, by whom, and for which operation. */
interface Former {
  partitionKey: string;
  id: string;
  owner: string;
  token: number;
  operationId: string;
}

/** How often the word is tried to be written; after that the successor waits until the lease and the longest call have passed. */
const attempts = 10;

/**
 * Says in the store that a former holder has no call under way any more, so that whoever comes next need not wait for its lease:
 * it is no longer the `predecessor`, or gives back what nobody has taken yet. Changes nothing where neither holds.
 */
export async function sayQuiet(
  container: Container,
  former: Former,
  options: { clock: Clock; retryMilliseconds: number },
): Promise<"said" | "unneeded" | "unsaid"> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      const work = await container.read<WorkDocument>(former.partitionKey, former.id);
      const next = work === undefined ? undefined : quiet(work, former);
      if (work === undefined || next === undefined) return "unneeded";
      const written = await container.replace(former.partitionKey, next, work._etag);
      if (written.outcome === "written") return "said";
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      await options.clock.sleep(options.retryMilliseconds);
    }
  }
  return "unsaid";
}

function quiet(work: WorkDocument, former: Former): WorkDocument | undefined {
  // An item that was lost and made again for a new operation counts its takings from the beginning: the same token is another taking.
  if (isHeldBy(work, former)) return work.operationId === former.operationId ? released(work) : undefined;
  const { predecessor, ...others } = work;
  if (predecessor?.owner !== former.owner || predecessor.token !== former.token) return undefined;
  return others as WorkDocument;
}
