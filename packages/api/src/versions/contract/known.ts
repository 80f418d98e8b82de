import type { Json, JsonObject } from "../../documents/json.ts";
import { itemStep, type Path } from "./path.ts";
import { kindOf, type Shape } from "./shape.ts";

/** What a body says, without what the version does not know. */
export interface KnownBody {
  body: JsonObject;
  /** Where it said `null`. */
  nulls: readonly Path[];
}

/**
 * The part of a type-checked `body` that `shape` knows (ARM-PUT-09). `keepNulls` for a merge patch, where they remove; in a PUT a
 * `null` member says the same as its absence (spec 01 §1.4). A `null` list item counts as an empty one (spec 01 §7.1).
 */
export function knownBody(shape: Shape, body: JsonObject, keepNulls: boolean): KnownBody {
  const nulls: Path[] = [];
  const walk = (at: Shape, value: Json, path: Path): Json => {
    const kind = kindOf(at);
    switch (kind.kind) {
      case "scalar":
        return value;
      case "list":
        return (value as Json[]).map((item, index) => {
          const here = [...path, itemStep(index, item)];
          if (item !== null) return walk(kind.shape.items, item, here);
          nulls.push(here);
          return {};
        });
      case "map":
      case "object": {
        const entries: [string, Json][] = [];
        const own = value as JsonObject;
        const members = kind.kind === "map" ? Object.keys(own) : Object.keys(kind.shape.properties);
        for (const name of members) {
          const inner = Object.hasOwn(own, name) ? own[name] : undefined;
          if (inner === undefined) continue;
          const here = [...path, kind.kind === "map" ? { key: name } : { member: name }];
          if (inner === null) {
            nulls.push(here);
            if (keepNulls) entries.push([name, null]);
            continue;
          }
          const below = kind.kind === "map" ? kind.shape.additionalProperties : kind.shape.properties[name];
          if (below !== undefined) entries.push([name, walk(below, inner, here)]);
        }
        // fromEntries defines members, so that a key named __proto__ is one like any other.
        return Object.fromEntries(entries);
      }
    }
  };
  return { body: walk(shape, body, []) as JsonObject, nulls };
}
