import { apiVersionOf, type Kind } from "../kinds/kind.ts";
import { copyOf } from "../objects/json.ts";
import type { KubeObject } from "../objects/object.ts";
import { frozen, parsed } from "../objects/parsed.ts";
import type { Shown } from "./registry.ts";

/** How the versions of kinds show what is stored, where that is not the text itself. */
const turned = new WeakMap<KubeObject, WeakMap<Kind, Shown>>();

/** Stored text as a version of its kind shows it: the text itself when it was stored in that version. */
export function shown(kind: Kind, text: string): Shown {
  const isAsStored = kind.version === kind.storageVersion && kind.storedAs === undefined;
  if (isAsStored && kind.completeRead === undefined) return { text, object: () => parsed(text) };
  const stored = parsed(text);
  const known = turned.get(stored) ?? new WeakMap<Kind, Shown>();
  turned.set(stored, known);
  let made = known.get(kind);
  if (made === undefined) {
    const copy = copyOf(stored);
    const object = isAsStored ? copy : (kind.fromStored?.(copy) ?? { ...copy, apiVersion: apiVersionOf(kind) });
    kind.completeRead?.(object);
    made = fromObject(object);
    known.set(kind, made);
  }
  return made;
}

/** An object that is not stored, or not as it is shown. */
export function fromObject(object: KubeObject): Shown {
  const text = JSON.stringify(object);
  let read: KubeObject | undefined;
  return {
    text,
    object: () => {
      read ??= frozen(JSON.parse(text) as KubeObject);
      return read;
    },
  };
}
