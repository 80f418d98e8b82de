import { type Doc, isDoc } from "../documents/document.ts";

/** Applies a JSON merge patch (RFC 7396) to `doc` in place: null removes, objects merge, all else replaces (ARM-PAT-02). */
export function mergePatch(doc: Doc, patch: Doc): void {
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete doc[name];
    else if (isDoc(value)) {
      const inner = doc[name];
      const target: Doc = isDoc(inner) ? inner : {};
      mergePatch(target, value);
      doc[name] = target;
    } else doc[name] = structuredClone(value);
  }
}
