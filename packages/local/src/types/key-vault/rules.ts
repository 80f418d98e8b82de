import { copy, fillDefaults, find, isDoc, record, records, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Removal, RemovalRule, Rule } from "../../resources/contract.ts";
import { locate } from "../../resources/lookup.ts";
import { deletedVault, formerOf, keepDeleted } from "./deleted.ts";
import { recovers } from "./names.ts";
import { policiesOf } from "./policies.ts";

const bad = (message: string): Refusal => new Refusal(400, "BadRequest", message);
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A vault that is recovered is what it was. */
export const recovery: Rule = {
  name: "createMode recover brings a deleted vault back as it was, with its objects",
  evidence: "documented",
  apply: ({ engine, id, doc, before, location, keptId }: Change) => {
    const properties = record(doc["properties"]);
    const asked = recovers(doc);
    delete properties["createMode"];
    if (!asked || before !== undefined) return;
    const deleted = deletedVault(engine, id.subscription, location, id.name);
    const former = deleted === undefined ? undefined : formerOf(deleted);
    const was = text(record(deleted?.body["properties"])["vaultId"]);
    if (former === undefined || was.toLowerCase() !== keptId.toLowerCase())
      throw new Refusal(
        404,
        "DeletedVaultNotFound",
        `There is no deleted vault '${id.name}' in location '${location}' and resource group '${id.group.split("/").at(-1)}' that could be recovered.`,
      );
    const tags = doc["tags"];
    for (const name of Object.keys(doc)) delete doc[name];
    Object.assign(doc, copy(former.body));
    if (isDoc(tags)) doc["tags"] = tags;
  },
};

/** What is decided once. */
export const irreversible: Rule = {
  name: "soft deletion and purge protection are never switched off; the days of retention, 7 to 90, are chosen once",
  evidence: "documented",
  apply: ({ doc, before }: Change) => {
    const properties = record(doc["properties"]);
    const old = record(before?.body["properties"]);
    if (properties["enableSoftDelete"] === false)
      throw bad(
        "The property \"enableSoftDelete\" can be set to false only for creating new vault. Enabling the 'soft delete' functionality is an irreversible action.",
      );
    if (properties["enablePurgeProtection"] === false)
      throw bad(
        'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.',
      );
    const days = properties["softDeleteRetentionInDays"];
    if (days !== undefined && (typeof days !== "number" || !Number.isInteger(days) || days < 7 || days > 90))
      throw bad(`The property "softDeleteRetentionInDays" must be between 7 and 90; it is ${String(days)}.`);
    if (days !== undefined && before !== undefined && days !== old["softDeleteRetentionInDays"])
      throw bad('The property "softDeleteRetentionInDays" has been set already and it can\'t be modified.');
    for (const member of ["enablePurgeProtection", "softDeleteRetentionInDays", "enableRbacAuthorization"])
      if (properties[member] === undefined && old[member] !== undefined) properties[member] = old[member];
  },
};

/** Who decides, and what the list of access policies may say. */
export const authorization: Rule = {
  name: "a vault that roles do not govern has access policies of its own tenant; from 2026-02-01 on roles govern unless told otherwise",
  evidence: "documented",
  apply: ({ doc, apiVersion, before }: Change) => {
    const properties = record(doc["properties"]);
    if (!guid.test(text(properties["tenantId"]))) throw bad("An invalid value was provided for 'tenantId'.");
    properties["enableRbacAuthorization"] ??= before === undefined && apiVersion >= "2026-02-01";
    if (properties["accessPolicies"] === undefined) {
      if (properties["enableRbacAuthorization"] !== true)
        throw bad("The parameter 'accessPolicies' is required unless 'enableRbacAuthorization' is true.");
      properties["accessPolicies"] = [];
    }
    const policies = policiesOf(doc);
    if (policies.length > 1_024) throw bad("A vault has at most 1024 access policies.");
    for (const policy of policies)
      if (text(policy["tenantId"]).toLowerCase() !== text(properties["tenantId"]).toLowerCase())
        throw bad(
          `An invalid value was provided for 'accessPolicies': the tenant '${text(policy["tenantId"])}' is not the vault's.`,
        );
  },
};

/** Network rules name subnets that are there and open to vaults. */
export const networkRules: Rule = {
  name: "network rules name subnets that have the service endpoint Microsoft.KeyVault",
  evidence: "documented",
  apply: ({ engine, doc }: Change) => {
    for (const found of find(doc, "properties.networkAcls.virtualNetworkRules[]")) {
      const rule = record(found.value);
      const id = text(rule["id"]);
      const subnet = locate(engine, id)?.part?.doc;
      if (subnet === undefined) throw bad(`The subnet '${id}' of a virtual network rule of the vault does not exist.`);
      const services = records(record(subnet["properties"])["serviceEndpoints"]).map((one) =>
        text(one["service"]).toLowerCase(),
      );
      if (rule["ignoreMissingVnetServiceEndpoint"] !== true && !services.includes("microsoft.keyvault"))
        throw bad(
          `Subnets ${id.split("/").at(-1)} of virtual network ${id.split("/").slice(0, -2).join("/")} do not have ServiceEndpoints for Microsoft.KeyVault resources configured. Add Microsoft.KeyVault to subnet's ServiceEndpoints collection before trying to ACL Microsoft.KeyVault resources to these subnets.`,
        );
    }
  },
};

/** What Azure fills in. */
export const complete: Rule = {
  name: "a vault has an address, keeps what is deleted for 90 days and is open to all networks unless told otherwise",
  evidence: "documented",
  apply: ({ engine, doc, id }: Change) => {
    const { networkAcls } = record(doc["properties"]);
    if (isDoc(networkAcls))
      fillDefaults(networkAcls, {
        bypass: "AzureServices",
        defaultAction: "Allow",
        ipRules: [],
        virtualNetworkRules: [],
      });
    doc["properties"] = {
      enabledForDeployment: false,
      enabledForDiskEncryption: false,
      enabledForTemplateDeployment: false,
      softDeleteRetentionInDays: 90,
      publicNetworkAccess: "Enabled",
      ...record(doc["properties"]),
      enableSoftDelete: true,
      vaultUri: `https://${id.name.toLowerCase()}.${engine.suffixes.keyVaultDns}/`,
    };
  },
};

/** Deleted vaults can be recovered. */
export const softDelete: RemovalRule = {
  name: "a deleted vault is kept, and its name with it, until it is purged or its days have passed",
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase === "done") keepDeleted(engine, row);
  },
};
