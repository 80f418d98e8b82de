import type { Json, JsonObject } from "../../documents/json.ts";
import { setOwn } from "./own-member.ts";
import { itemStep, type Path, type Step } from "./path.ts";
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
  // The way to where the walk stands; copied where it is kept.
  const path: Step[] = [];
  const walk = (place: Place, value: Json): Json => {
    switch (place.kind) {
      case "scalar":
        return value;
      case "list":
        return (value as Json[]).map((item, index) => {
          path.push(itemStep(index, item));
          if (item === null) nulls.push([...path]);
          const known = item === null ? emptyItem(place) : walk(place.item, item);
          path.pop();
          return known;
        });
      case "map": {
        const result: JsonObject = {};
        const own = value as JsonObject;
        for (const name of Object.keys(own)) member(result, name, { key: name }, place.entry, own[name]);
        return result;
      }
      case "object": {
        const result: JsonObject = {};
        const own = value as JsonObject;
        for (const [name, below] of place.members)
          if (Object.hasOwn(own, name)) member(result, name, below.step, below, own[name]);
        return result;
      }
    }
  };
  const member = (result: JsonObject, name: string, step: Step, place: Place, value: Json | undefined): void => {
    if (value === undefined) return;
    path.push(step);
    if (value === null) {
      nulls.push([...path]);
      if (keepNulls) setOwn(result, name, null);
    } else setOwn(result, name, walk(place, value));
    path.pop();
  };
  return { body: walk(root, body) as JsonObject, nulls };
}
