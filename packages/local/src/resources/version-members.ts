import { type Doc, isDoc } from "../documents/document.ts";
import type { Members } from "./models.ts";
import type { Lacking } from "./versions.ts";

/** `value` without the members that a version lacks. */
export function prune(members: Members, model: string, value: Doc, lacking: Lacking): Doc {
  const gone = lacking.get(model);
  const made: Doc = {};
  for (const [name, item] of Object.entries(value))
    if (!gone?.has(name)) made[name] = Array.isArray(item) ? [...item] : item;
  inner(members, model, made, (of, item, put) => put(prune(members, of, item, lacking)));
  return made;
}

/** Goes over the members of `value` that are models themselves, lists and maps of models included. */
function inner(
  members: Members,
  model: string,
  value: Doc,
  visit: (model: string, item: Doc, put: (made: Doc) => void) => void,
): void {
  for (const [name, item] of Object.entries(value)) {
    let kind = members(model).get(name.toLowerCase())?.kind;
    if (kind?.is === "list" && Array.isArray(item) && kind.of.is === "model") {
      const of = kind.of.model;
      for (const [index, one] of item.entries())
        if (isDoc(one))
          visit(of, one, (made) => {
            item[index] = made;
          });
    } else {
      while (kind?.is === "list") kind = kind.of;
      if (kind?.is === "model" && isDoc(item))
        visit(kind.model, item, (made) => {
          value[name] = made;
        });
    }
  }
}

/** Gives `value` what `before` has and a PUT of it could not say: read-only members, and those that its version lacks (ARM-PUT-07). */
export function keep(members: Members, model: string, value: Doc, before: Doc, lacking: Lacking | undefined): void {
  const newer = lacking?.get(model);
  for (const { name, readOnly } of members(model).values()) {
    const old = before[name];
    if ((readOnly || newer?.has(name)) && old !== undefined && value[name] === undefined)
      value[name] = structuredClone(old);
  }
  for (const [name, item] of Object.entries(value)) {
    const kind = members(model).get(name.toLowerCase())?.kind;
    const old = before[name];
    if (kind?.is === "model" && isDoc(item) && isDoc(old)) keep(members, kind.model, item, old, lacking);
    if (kind?.is !== "list" || kind.of.is !== "model" || !Array.isArray(item) || !Array.isArray(old)) continue;
    for (const one of item) {
      const same = old.find((other) => isDoc(other) && isDoc(one) && isNamed(other, one));
      if (isDoc(one) && isDoc(same)) keep(members, kind.of.model, one, same, lacking);
    }
  }
}

const isNamed = (one: Doc, other: Doc): boolean =>
  typeof one["name"] === "string" && String(other["name"]).toLowerCase() === one["name"].toLowerCase();
