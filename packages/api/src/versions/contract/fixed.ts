import type { Json, JsonObject } from "../../documents/json.ts";
import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import { sameItem } from "./apply.ts";
import type { Change } from "./difference.ts";
import { provisioningState } from "./members.ts";
import { itemStep, type Path, targetOf } from "./path.ts";
import type { ObjectPlace, Place } from "./place.ts";

/** A finding for each change of a member that is fixed at creation (spec 01 §1.5). */
export function fixedFindings(changes: readonly Change[]): Finding[] {
  return changes
    .filter(({ place }) => !place.mutable)
    .map(({ path, place, before, after }) => {
      const target = targetOf(path);
      const plain = (value: Json | undefined) => typeof value !== "object" || value === null;
      const secret = place.kind === "scalar" && place.sealed;
      const message =
        !secret && plain(before) && plain(after)
          ? messages.fixed({ target, stored: before, asked: after })
          : messages.fixedQuietly({ target });
      return { code: "PropertyChangeNotAllowed", message, target };
    });
}

/** A finding for each read-only member of the policy that a PATCH gives another value than GET shows (ARM-PAT-05). `shown` are the views to compare with. */
export function readOnlyFindings(root: ObjectPlace, sent: JsonObject, shown: readonly JsonObject[]): Finding[] {
  const findings: Finding[] = [];
  const walk = (place: Place, value: Json | undefined, views: readonly (Json | undefined)[], path: Path): void => {
    if (value === undefined || value === null || place.pattern === provisioningState) return;
    if (place.guarded) {
      if (value === "" || views.some((view) => says(view, value))) return;
      const target = targetOf(path);
      findings.push({ code: "PropertyChangeNotAllowed", message: messages.readOnly({ target }), target });
      return;
    }
    if (place.kind === "list") {
      for (const [index, item] of (value as Json[]).entries())
        walk(
          place.item,
          item,
          views.map((view) => sameItem(view, item, index)),
          [...path, itemStep(index, item)],
        );
    } else if (place.kind === "map") {
      for (const [key, entry] of Object.entries(value as JsonObject))
        walk(
          place.entry,
          entry,
          views.map((view) => new Map(Object.entries((view ?? {}) as JsonObject)).get(key)),
          [...path, { key }],
        );
    } else if (place.kind === "object") {
      for (const [member, inner] of place.members)
        walk(
          inner,
          (value as JsonObject)[member],
          views.map((view) => (view as JsonObject | undefined)?.[member]),
          [...path, { member }],
        );
    }
  };
  walk(root, sent, shown, []);
  return findings;
}

/** Whether `view` holds everything `value` says. */
function says(view: Json | undefined, value: Json): boolean {
  if (Array.isArray(value)) {
    if (value.length === 0 && view === undefined) return true;
    return Array.isArray(view) && view.length === value.length && value.every((item, index) => says(view[index], item));
  }
  if (typeof value !== "object" || value === null) return value === view || value === "" || value === null;
  return Object.entries(value).every(([member, inner]) => {
    if (inner === undefined || inner === null) return true;
    return says(typeof view === "object" && view !== null ? (view as JsonObject)[member] : undefined, inner);
  });
}
