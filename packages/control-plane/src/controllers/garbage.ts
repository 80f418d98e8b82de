import type { Kind, Kinds } from "../kinds/kind.ts";
import { resourceOf } from "../kinds/kind.ts";
import type { KubeObject, OwnerReference } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import { foreground, orphan } from "../registry/remove.ts";
import { objectAfter, objectBefore } from "../store/event-objects.ts";
import type { StoredEvent } from "../store/store.ts";
import { asController, type Controller, find, splitKey, unless } from "./controller.ts";
import { createWorkQueue } from "./work-queue.ts";

const options = asController("generic-garbage-collector");
const pass = ["NotFound", "Conflict"];

/** Whether an object's text may tell of owners, or of a deletion. */
const concerns = (text: string): boolean =>
  text.includes('"ownerReferences":') || text.includes('"deletionTimestamp":');

/** Where an object is. */
interface Place {
  resource: string;
  key: string;
}
const nameOf = ({ resource, key }: Place): string => `${resource} ${key}`;

/** The kind as which each resource is read: the version that is stored, if it is served. */
function kindsByResource(kinds: Kinds): () => ReadonlyMap<string, Kind> {
  let generation: number | undefined;
  const found = new Map<string, Kind>();
  return () => {
    if (generation === kinds.generation) return found;
    generation = kinds.generation;
    found.clear();
    for (const one of kinds.all()) {
      const held = found.get(resourceOf(one));
      if (held === undefined || (held.storageVersion !== held.version && one.storageVersion === one.version))
        found.set(resourceOf(one), one);
    }
    return found;
  };
}

/**
 * Removes what has lost all its owners, and carries out what deletions asked for: dependents first (`foregroundDeletion`), or set free
 * (`orphan`).
 */
export const garbageController: Controller = async (deps, signal) => {
  const { store, kinds, registry } = deps;
  /** uid of an owner → its dependents. */
  const dependents = new Map<string, Map<string, Place>>();
  const subscribed = new Map<string, () => void>();

  const byResource = kindsByResource(kinds);
  const kindOfOwner = ({ apiVersion, kind }: OwnerReference): Kind | undefined => {
    const exact = kinds.named(apiVersion, kind);
    if (exact !== undefined) return exact;
    const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
    return kinds.all().find((one) => one.group === group && one.kind === kind);
  };
  const note = (place: Place, object: KubeObject, add: boolean): void => {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const held = dependents.get(uid) ?? new Map<string, Place>();
      if (add) held.set(nameOf(place), place);
      else held.delete(nameOf(place));
      if (held.size > 0) dependents.set(uid, held);
      else dependents.delete(uid);
    }
  };
  const seen = (event: StoredEvent): void => {
    const { type, resource, key } = event;
    // Most of what is written, such as events, has no owner and goes at once.
    if (type !== "DELETED" && !concerns(event.text) && !concerns(event.before ?? "")) return;
    const place = { resource, key };
    const object = objectAfter(event);
    const before = objectBefore(event);
    if (before !== undefined) note(place, before, false);
    if (type !== "DELETED") note(place, object, true);
    const { uid, ownerReferences = [], finalizers = [], deletionTimestamp } = object.metadata;
    if (type === "DELETED") for (const one of dependents.get(uid)?.values() ?? []) queue.add(nameOf(one));
    else if (ownerReferences.length > 0 || (deletionTimestamp !== undefined && finalizers.length > 0))
      queue.add(nameOf(place));
    // Who waits for its dependents is looked at when one of them has gone.
    if (type === "DELETED")
      for (const owner of ownerReferences) {
        const kind = kindOfOwner(owner);
        const { namespace } = splitKey(key);
        if (kind !== undefined)
          queue.add(
            nameOf({ resource: resourceOf(kind), key: kind.namespaced ? `${namespace}/${owner.name}` : owner.name }),
          );
      }
  };
  const isThere = (owner: OwnerReference, namespace: string | undefined): KubeObject | undefined | "unknown" => {
    const kind = kindOfOwner(owner);
    if (kind === undefined) return "unknown";
    if (kind.namespaced && namespace === undefined) return "unknown";
    const found = find(registry, kind, kind.namespaced ? namespace : undefined, owner.name);
    return found?.metadata.uid === owner.uid ? found : undefined;
  };
  const look = (name: string): void => {
    const at = name.indexOf(" ");
    const [resource, key] = [name.slice(0, at), name.slice(at + 1)];
    const kind = byResource().get(resource);
    if (kind === undefined) return;
    const place = splitKey(key);
    const object = find(registry, kind, place.namespace, place.name);
    if (object === undefined) return;
    const { metadata } = object;
    if (metadata.deletionTimestamp !== undefined) finish(kind, place, object);
    const owners = metadata.ownerReferences ?? [];
    if (owners.length === 0) return;
    const states = owners.map((owner) => isThere(owner, metadata.namespace));
    if (states.some((state) => state === "unknown")) {
      queue.addAfter(name, 1_000);
      return;
    }
    const waiting = (state: (typeof states)[number]) =>
      typeof state === "object" &&
      state.metadata.deletionTimestamp !== undefined &&
      state.metadata.finalizers?.includes(foreground) === true;
    if (states.some((state) => state !== undefined && !waiting(state))) return;
    if (metadata.deletionTimestamp !== undefined) return;
    // A dependent whose owner waits in the foreground waits for its own dependents in turn.
    const policy = states.some(waiting) && (dependents.get(metadata.uid)?.size ?? 0) > 0 ? "Foreground" : "Background";
    unless(pass, () =>
      registry.remove({ kind, ...place }, { propagationPolicy: policy, preconditions: { uid: metadata.uid } }, options),
    );
  };
  const finish = (kind: Kind, place: { namespace?: string; name: string }, object: KubeObject): void => {
    const { finalizers = [], uid } = object.metadata;
    const mine = [...(dependents.get(uid)?.values() ?? [])];
    if (finalizers.includes(orphan)) for (const one of mine) setFree(one, uid);
    else if (finalizers.includes(foreground)) {
      const blocking = mine.filter((one) => blocks(one, uid));
      for (const one of mine) queue.add(nameOf(one));
      if (blocking.length > 0) return;
    } else return;
    const left = finalizers.filter((one) => one !== orphan && one !== foreground);
    unless(pass, () =>
      registry.update({ kind, ...place }, { ...object, metadata: { ...object.metadata, finalizers: left } }, options),
    );
  };
  const read = ({ resource, key }: Place): { kind: Kind; object: KubeObject } | undefined => {
    const kind = byResource().get(resource);
    const { namespace, name } = splitKey(key);
    const object = kind === undefined ? undefined : find(registry, kind, namespace, name);
    return kind === undefined || object === undefined ? undefined : { kind, object };
  };
  const blocks = (place: Place, uid: string): boolean =>
    read(place)?.object.metadata.ownerReferences?.some((one) => one.uid === uid && one.blockOwnerDeletion === true) ===
    true;
  const setFree = (place: Place, uid: string): void => {
    const found = read(place);
    if (found === undefined) return;
    const { kind, object } = found;
    const ownerReferences = (object.metadata.ownerReferences ?? []).filter((one) => one.uid !== uid);
    unless(pass, () =>
      registry.update(
        { kind, ...splitKey(place.key) },
        { ...object, metadata: { ...object.metadata, ownerReferences } },
        options,
      ),
    );
  };

  const queue = createWorkQueue(look, { ...deps, name: "garbage" });
  const watchAll = (): void => {
    for (const kind of kinds.all()) {
      const resource = kind.storedAs ?? resourceOf(kind);
      if (subscribed.has(resource) || !kind.verbs.includes("watch")) continue;
      for (const { key, text } of store.list(resource)) {
        if (!concerns(text)) continue;
        const object = parsed(text);
        note({ resource, key }, object, true);
        const { ownerReferences = [], deletionTimestamp } = object.metadata;
        if (ownerReferences.length > 0 || deletionTimestamp !== undefined) queue.add(nameOf({ resource, key }));
      }
      subscribed.set(resource, store.subscribe(resource, seen));
    }
  };
  watchAll();
  const definitions = store.subscribe("apiextensions.k8s.io/customresourcedefinitions", watchAll);
  await queue.run(signal);
  definitions();
  for (const stop of subscribed.values()) stop();
};
