import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { Json, JsonObject } from "../../documents/json.ts";
import { internalName } from "./members.ts";
import { setOwn } from "./own-member.ts";
import { emptyItem, type ObjectPlace, type Place } from "./place.ts";
import { type Show, showCode } from "./view-code.ts";

const asObject = (value: Json | undefined): JsonObject | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;

/** `cluster` with its members named as they are outside. */
export const outsideNames = (cluster: OpenShiftCluster): JsonObject => ({
  ...cluster,
  identity: cluster[internalName("identity")],
});

/** The inside of a resource as its version shows it: known members only, no secrets, nothing empty but what is always shown (spec 01 §1.4). */
export const externalView = (root: ObjectPlace, resource: JsonObject): JsonObject => showing(root)(resource) ?? {};

const known = new WeakMap<ObjectPlace, Show>();

/** Written when it is first asked for: most processes speak few versions. */
function showing(root: ObjectPlace): Show {
  let show = known.get(root);
  if (show === undefined) {
    show = showCode(root);
    known.set(root, show);
  }
  return show;
}

/** `value` without the members that only the service gives a value (ARM-PUT-05). */
export const settablePart = (root: ObjectPlace, value: JsonObject): JsonObject =>
  (part(root, value, ({ readOnly }) => readOnly) ?? {}) as JsonObject;

/** `value` as a create may say it: without what the service fills in, whether the version calls it read-only or not. */
export const newPart = (root: ObjectPlace, value: JsonObject): JsonObject =>
  (part(root, value, ({ readOnly, filledIn }) => readOnly || filledIn) ?? {}) as JsonObject;

type LeftOut = (place: Place) => boolean;

function part(place: Place, value: Json | undefined, isLeftOut: LeftOut): Json | undefined {
  // Nearly always.
  if (isWhole(place, value, isLeftOut)) return value;
  if (isLeftOut(place)) return undefined;
  if (Array.isArray(value) && place.kind === "list")
    return value.map((item) => part(place.item, item, isLeftOut) ?? emptyItem(place));
  const own = asObject(value) ?? {};
  const result: JsonObject = {};
  for (const name of Object.keys(own)) {
    const below = placeBelow(place, name);
    const kept = below === undefined ? undefined : part(below, own[name], isLeftOut);
    if (kept !== undefined) setOwn(result, name, kept);
  }
  return result;
}

/** Whether nothing in `value` is left out, or empty where something has to be: found out without copying. */
function isWhole(place: Place, value: Json | undefined, isLeftOut: LeftOut): boolean {
  if (value === undefined || isLeftOut(place)) return false;
  if (typeof value !== "object" || value === null || place.kind === "scalar") return true;
  if (Array.isArray(value))
    return place.kind !== "list" || value.every((item) => item !== null && isWhole(place.item, item, isLeftOut));
  if (place.kind === "list") return true;
  for (const name of Object.keys(value)) {
    const below = placeBelow(place, name);
    if (below === undefined || !isWhole(below, value[name], isLeftOut)) return false;
  }
  return true;
}

const placeBelow = (place: Place, name: string): Place | undefined =>
  place.kind === "map" ? place.entry : place.kind === "object" ? place.byName.get(name) : undefined;
