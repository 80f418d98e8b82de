import type { Kind } from "../kinds/kind.ts";
import { copyOf, isSame } from "../objects/json.ts";
import type { KubeObject } from "../objects/object.ts";
import { type Desk, timestamp } from "./desk.ts";
import { conflict } from "./failures.ts";
import { keep, storedText } from "./keep.ts";
import { keyOf, shelfOf } from "./keys.ts";
import { existing } from "./read.ts";
import type { DeleteOptions, Shown, Target, WriteOptions } from "./registry.ts";
import { fromObject } from "./shown.ts";

/** Finalizers by which the garbage collector is told what to do with dependents. */
export const foreground = "foregroundDeletion";
export const orphan = "orphan";

/** Asks for the removal of an object (DELETE): it goes at once, or when whoever holds it back has let it go. */
export function remove(
  desk: Desk,
  { kind, namespace, name }: Target,
  deletion: DeleteOptions,
  options: WriteOptions,
): { shown: Shown; gone: boolean } {
  const before = existing(desk, kind, namespace, name);
  const object = copyOf(before);
  const { metadata } = object;
  const { uid, resourceVersion } = deletion.preconditions ?? {};
  if (uid !== undefined && uid !== metadata.uid)
    throw conflict(
      { group: "", plural: kind.kind },
      name,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion)
    throw conflict(
      { group: "", plural: kind.kind },
      name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  for (const hook of [...desk.admission, ...(desk.validating ?? [])])
    hook({
      operation: "DELETE",
      kind,
      object,
      before,
      user: options.user,
      warn: (text) => options.warn?.(text),
      dryRun: options.dryRun ?? false,
      complete: () => {},
      ...(options.reviews === undefined ? {} : { reviews: options.reviews }),
    });

  const finalizers = finalizersFor(metadata.finalizers ?? [], deletion);
  const grace = deletion.gracePeriodSeconds ?? kind.gracePeriod?.(object) ?? 0;
  const waits = finalizers.length > 0 || (kind.gracePeriod !== undefined && grace > 0) || kind.held?.(object) === true;
  if (!waits) return { shown: forget(desk, kind, object, options), gone: true };

  const shorter = grace < (metadata.deletionGracePeriodSeconds ?? Number.POSITIVE_INFINITY);
  if (metadata.deletionTimestamp === undefined || (kind.gracePeriod !== undefined && shorter)) {
    metadata.deletionTimestamp ??= deadline(desk, kind.gracePeriod === undefined ? 0 : grace);
    metadata.deletionGracePeriodSeconds = kind.gracePeriod === undefined ? 0 : grace;
    if (kind.hasGeneration) metadata.generation = (metadata.generation ?? 0) + 1;
  }
  if (finalizers.length > 0) metadata.finalizers = finalizers;
  else delete metadata.finalizers;
  kind.marked?.(object);
  if (isSame(object, before)) return { shown: fromObject(object), gone: false };
  return { shown: keep(desk, { kind, object, before, options }), gone: false };
}

const deadline = (desk: Desk, seconds: number): string =>
  new Date(Date.parse(timestamp(desk)) + seconds * 1000).toISOString().replace(".000Z", "Z");

function finalizersFor(held: readonly string[], { propagationPolicy, orphanDependents }: DeleteOptions): string[] {
  const policy =
    propagationPolicy ?? (orphanDependents === undefined ? undefined : orphanDependents ? "Orphan" : "Background");
  if (policy === undefined) return [...held];
  const others = held.filter((one) => one !== foreground && one !== orphan);
  if (policy === "Foreground") return [...others, foreground];
  return policy === "Orphan" ? [...others, orphan] : others;
}

/** Takes an object out of the store. */
export function forget(desk: Desk, kind: Kind, object: KubeObject, options: WriteOptions): Shown {
  if (options.dryRun) return fromObject(object);
  const { name, namespace } = object.metadata;
  const key = keyOf(kind.namespaced ? namespace : undefined, name);
  const entry = desk.store.remove(shelfOf(kind), key, storedText(kind, object));
  return fromObject({ ...object, metadata: { ...object.metadata, resourceVersion: String(entry.version) } });
}
