import { apiVersionOf, type Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import type { Shown } from "./registry.ts";

/** Stored text as a version of its kind shows it: the text itself when it was stored in that version. */
export function shown(kind: Kind, text: string): Shown {
  if (kind.version !== kind.storageVersion || kind.storedAs !== undefined) {
    const stored = JSON.parse(text) as KubeObject;
    const turned = kind.fromStored?.(stored) ?? { ...stored, apiVersion: apiVersionOf(kind) };
    kind.completeRead?.(turned);
    return fromObject(turned);
  }
  if (kind.completeRead !== undefined) {
    const object = JSON.parse(text) as KubeObject;
    kind.completeRead(object);
    return fromObject(object);
  }
  return { text, object: () => JSON.parse(text) as KubeObject };
}

/** An object that is not stored, or not as it is shown. */
export function fromObject(object: KubeObject): Shown {
  const text = JSON.stringify(object);
  return { text, object: () => JSON.parse(text) as KubeObject };
}
