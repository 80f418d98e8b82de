import type { Json, JsonObject } from "../../documents/json.ts";
import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import { itemStep, type Path, targetOf } from "./path.ts";
import type { ObjectPlace, Place } from "./place.ts";

/**
 * `body` with its members named as the version names them, where it takes them in any case (spec 01 §1.4). Keys of maps are data and stay.
 * One member in two spellings is a duplicate (ARM-PUT-09). Values of other types than the version's stay: their types are judged later.
 */
export function canonicalNames(root: ObjectPlace, body: JsonObject): { body: JsonObject; findings: Finding[] } {
  const findings: Finding[] = [];
  const walk = (place: Place | undefined, value: Json, path: Path): Json => {
    if (typeof value !== "object" || value === null || place === undefined || place.kind === "scalar") return value;
    if (Array.isArray(value))
      return place.kind === "list"
        ? value.map((item, index) => walk(place.item, item, [...path, itemStep(index, item)]))
        : value;
    if (place.kind === "list") return value;
    const spelt = new Map<string, string>();
    const entries = Object.entries(value).map(([given, inner]): [string, Json] => {
      const name = place.kind === "map" ? given : (place.byLowerName?.get(given.toLowerCase()) ?? given);
      const here = [...path, place.kind === "map" ? { key: name } : { member: name }];
      const other = spelt.get(name);
      if (other !== undefined) {
        const target = targetOf(here);
        findings.push({
          code: "InvalidRequestContent",
          message: messages.memberTwice({ target, first: other, second: given }),
          target,
        });
      }
      spelt.set(name, given);
      return [name, walk(place.kind === "map" ? place.entry : place.byName.get(name), inner ?? null, here)];
    });
    return Object.fromEntries(entries);
  };
  return { body: walk(root, body, []) as JsonObject, findings };
}
