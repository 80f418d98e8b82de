import type { KubeObject } from "../../objects/object.ts";
import { parsed } from "../../objects/parsed.ts";
import { objectAfter, objectBefore } from "../../store/event-objects.ts";
import type { Store, StoredEvent } from "../../store/store.ts";

/** Which objects of a resource a controller owns, kept up to date. */
export interface Owned extends Disposable {
  /** The objects whose controller has this uid, in the order of their names. */
  of(uid: string): KubeObject[];
  /** Called with the key of the controller (by name) of each object that comes, goes or changes. */
  changed(listener: (controller: { kind: string; namespace: string; name: string }) => void): void;
}

const controllerOf = (object: KubeObject) =>
  object.metadata.ownerReferences?.find(({ controller }) => controller === true);

/** Follows a resource. */
export function followOwned(store: Store, resource: string): Owned {
  const keys = new Map<string, Set<string>>();
  const listeners: Parameters<Owned["changed"]>[0][] = [];
  const note = (key: string, object: KubeObject, add: boolean): void => {
    const uid = controllerOf(object)?.uid;
    if (uid === undefined) return;
    const held = keys.get(uid) ?? new Set<string>();
    if (add) held.add(key);
    else held.delete(key);
    if (held.size > 0) keys.set(uid, held);
    else keys.delete(uid);
  };
  const read = parsed;
  for (const { key, text } of store.list(resource)) note(key, read(text), true);
  const stop = store.subscribe(resource, (event: StoredEvent) => {
    const { type, key } = event;
    const object = objectAfter(event);
    const before = objectBefore(event);
    if (before !== undefined) note(key, before, false);
    if (type !== "DELETED") note(key, object, true);
    const owner = controllerOf(object);
    if (owner === undefined) return;
    for (const listener of listeners)
      listener({ kind: owner.kind, namespace: object.metadata.namespace ?? "", name: owner.name });
  });
  return {
    of: (uid) =>
      [...(keys.get(uid) ?? [])].sort().flatMap((key) => {
        const entry = store.get(resource, key);
        return entry === undefined ? [] : [read(entry.text)];
      }),
    changed: (listener) => void listeners.push(listener),
    [Symbol.dispose]: stop,
  };
}
