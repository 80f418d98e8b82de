import type { VaultDeps } from "./call.ts";
import type { Deletion, VaultObjects } from "./objects.ts";
import { notDeleted, title, VaultRefusal } from "./refusal.ts";
import type { Vault, VaultKind } from "./vault.ts";

/** Azure takes this long until a deletion, or taking it back, is done. */
const deletionTakes = [2_000, 10_000] as const;
const dayMs = 86_400_000;

/** Ends what has had its time: deletions that were taken back, and deleted objects that nobody recovered. */
export function settleDeletions(objects: VaultObjects, instance: string, now: number): void {
  for (const { kind, name, deletion } of objects.deletions(instance)) {
    const back = deletion.recoveredAt !== undefined && deletion.recoveredAt <= now;
    if (!back && deletion.purgeAt > now) continue;
    objects.transaction(() => {
      if (back) objects.setDeletion({ instance, kind }, name, undefined);
      else objects.remove({ instance, kind }, name);
    });
  }
}

const takes = ({ chance, timing }: Pick<VaultDeps, "chance" | "timing">): number => {
  const [least, most] = deletionTakes;
  return Math.round((least + chance.integer(most - least)) / timing.scale);
};

/** Deletes an object: for good where the vault keeps nothing, else until its time has passed. Runs inside a transaction. */
export function deleteObject(vault: Vault, kind: VaultKind, name: string, now: number, deps: VaultDeps): Deletion {
  const place = { instance: vault.instance, kind };
  const deletion: Deletion = {
    deletedAt: now,
    doneAt: now + takes(deps),
    purgeAt: now + vault.retentionDays * dayMs,
  };
  if (vault.softDelete) deps.objects.setDeletion(place, name, deletion);
  else deps.objects.remove(place, name);
  return deletion;
}

/** Refuses to write under a name that a deleted object holds. */
export function refuseIfDeleted(vault: Vault, kind: VaultKind, name: string, now: number, objects: VaultObjects): void {
  const deletion = objects.deletion({ instance: vault.instance, kind }, name);
  if (deletion === undefined) return;
  if (deletion.recoveredAt !== undefined)
    throw conflict(`${title(kind)} ${name} is currently being recovered.`, "ObjectIsBeingRecovered");
  if (deletion.doneAt > now)
    throw conflict(`${title(kind)} ${name} is currently being deleted.`, "ObjectIsBeingDeleted");
  throw conflict(
    `${title(kind)} ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the ${title(kind).toLowerCase()} can only be recovered or purged.`,
    "ObjectIsDeletedButRecoverable",
  );
}

export const conflict = (message: string, inner?: string): VaultRefusal =>
  new VaultRefusal(409, "Conflict", message, inner);

/** The deletion of an object as long as it can be seen among the deleted ones. @throws VaultRefusal when it cannot. */
export function seenDeletion(
  vault: Vault,
  kind: VaultKind,
  name: string,
  now: number,
  objects: VaultObjects,
): Deletion {
  const deletion = objects.deletion({ instance: vault.instance, kind }, name);
  if (deletion === undefined || deletion.doneAt > now || deletion.recoveredAt !== undefined)
    throw notDeleted(kind, name);
  return deletion;
}

/** Begins to take a deletion back. Runs inside a transaction. */
export function recoverObject(vault: Vault, kind: VaultKind, name: string, now: number, deps: VaultDeps): void {
  const place = { instance: vault.instance, kind };
  const deletion = seenDeletion(vault, kind, name, now, deps.objects);
  deps.objects.setDeletion(place, name, { ...deletion, recoveredAt: now + takes(deps) });
}

/** Forgets a deleted object for good. Runs inside a transaction. */
export function purgeObject(vault: Vault, kind: VaultKind, name: string, now: number, objects: VaultObjects): void {
  seenDeletion(vault, kind, name, now, objects);
  if (vault.purgeProtection)
    throw new VaultRefusal(
      403,
      "Forbidden",
      `Operation "purge" is not allowed because purge protection is enabled for this vault. Key Vault service will automatically purge it after the retention period has passed.`,
      "ForbiddenByPolicy",
    );
  objects.remove({ instance: vault.instance, kind }, name);
}

/** What a vault says of how its objects can be recovered. */
export function recovery(vault: Vault): { recoveryLevel: string; recoverableDays?: number } {
  if (!vault.softDelete) return { recoveryLevel: "Purgeable" };
  const customized = vault.retentionDays < 90 ? "CustomizedRecoverable" : "Recoverable";
  return {
    recoveryLevel: vault.purgeProtection ? customized : `${customized}+Purgeable`,
    recoverableDays: vault.retentionDays,
  };
}
