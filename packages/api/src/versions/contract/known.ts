import type { Json, JsonObject } from "../../documents/json.ts";
import { itemStep, type Path } from "./path.ts";
import { emptyItem, type ObjectPlace, type Place } from "./place.ts";

/** What a body says, without what the version does not know. */
export interface KnownBody {
  body: JsonObject;
  /** Where it said `null`. */
  nulls: readonly Path[];
}

/**
 * The part of a type-checked `body` that the version knows (ARM-PUT-09). `keepNulls` for a merge patch, where they remove; in a PUT a
 * `null` member says the same as its absence (spec 01 §1.4). A `null` list item counts as an empty one (spec 01 §7.1).
 */
export function knownBody(root: ObjectPlace, body: JsonObject, keepNulls: boolean): KnownBody {
  const nulls: Path[] = [];
  const walk = (place: Place, value: Json, path: Path): Json => {
    switch (place.kind) {
      case "scalar":
        return value;
      case "list":
        return (value as Json[]).map((item, index) => {
          const here = [...path, itemStep(index, item)];
          if (item !== null) return walk(place.item, item, here);
          nulls.push(here);
          return emptyItem(place);
        });
      case "map":
      case "object": {
        const entries: [string, Json][] = [];
        const own = value as JsonObject;
        const names = place.kind === "map" ? Object.keys(own) : place.byName.keys();
        for (const name of names) {
          const inner = Object.hasOwn(own, name) ? own[name] : undefined;
          if (inner === undefined) continue;
          const here = [...path, place.kind === "map" ? { key: name } : { member: name }];
          if (inner === null) {
            nulls.push(here);
            if (keepNulls) entries.push([name, null]);
            continue;
          }
          const below = place.kind === "map" ? place.entry : place.byName.get(name);
          if (below !== undefined) entries.push([name, walk(below, inner, here)]);
        }
        // fromEntries defines members, so that a key named __proto__ is one like any other.
        return Object.fromEntries(entries);
      }
    }
  };
  return { body: walk(root, body, []) as JsonObject, nulls };
}
