import type { KubeObject } from "../objects/object.ts";
import type { Entry, StoredEvent } from "./store.ts";

/*
 * Many listen to one resource, and each change is read once for all of them. What they are given is everybody's: nobody changes it.
 */

const after = new WeakMap<StoredEvent, KubeObject>();
const before = new WeakMap<StoredEvent, KubeObject>();

/** The object after a change. */
export const objectAfter = (event: StoredEvent): KubeObject => readOnce(after, event, event.text);

/** The object before a change; undefined when there was none. */
export const objectBefore = (event: StoredEvent): KubeObject | undefined =>
  event.before === undefined ? undefined : readOnce(before, event, event.before);

function readOnce(known: WeakMap<StoredEvent, KubeObject>, event: StoredEvent, text: string): KubeObject {
  let object = known.get(event);
  if (object === undefined) {
    object = JSON.parse(text) as KubeObject;
    known.set(event, object);
  }
  return object;
}

const entries = new WeakMap<Entry, KubeObject>();

/** An entry's object, kept as long as the entry is: for the few that are read again and again, such as nodes. */
export function objectKept(entry: Entry): KubeObject {
  let object = entries.get(entry);
  if (object === undefined) {
    object = JSON.parse(entry.text) as KubeObject;
    entries.set(entry, object);
  }
  return object;
}
