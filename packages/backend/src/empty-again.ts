import { type SubscriptionDocument, toSeconds } from "@aro/api";
import type { BackendDeps } from "./deps.ts";

/**
 * Lets the clusters of a deleted subscription be listed once more: a create was accepted while they were listed, or a deletion failed. Without it such a
 * cluster stays for good, since nobody may DELETE in a deleted subscription (ARM-SUB-06). The claim of a listing that is under way is taken
 * from it, so that its end does not end this one too. Nothing is written for a subscription in any other state.
 */
export async function emptyAgain(
  { database, log }: Pick<BackendDeps<unknown>, "database" | "log">,
  id: string,
  pause: { milliseconds: number } | "at once",
): Promise<void> {
  const known = await database.subscriptions.read(id);
  if (known?.subscription.state !== "Deleted") return;
  const notBefore = pause === "at once" ? 0 : (await database.store.now()) + toSeconds(pause.milliseconds);
  const { outcome } = await database.subscriptions.put(id, (stored = known) => {
    if (stored.subscription.state !== "Deleted") return stored;
    const { cascade: _, ...others } = stored;
    const owner = "";
    const again = {
      ...others,
      deleting: true,
      ...(notBefore === 0 ? {} : { cascade: { owner, notBefore, dequeues: 0 } }),
    };
    return again as SubscriptionDocument;
  });
  if (outcome !== "written") throw new Error(`subscription ${id} could not be marked for emptying: ${outcome}`);
  log.info("the clusters of the subscription are listed again", { subscription: id });
}
