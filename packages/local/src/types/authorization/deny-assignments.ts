import { isoTime } from "@aro/runtime";
import { refused } from "../../access/refusals.ts";
import { record, text } from "../../documents/document.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { conditions, extensionType, inListing, quoted } from "./base.ts";

const madeByProviders: Rule = {
  name: "nobody but providers makes a deny assignment, roles or not",
  evidence: "documented",
  apply: ({ engine, actor, type, id }: Change) => {
    if (engine.access === undefined || engine.access.isProvider(actor.objectId)) return;
    throw refused(actor, `${type.type}/write`, id.id, { allowed: false, because: "no role" });
  },
};

const complete: Rule = {
  name: "a deny assignment tells its scope, and who made and changed it when",
  evidence: "documented",
  apply: ({ doc, before, id, now, actor }: Change) => {
    const properties = record(doc["properties"]);
    const old = before === undefined ? {} : record(before.body["properties"]);
    Object.assign(properties, {
      scope: id.scope,
      doNotApplyToChildScopes: properties["doNotApplyToChildScopes"] ?? false,
      isSystemProtected: properties["isSystemProtected"] ?? false,
      excludePrincipals: properties["excludePrincipals"] ?? [],
      createdOn: old["createdOn"] ?? isoTime(now),
      updatedOn: isoTime(now),
      createdBy: old["createdBy"] ?? actor.objectId,
      updatedBy: actor.objectId,
    });
  },
};

const known = [/^atScope\(\)$/i, /^denyAssignmentName eq '(?:[^']|'')*'$/i];

/** Deny assignments: read by anyone, made by first-party services through template deployments only. */
export const denyAssignments: TypeRow = extensionType({
  type: "Microsoft.Authorization/denyAssignments",
  model: "DenyAssignment",
  label: "DenyAssignment",
  apiVersions: ["2024-07-01-preview", "2022-04-01", "2019-03-01-preview", "2018-07-01-preview", "2018-07-01"],
  verbs: ["GET", "LIST"],
  rules: [madeByProviders, complete],
  lists: (row, filter, scope) => {
    const wanted = conditions(filter, known);
    const name = text(record(row.body["properties"])["denyAssignmentName"]).toLowerCase();
    return (
      inListing(row, scope, wanted) && wanted.every((one) => one === "atscope()" || quoted(one).toLowerCase() === name)
    );
  },
});
