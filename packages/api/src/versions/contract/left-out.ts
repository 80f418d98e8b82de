import type { Json, JsonObject } from "../../documents/json.ts";
import { sameItem } from "./apply.ts";
import { emptyItem, isZero, type ObjectPlace, type Place } from "./place.ts";

/**
 * `after` with what a request may leave out because the service gave or may have given it its value (ARM-PUT-05): as `now` has it. In a
 * PATCH, which keeps what it leaves out anyhow, that concerns the items of lists only, which it replaces.
 */
export function withLeftOut(
  root: ObjectPlace,
  now: JsonObject,
  after: JsonObject,
  method: "PUT" | "PATCH",
): JsonObject {
  const walk = (place: Place, present: Json | undefined, asked: Json | undefined): Json | undefined => {
    // az says an empty version where it was told none, in whatever it sends.
    if (place.filledIn || (place.kept && (method === "PUT" || asked === ""))) {
      const isSaid = place.kind === "scalar" ? !isZero(asked) : asked !== undefined;
      if (!isSaid) return present;
    }
    switch (place.kind) {
      case "scalar":
        return asked;
      case "list":
        if (!Array.isArray(asked)) return asked;
        return asked.map((item, index) => {
          // A renamed item is told of its name, not of the address it does not repeat.
          const former = sameItem(present, item, index) ?? (present as Json[] | undefined)?.[index];
          return walk(place.item, former, item) ?? emptyItem(place);
        });
      case "map":
        return asked;
      case "object": {
        if (asked === undefined && (present === undefined || place.presence)) return undefined;
        const [own, other] = [asked as JsonObject | undefined, present as JsonObject | undefined];
        const result: JsonObject = { ...own };
        for (const [name, inner] of place.members) {
          const value = walk(inner, other?.[name], own?.[name]);
          if (value !== undefined) result[name] = value;
        }
        return asked === undefined && Object.keys(result).length === 0 ? undefined : result;
      }
    }
  };
  return (walk(root, now, after) ?? {}) as JsonObject;
}
