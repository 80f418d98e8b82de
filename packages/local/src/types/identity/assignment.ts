import { type Doc, isDoc, record, text, unseen } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Change, Engine, Removal, RemovalRule, Rule } from "../../resources/contract.ts";
import { locate } from "../../resources/lookup.ts";
import { canonicalId } from "../../resources/put.ts";
import { identityType } from "./base.ts";
import { newPrincipal } from "./principals.ts";

const kinds = { system: /systemassigned/i, user: /userassigned/i } as const;

/** `SystemAssigned, UserAssigned` in the form that Azure answers; undefined when it is no type of identity. */
function kindOf(given: string): { system: boolean; user: boolean; shown: string } | undefined {
  const parts = given.split(",").map((one) => one.trim().toLowerCase());
  if (parts.some((one) => !["none", "systemassigned", "userassigned"].includes(one))) return undefined;
  const system = kinds.system.test(given);
  const user = kinds.user.test(given);
  const shown = [system ? "SystemAssigned" : "", user ? "UserAssigned" : ""].filter((one) => one !== "").join(", ");
  return { system, user, shown: shown === "" ? "None" : shown };
}

const invalid = (message: string): Refusal => new Refusal(400, "InvalidIdentityValues", message);

/** What a user-assigned identity shows where it is assigned. */
function assigned(engine: Engine, id: string): { id: string; shown: Doc } {
  const parsed = parseId(id);
  const found = parsed?.typeKey === identityType ? locate(engine, id) : undefined;
  if (parsed === undefined || parsed.typeKey !== identityType)
    throw invalid(
      `The value '${id}' provided for the identity is invalid: it is not the id of a user-assigned identity.`,
    );
  if (found === undefined)
    throw new Refusal(
      400,
      "FailedIdentityOperation",
      `Identity operation for resource failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '{"error":{"code":"BadRequest","message":"Resource '${id}' was not found."}}''.`,
    );
  const { principalId, clientId } = record(found.row.body["properties"]);
  return {
    id: canonicalId(found.type, parsed),
    shown: { principalId: principalId ?? "", clientId: clientId ?? "" },
  };
}

/** Client id of a resource's own principal: no answer of the resource shows it, only that of its identity. */
export const clientIdOf = (body: Doc): string => text(record(body[unseen])["identityClientId"]);

/** Makes the principal of a resource's own identity; answers its object id. */
function ownPrincipal(engine: Engine, doc: Doc, wanted: { displayName: string; resourceId: string }): string {
  const { objectId, clientId } = newPrincipal(engine, wanted);
  doc[unseen] = { ...record(doc[unseen]), identityClientId: clientId };
  return objectId;
}

/** Completes `identity` of a resource: principals of its own, and what the assigned ones are called. */
export const identityAssignment: Rule = {
  name: "identity: a system-assigned one gets a principal that lives as long as it, user-assigned ones exist and show their ids",
  evidence: "documented",
  apply: ({ engine, doc, before, id, keptId, actor }: Change) => {
    const old = record(before?.body["identity"]);
    if (doc["identity"] === undefined && before !== undefined && isDoc(before.body["identity"]))
      doc["identity"] = structuredClone(old);
    const identity = doc["identity"];
    if (!isDoc(identity)) return;
    const named = isDoc(identity["userAssignedIdentities"]) ? identity["userAssignedIdentities"] : {};
    const kind = kindOf(text(identity["type"]) || "None");
    if (kind === undefined) throw invalid(`The identity type '${text(identity["type"])}' is not valid.`);
    // A null takes one away (ARM-PAT-02); what the resource had besides stays when a PATCH names others.
    const wanted = Object.entries(named).filter(([, value]) => value !== null);
    if (kind.user && wanted.length === 0)
      throw invalid(`The identity ids must not be null or empty for '${kind.shown}' identity type.`);
    if (!kind.user && wanted.length > 0 && before === undefined)
      throw invalid(`The identity ids must be null for '${kind.shown}' identity type.`);
    const had = text(old["principalId"]);
    const made: Doc = { type: kind.shown };
    if (kind.system) {
      made["principalId"] = had === "" ? ownPrincipal(engine, doc, { displayName: id.name, resourceId: keptId }) : had;
      made["tenantId"] = actor.tenantId;
    } else if (had !== "") engine.principals?.removeManagedIdentity(clientIdOf(doc));
    if (kind.user) {
      const shown: Doc = {};
      for (const [one] of wanted) {
        const found = assigned(engine, one);
        shown[found.id] = found.shown;
      }
      made["userAssignedIdentities"] = shown;
    }
    if (kind.shown === "None" && before === undefined) delete doc["identity"];
    else if (kind.shown === "None") doc["identity"] = { type: "None" };
    else doc["identity"] = made;
  },
};

/** A system-assigned principal goes with its resource. */
export const identityGoes: RemovalRule = {
  name: "a system-assigned principal goes with its resource",
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    const principal = text(record(row.body["identity"])["principalId"]);
    if (phase === "done" && principal !== "") engine.principals?.removeManagedIdentity(clientIdOf(row.body));
  },
};
