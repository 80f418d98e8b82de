import type { WorkDocument } from "@aro/api";
import type { Clock } from "@aro/runtime";
import type { Container, Stored } from "../store.ts";
import { type Holder, isTakeable, taken } from "./transitions.ts";

/** What an attempt to take work came to. */
export type Taking =
  /** Held now. `began` is the monotonic time before the write: the lease is at least as long as its length from there. */
  | { outcome: "taken"; work: Stored<WorkDocument>; began: number }
  /** Not eligible, or another worker was first. */
  | { outcome: "missed" };

/**
 * Takes a work item as it was read: of any number of workers that try with the same version, one succeeds.
 * @throws StoreUnavailable when it cannot be known; an item taken all the same is free again after its lease.
 */
export async function takeWork(
  container: Container,
  work: Stored<WorkDocument>,
  options: { holder: Holder; storeNow: number; clock: Clock },
): Promise<Taking> {
  if (!isTakeable(work, options.storeNow)) return { outcome: "missed" };
  const began = options.clock.monotonic();
  const next = taken(work, options.holder, options.storeNow);
  const written = await container.replace(work.partitionKey, next, work._etag);
  return written.outcome === "written" ? { outcome: "taken", work: written.document, began } : { outcome: "missed" };
}
