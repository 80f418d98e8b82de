import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { Json, JsonObject } from "../../documents/json.ts";
import { internalName } from "./members.ts";
import { setOwn } from "./own-member.ts";
import { emptyItem, type ListPlace, type ObjectPlace, type Place } from "./place.ts";

const asObject = (value: Json | undefined): JsonObject | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;

/** `cluster` with its members named as they are outside. */
export const outsideNames = (cluster: OpenShiftCluster): JsonObject => ({
  ...cluster,
  identity: cluster[internalName("identity")],
});

/** The inside of a resource as its version shows it: known members only, no secrets, nothing empty but what is always shown (spec 01 §1.4). */
export const externalView = (root: ObjectPlace, resource: JsonObject): JsonObject =>
  (show(root, resource) ?? {}) as JsonObject;

function show(place: Place, value: Json | undefined): Json | undefined {
  switch (place.kind) {
    case "scalar":
      return place.shown(value);
    case "list":
      if (!Array.isArray(value) || value.length === 0) return undefined;
      return value.map((item) => show(place.item, item) ?? emptyItem(place));
    case "map": {
      const entries = Object.entries(asObject(value) ?? {}).map(([key, item]): [string, Json] => [
        key,
        show(place.entry, item) ?? "",
      ]);
      return entries.length === 0 ? undefined : Object.fromEntries(entries);
    }
    case "object":
      return showObject(place, asObject(value));
  }
}

function showObject(place: ObjectPlace, own: JsonObject | undefined): JsonObject | undefined {
  if (own === undefined && !place.alwaysShown) return place.isEntry ? {} : undefined;
  const shown: JsonObject = {};
  for (const [name, inner] of place.replied) {
    const value = show(inner, own?.[name]);
    if (value === undefined) continue;
    shown[name] = value;
  }
  if (place.needs !== undefined && shown[place.needs] === undefined) return undefined;
  return shown;
}

/** `value` without the members that only the service gives a value (ARM-PUT-05). */
export const settablePart = (root: ObjectPlace, value: JsonObject): JsonObject =>
  (part(root, value, ({ readOnly }) => readOnly) ?? {}) as JsonObject;

/** `value` as a create may say it: without what the service fills in, whether the version calls it read-only or not. */
export const newPart = (root: ObjectPlace, value: JsonObject): JsonObject =>
  (part(root, value, ({ readOnly, filledIn }) => readOnly || filledIn) ?? {}) as JsonObject;

function items(place: ListPlace, list: Json[], isLeftOut: (place: Place) => boolean): Json[] {
  const kept = list.map((item) => part(place.item, item, isLeftOut) ?? emptyItem(place));
  return kept.every((item, index) => item === list[index]) ? list : kept;
}

function part(place: Place, value: Json | undefined, isLeftOut: (place: Place) => boolean): Json | undefined {
  if (isLeftOut(place)) return undefined;
  if (Array.isArray(value)) return place.kind === "list" ? items(place, value, isLeftOut) : value;
  const own = asObject(value);
  if (own === undefined || place.kind === "scalar" || place.kind === "list") return value;
  const names = Object.keys(own);
  const kept = names.map((name) => {
    const below = place.kind === "map" ? place.entry : place.byName.get(name);
    return below === undefined ? undefined : part(below, own[name], isLeftOut);
  });
  // Nearly always nothing is left out.
  if (kept.every((value, index) => value !== undefined && value === own[names[index] as string])) return own;
  const result: JsonObject = {};
  for (const [index, name] of names.entries()) if (kept[index] !== undefined) setOwn(result, name, kept[index]);
  return result;
}
