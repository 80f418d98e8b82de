import type { Json, JsonObject } from "../../documents/json.ts";
import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import { sameItem } from "./apply.ts";
import { type Contract, provisioningState, sealedMembers } from "./contract.ts";
import type { Change } from "./difference.ts";
import { isWithinAny, itemStep, type Path, patternOf, targetOf } from "./path.ts";
import { kindOf, type Shape } from "./shape.ts";

/** A finding for each change of a member that is fixed at creation (spec 01 §1.5). */
export function fixedFindings(contract: Contract, changes: readonly Change[]): Finding[] {
  return changes
    .filter((change) => !isWithinAny(change.pattern, contract.policy.mutable))
    .map((change) => {
      const target = targetOf(change.path);
      const plain = (value: Json | undefined) => typeof value !== "object" || value === null;
      const secret = (sealedMembers as readonly string[]).includes(change.pattern);
      const message =
        !secret && plain(change.before) && plain(change.after)
          ? messages.fixed({ target, stored: change.before, asked: change.after })
          : messages.fixedQuietly({ target });
      return { code: "PropertyChangeNotAllowed", message, target };
    });
}

/** A finding for each read-only member of the policy that a PATCH gives another value than GET shows (ARM-PAT-05). `shown` are the views to compare with. */
export function readOnlyFindings(contract: Contract, sent: JsonObject, shown: readonly JsonObject[]): Finding[] {
  const findings: Finding[] = [];
  const walk = (shape: Shape, value: Json | undefined, views: readonly (Json | undefined)[], path: Path): void => {
    if (value === undefined || value === null) return;
    const pattern = patternOf(path);
    if (pattern === provisioningState) return;
    if (isWithinAny(pattern, contract.policy.readOnly)) {
      if (value === "" || views.some((view) => says(view, value))) return;
      const target = targetOf(path);
      findings.push({ code: "PropertyChangeNotAllowed", message: messages.readOnly({ target }), target });
      return;
    }
    const kind = kindOf(shape);
    if (kind.kind === "list") {
      for (const [index, item] of (value as Json[]).entries())
        walk(
          kind.shape.items,
          item,
          views.map((view) => sameItem(view, item, index)),
          [...path, itemStep(index, item)],
        );
    } else if (kind.kind === "object") {
      for (const [member, inner] of Object.entries(kind.shape.properties))
        walk(
          inner,
          (value as JsonObject)[member],
          views.map((view) => (view as JsonObject | undefined)?.[member]),
          [...path, { member }],
        );
    }
  };
  walk(contract.shape, sent, shown, []);
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
