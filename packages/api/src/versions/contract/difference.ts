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

/** Whether two views say the same: there are no {@link differences}. */
export function sameView(place: Place, before: Json | undefined, after: Json | undefined): boolean {
  if (before === after) return true;
  return place.kind === "scalar"
    ? sameScalar(before, after, place.foldCase)
    : differences(place, before, after).length === 0;
}

/** `path` is the way to where the walk stands; copied into each change. */
function collect(
  place: Place,
  before: Json | undefined,
  after: Json | undefined,
  path: Step[],
  changes: Change[],
): void {
  switch (place.kind) {
    case "scalar":
      if (!sameScalar(before, after, place.foldCase)) changes.push({ path: [...path], place, before, after });
      return;
    case "list": {
      const from = (before ?? []) as Json[];
      const to = (after ?? []) as Json[];
      if (from.length !== to.length) changes.push({ path: [...path], place, before, after });
      else
        for (const [index, item] of to.entries()) {
          path.push(itemStep(index, item));
          collect(place.item, from[index], item, path, changes);
          path.pop();
        }
      return;
    }
    case "map": {
      const from = new Map(Object.entries((before ?? {}) as JsonObject));
      const to = Object.entries((after ?? {}) as JsonObject);
      if (from.size !== to.length || to.some(([key]) => !from.has(key)))
        changes.push({ path: [...path], place, before, after });
      else
        for (const [key, value] of to) {
          path.push({ key });
          collect(place.entry, from.get(key), value, path, changes);
          path.pop();
        }
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
        if (was === is) continue;
        path.push(inner.step);
        collect(inner, was, is, path, changes);
        path.pop();
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
