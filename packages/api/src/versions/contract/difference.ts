import type { Json, JsonObject } from "../../documents/json.ts";
import { itemStep, type Path, type Step } from "./path.ts";
import { isZero, type Place } from "./place.ts";

/** A member whose value is not what it was. */
export interface Change {
  path: Path;
  place: Place;
  before: Json | undefined;
  after: Json | undefined;
}

/** Every difference between two views of a resource in one version, depth first in declared order. A list or map of another size is one difference. */
export function differences(place: Place, before: Json | undefined, after: Json | undefined): readonly Change[] {
  const changes: Change[] = [];
  collect(place, before, after, [], changes);
  return changes;
}

/** Whether two views say the same. */
export const sameView = (place: Place, before: Json | undefined, after: Json | undefined): boolean =>
  before === after || differences(place, before, after).length === 0;

/** `path` is the way to where the walk stands; copied into each change. */
function collect(
  place: Place,
  before: Json | undefined,
  after: Json | undefined,
  path: Step[],
  changes: Change[],
): void {
  const below = (step: Step, inner: Place, was: Json | undefined, is: Json | undefined) => {
    path.push(step);
    collect(inner, was, is, path, changes);
    path.pop();
  };
  switch (place.kind) {
    case "scalar":
      if (!sameScalar(before, after, place.foldCase)) changes.push({ path: [...path], place, before, after });
      return;
    case "list": {
      const from = (before ?? []) as Json[];
      const to = (after ?? []) as Json[];
      if (from.length !== to.length) changes.push({ path: [...path], place, before, after });
      else for (const [index, item] of to.entries()) below(itemStep(index, item), place.item, from[index], item);
      return;
    }
    case "map": {
      const from = new Map(Object.entries((before ?? {}) as JsonObject));
      const to = Object.entries((after ?? {}) as JsonObject);
      if (from.size !== to.length || to.some(([key]) => !from.has(key)))
        changes.push({ path: [...path], place, before, after });
      else for (const [key, value] of to) below({ key }, place.entry, from.get(key), value);
      return;
    }
    case "object": {
      if ((before === undefined) !== (after === undefined) && place.presence) {
        changes.push({ path: [...path], place, before, after });
        return;
      }
      for (const [name, inner] of place.members) {
        const was = (before as JsonObject | undefined)?.[name];
        const is = (after as JsonObject | undefined)?.[name];
        if (was !== is) below({ member: name }, inner, was, is);
      }
    }
  }
}

function sameScalar(before: Json | undefined, after: Json | undefined, foldCase: boolean): boolean {
  if (before === after || (isZero(before) && isZero(after))) return true;
  return (
    foldCase && typeof before === "string" && typeof after === "string" && before.toLowerCase() === after.toLowerCase()
  );
}
