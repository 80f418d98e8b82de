import { record, text } from "../../documents/document.ts";
import type { Change, Removal, RemovalRule, Rule, TypeRow } from "../../resources/contract.ts";
import { clientKey, identityRow } from "./base.ts";
import { newPrincipal } from "./principals.ts";

const principal: Rule = {
  name: "an identity has a principal of its own in the directory, made with it; its ids stay",
  evidence: "documented",
  apply: ({ engine, doc, before, id, keptId, actor }: Change) => {
    const properties = record(doc["properties"]);
    doc["properties"] = properties;
    if (before !== undefined) {
      // A PUT may leave out `properties`, and all of them with it.
      doc["properties"] = { ...record(before.body["properties"]), ...properties };
      return;
    }
    const made = newPrincipal(engine, { displayName: id.name, resourceId: keptId });
    Object.assign(properties, {
      isolationScope: properties["isolationScope"] ?? "None",
      tenantId: actor.tenantId,
      principalId: made.objectId,
      clientId: made.clientId,
    });
    engine.rows.setValue(clientKey(made.clientId), id.key);
  },
};

const principalGoes: RemovalRule = {
  name: "the principal goes with the identity",
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase === "done") engine.principals?.removeManagedIdentity(text(record(row.body["properties"])["clientId"]));
  },
};

/** Identities that customers make and assign. */
export const userAssignedIdentities: TypeRow = identityRow({
  type: "Microsoft.ManagedIdentity/userAssignedIdentities",
  model: "Identity",
  patchModel: "IdentityUpdate",
  label: "UserAssignedIdentity",
  rules: [principal],
  removal: [principalGoes],
});
