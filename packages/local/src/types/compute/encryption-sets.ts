import { isoTime } from "@aro/runtime";
import { isDoc, record, records, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { ActionRow, Change, Engine, Removal, RemovalRule, Rule, TypeRow } from "../../resources/contract.ts";
import { locate } from "../../resources/lookup.ts";
import { identityAssignment, identityGoes } from "../identity/index.ts";
import { diskRow, invalidParameter, missingParameter, notAllowed, unchangeable } from "./base.ts";
import { encryptionSetVersions } from "./versions.ts";

const keyForm = /^https:\/\/[A-Za-z0-9-]{3,24}\.[^/]+\/keys\/[A-Za-z0-9-]{1,127}(\/[0-9a-f]{32})?$/;

const key: Rule = {
  name: "an encryption set names a key of a vault, and its kind of encryption stays",
  evidence: "documented",
  apply: ({ engine, doc, before, now }: Change) => {
    const properties = record(doc["properties"]);
    doc["properties"] = properties;
    const old = record(before?.body["properties"]);
    properties["activeKey"] ??= old["activeKey"] ?? null;
    const active = properties["activeKey"];
    if (!isDoc(active)) throw missingParameter("diskEncryptionSet.activeKey");
    const url = text(active["keyUrl"]);
    if (!keyForm.test(url))
      throw invalidParameter(
        "diskEncryptionSet.activeKey.keyUrl",
        `The value '${url}' of parameter 'diskEncryptionSet.activeKey.keyUrl' is invalid: it is not the address of a key of a vault.`,
      );
    const vault = text(record(active["sourceVault"])["id"]);
    const vaults = engine.table.row("microsoft.keyvault/vaults") !== undefined;
    if (vault !== "" && vaults && locate(engine, vault) === undefined)
      throw new Refusal(404, "ResourceNotFound", `The key vault '${vault}' was not found.`, {
        target: "diskEncryptionSet.activeKey.sourceVault",
      });
    const kind = properties["encryptionType"] ?? old["encryptionType"] ?? "EncryptionAtRestWithCustomerKey";
    if (before !== undefined && kind !== old["encryptionType"]) throw unchangeable("encryptionType");
    const before_ = record(old["activeKey"]);
    const rotated = before !== undefined && text(before_["keyUrl"]) !== url;
    Object.assign(properties, {
      encryptionType: kind,
      rotationToLatestKeyVersionEnabled:
        properties["rotationToLatestKeyVersionEnabled"] ?? old["rotationToLatestKeyVersionEnabled"] ?? false,
      previousKeys: [...records(old["previousKeys"]), ...(rotated ? [before_] : [])],
    });
    if (rotated) properties["lastKeyRotationTimestamp"] = isoTime(now);
  },
};

const identified: Rule = {
  name: "an encryption set has an identity, with which it reads the key",
  evidence: "documented",
  apply: ({ doc }: Change) => {
    const identity = doc["identity"];
    if (!isDoc(identity) || identity["type"] === "None") throw missingParameter("diskEncryptionSet.identity");
  },
};

const usersOf = (engine: Engine, set: string): string[] => [
  ...new Set(engine.rows.linksTo(set).map((link) => engine.rows.get(link.source)?.id ?? link.holder)),
];

const unused: RemovalRule = {
  name: "an encryption set that encrypts something is not deleted",
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    const users = phase === "asked" ? usersOf(engine, row.key) : [];
    if (users.length > 0)
      throw notAllowed(
        `Disk encryption set '${row.name}' cannot be deleted: it is associated with the resources ${users.join(", ")}. Dissociate them first.`,
      );
  },
};

const associated: ActionRow = {
  name: "associatedResources",
  verb: "GET",
  what: "ids of the disks and snapshots that it encrypts, as bare texts",
  evidence: "documented",
  run: ({ engine, row }) => ({ value: usersOf(engine, row.key) }),
};

/** Disk encryption sets. */
export const encryptionSets: TypeRow = diskRow({
  type: "Microsoft.Compute/diskEncryptionSets",
  apiVersions: encryptionSetVersions,
  model: "DiskEncryptionSet",
  patchModel: "DiskEncryptionSetUpdate",
  label: "DiskEncryptionSet",
  takes: { put: [2_000, 5_000], delete: [1_000, 3_000] },
  rules: [key, identified, identityAssignment],
  removal: [unused, identityGoes],
  actions: [associated],
});
