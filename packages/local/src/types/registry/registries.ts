import { isoTime } from "@aro/runtime";
import { record, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { identityAssignment, identityGoes } from "../identity/index.ts";
import { notEmulated } from "../network/rules.ts";
import { registryCommon } from "./base.ts";
import { registryActions } from "./credentials.ts";
import { beginsWithMaps } from "./tokens.ts";

/** Where it is written down whose a registry's name is. */
export const namePlace = (name: string): string => `registry ${name.toLowerCase()}`;

const nameIsFree: Rule = {
  name: "registry names are unique in all of Azure (AlreadyInUse)",
  evidence: "seen",
  apply: ({ engine, id, before }: Change) => {
    const holder = engine.rows.value(namePlace(id.name));
    if (before === undefined && holder !== undefined && holder !== id.key && engine.rows.has(holder))
      throw new Refusal(
        409,
        "AlreadyInUse",
        `The registry DNS name ${id.name.toLowerCase()}.${engine.suffixes.acrLoginServer} is already in use. You can check if the name is already claimed using following API: https://docs.microsoft.com/en-us/rest/api/containerregistry/registries/checknameavailability`,
      );
    engine.rows.setValue(namePlace(id.name), id.key);
  },
};

const complete: Rule = {
  name: "a registry has a login server, and is open to all networks unless told otherwise; network rules and zones need Premium",
  evidence: "documented",
  apply: ({ engine, doc, before, id, now }: Change) => {
    const properties = record(doc["properties"]);
    const sku = record(doc["sku"]);
    if (text(sku["name"]) === "Classic")
      throw new Refusal(
        400,
        "ClassicSkuNotSupported",
        "Registries of SKU Classic are no more; use Basic, Standard or Premium.",
      );
    sku["tier"] = text(sku["name"]);
    const premium = sku["name"] === "Premium";
    const odd =
      properties["networkRuleSet"] !== undefined && record(properties["networkRuleSet"])["defaultAction"] === "Deny"
        ? "network rules"
        : properties["zoneRedundancy"] === "Enabled"
          ? "zone redundancy"
          : properties["dataEndpointEnabled"] === true
            ? "dedicated data endpoints"
            : undefined;
    if (!premium && odd !== undefined)
      throw new Refusal(
        400,
        "PremiumSkuRequired",
        `The SKU '${text(sku["name"])}' of registry ${id.name} does not support ${odd}; it needs the SKU 'Premium'.`,
      );
    const old = record(before?.body["properties"]);
    doc["properties"] = {
      adminUserEnabled: false,
      policies: {
        quarantinePolicy: { status: "disabled" },
        trustPolicy: { type: "Notary", status: "disabled" },
        retentionPolicy: { days: 7, lastUpdatedTime: isoTime(before?.createdAt ?? now), status: "disabled" },
        exportPolicy: { status: "enabled" },
        azureADAuthenticationAsArmPolicy: { status: "enabled" },
      },
      encryption: { status: "disabled" },
      dataEndpointEnabled: false,
      publicNetworkAccess: "Enabled",
      networkRuleBypassOptions: "AzureServices",
      zoneRedundancy: "Disabled",
      anonymousPullEnabled: false,
      roleAssignmentMode: "LegacyRegistryPermissions",
      ...properties,
      loginServer: `${id.name.toLowerCase()}.${engine.suffixes.acrLoginServer}`,
      creationDate: old["creationDate"] ?? isoTime(now),
      dataEndpointHostNames: [],
      privateEndpointConnections: [],
    };
  },
};

/** Container registries as ARM sees them; images are no part of the emulated Azure. */
export const registries: TypeRow = {
  ...registryCommon,
  type: "Microsoft.ContainerRegistry/registries",
  place: "group",
  tracked: true,
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST", "LIST-SUBSCRIPTION"],
  model: "Registry",
  patchModel: "RegistryUpdateParameters",
  label: "Registry",
  located: true,
  takes: { put: [5_000, 15_000], delete: [5_000, 15_000] },
  namePattern: /^[A-Za-z0-9]{5,50}$/,
  rules: [nameIsFree, notEmulated(["properties.encryption.keyVaultProperties"]), identityAssignment, complete],
  effects: [beginsWithMaps],
  removal: [identityGoes],
  actions: registryActions,
};
