import type { Json, JsonObject } from "../../documents/json.ts";
import type { Sealed } from "../../documents/sealed.ts";
import { sameView } from "./difference.ts";
import { emptyItem, type ObjectPlace, type Place } from "./place.ts";

/**
 * `stored` with the members changed that differ between `before` and `wanted` (both as the version shows them). Everything else that
 * lies in it survives: members other versions know, computed ones, unknown ones (ARM-PUT-07, decision 2). Items of a list are those
 * of the same name, entries of a map those of the same key.
 */
export function applied(
  root: ObjectPlace,
  stored: JsonObject,
  before: JsonObject,
  wanted: JsonObject,
  seal: Seal,
): JsonObject {
  return valueAt(root, stored, before, wanted, seal) as JsonObject;
}

type Seal = (clear: string) => Sealed;

/** The new value of what lies at `place`: `old` is the stored one, `was` and `now` are its former and wanted view. */
function valueAt(
  place: Place,
  old: Json | undefined,
  was: Json | undefined,
  now: Json | undefined,
  seal: Seal,
): Json | undefined {
  if (place.readOnly || was === now) return old;
  switch (place.kind) {
    case "scalar":
      if (sameView(place, was, now)) return old;
      if (now === undefined || now === null) return undefined;
      return place.sealed ? seal(now as string) : now;
    case "list":
      if (sameView(place, was, now)) return old;
      if (now === undefined) return undefined;
      return (now as Json[]).map(
        (item, index) =>
          valueAt(place.item, sameItem(old, item, index), sameItem(was, item, index), item, seal) ?? emptyItem(place),
      );
    case "map": {
      if (sameView(place, was, now)) return old;
      if (now === undefined) return undefined;
      const [olds, wases] = [asMap(old), asMap(was)];
      return Object.fromEntries(
        Object.entries(now as JsonObject).map(([key, value]) => [
          key,
          valueAt(place.entry, olds.get(key), wases.get(key), value, seal) ?? value,
        ]),
      );
    }
    case "object":
      return objectAt(place, old as Member, was as Member, now as Member, seal);
  }
}

type Member = JsonObject | undefined;

function objectAt(place: ObjectPlace, old: Member, was: Member, now: Member, seal: Seal): Member {
  let isChanged = place.presence && (was === undefined) !== (now === undefined);
  if (isChanged && now === undefined) return undefined;
  const result: JsonObject = { ...old };
  for (const [name, inner] of place.members) {
    const former = result[name];
    const value = valueAt(inner, former, was?.[name], now?.[name], seal);
    if (value === former) continue;
    isChanged = true;
    if (value === undefined) delete result[name];
    else result[name] = value;
  }
  if (!isChanged) return old;
  // An object that was taken away is gone, unless something in it is not this version's to take.
  const isGone = now === undefined && Object.keys(result).length === 0;
  return isGone && !place.alwaysShown ? undefined : result;
}

const asMap = (value: Json | undefined): Map<string, Json | undefined> =>
  new Map(typeof value === "object" && value !== null ? Object.entries(value as JsonObject) : []);

/** The item of `list` that `item` is the new state of: the one of its name, or where it has none, of its place. */
export function sameItem(list: Json | undefined, item: Json, index: number): Json | undefined {
  if (!Array.isArray(list)) return undefined;
  const name = (item as JsonObject | null)?.["name"];
  if (typeof name !== "string") return list[index];
  return list.find((other) => (other as JsonObject | null)?.["name"] === name);
}
