import { isoTime } from "@aro/runtime";
import { type Doc, fillDefaults, find, isDoc, record, records, text, valueAt } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { locate } from "../../resources/lookup.ts";
import { store } from "../../resources/references.ts";
import { accountName, accountNameProblem } from "./account-name.ts";
import { accountActions } from "./actions.ts";
import { blobServiceOf } from "./blobs.ts";
import { storageChecker } from "./models.ts";
import { storageVersions } from "./versions.ts";

const nameIsFree: Rule = {
  name: "account names are unique in all of Azure",
  evidence: "documented",
  apply: ({ engine, id, before }: Change) => {
    const name = `storage-account ${id.name.toLowerCase()}`;
    const holder = engine.rows.value(name);
    if (before === undefined && holder !== undefined && holder !== id.key && engine.rows.has(holder))
      throw new Refusal(409, "StorageAccountAlreadyTaken", `The storage account named ${id.name} is already taken.`);
    engine.rows.setValue(name, id.key);
  },
};

const unchanging: Rule = {
  name: "encryption with infrastructure keys, hierarchical names and kind stay as they were made",
  evidence: "documented",
  apply: ({ doc, before, id }: Change) => {
    if (before === undefined) return;
    const infrastructure = "properties.encryption.requireInfrastructureEncryption";
    for (const path of [infrastructure, "properties.isHnsEnabled", "kind"]) {
      const old = valueAt(before.body, path) ?? false;
      const now = valueAt(doc, path);
      if (now === undefined) continue;
      if (now !== old)
        throw new Refusal(
          409,
          "StorageAccountPropertyIsReadOnly",
          `The property '${path.split(".").at(-1)}' of storage account ${id.name} was specified in the request, but it cannot be updated as it is read-only.`,
        );
    }
  },
};

const keepWhatIsAbsent: Rule = {
  name: "a PUT of an existing account leaves what it does not name as it is",
  evidence: "documented",
  apply: ({ doc, before }: Change) => {
    if (before === undefined) return;
    const merge = (now: Doc, old: Doc): void => {
      for (const [name, value] of Object.entries(old)) {
        const given = now[name];
        if (given === undefined) now[name] = structuredClone(value);
        else if (isDoc(given) && isDoc(value) && name === "properties") merge(given, value);
      }
    };
    merge(doc, before.body);
  },
};

const accountDefaults: Doc = {
  properties: {
    supportsHttpsTrafficOnly: true,
    allowBlobPublicAccess: false,
    minimumTlsVersion: "TLS1_2",
    accessTier: "Hot",
    networkAcls: { bypass: "AzureServices", virtualNetworkRules: [], ipRules: [], defaultAction: "Allow" },
    encryption: {
      keySource: "Microsoft.Storage",
      services: { file: { keyType: "Account", enabled: true }, blob: { keyType: "Account", enabled: true } },
    },
  },
};

const defaults: Rule = {
  name: "a new account is encrypted, takes HTTPS and TLS 1.2 only, and is open to all networks unless told otherwise",
  evidence: "documented",
  apply: ({ doc }: Change) => fillDefaults(doc, accountDefaults),
};

const networkRules: Rule = {
  name: "network rules name subnets that have the service endpoint Microsoft.Storage",
  evidence: "documented",
  apply: ({ engine, doc }: Change) => {
    for (const found of find(doc, "properties.networkAcls.virtualNetworkRules[]")) {
      const rule = record(found.value);
      const id = text(rule["id"]);
      const subnet = locate(engine, id)?.part?.doc;
      const fail = (reason: string, message: string): never => {
        throw new Refusal(
          400,
          "NetworkAclsValidationFailure",
          `Validation of network acls failure: ${reason}:${message}.`,
        );
      };
      if (subnet === undefined) fail("SubnetsNotFound", `Subnet ${id} does not exist`);
      const services = records(record(subnet?.["properties"])["serviceEndpoints"]).map((one) =>
        text(one["service"]).toLowerCase(),
      );
      if (!services.includes("microsoft.storage") && !services.includes("microsoft.storage.global"))
        fail(
          "SubnetsHaveNoServiceEndpointsConfigured",
          `Subnets ${id.split("/").at(-1)} of virtual network ${id.split("/").slice(0, -2).join("/")} do not have ServiceEndpoints for Microsoft.Storage resources configured. Add Microsoft.Storage to subnet's ServiceEndpoints collection before trying to ACL Microsoft.Storage resources to these subnets.`,
        );
      rule["action"] ??= "Allow";
      rule["state"] = "Succeeded";
    }
  },
};

const complete: Rule = {
  name: "an account has endpoints, keys' dates and service states",
  evidence: "documented",
  apply: ({ engine, doc, before, id, location, now }: Change) => {
    const properties = record(doc["properties"]);
    doc["properties"] = properties;
    const sku = record(doc["sku"]);
    sku["tier"] = text(sku["name"]).startsWith("Premium") ? "Premium" : "Standard";
    const endpoint = (service: string) => `https://${id.name.toLowerCase()}.${service}.${engine.suffixes.storage}/`;
    const created = isoTime(before?.createdAt ?? now);
    Object.assign(properties, {
      primaryEndpoints: {
        dfs: endpoint("dfs"),
        web: endpoint("web"),
        blob: endpoint("blob"),
        queue: endpoint("queue"),
        table: endpoint("table"),
        file: endpoint("file"),
      },
      primaryLocation: location,
      statusOfPrimary: "available",
      creationTime: created,
      keyCreationTime: { key1: created, key2: created },
      privateEndpointConnections: [],
    });
    for (const found of find(doc, "properties.encryption.services")) {
      const services = record(found.value);
      for (const service of Object.values(services)) if (isDoc(service)) service["lastEnabledTime"] ??= created;
    }
  },
};

const blobService: Rule = {
  name: "an account has a blob service from the beginning",
  evidence: "documented",
  apply: (change: Change) => {
    const row = blobServiceOf(change);
    if (!change.engine.rows.has(row.key)) store(change.engine, row);
  },
};

/** Storage accounts. Their keys are no part of the row: they are kept apart, for the data plane too. */
export const accounts: TypeRow = {
  type: "Microsoft.Storage/storageAccounts",
  apiVersions: storageVersions,
  place: "group",
  tracked: true,
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST", "LIST-SUBSCRIPTION"],
  checker: storageChecker,
  model: "StorageAccountPut",
  patchModel: "StorageAccountUpdateParameters",
  located: true,
  parser: "arm",
  manner: "storage",
  takes: { put: [12_000, 25_000], delete: [0, 0] },
  label: "StorageAccount",
  busy: "storage",
  parts: [],
  references: [],
  addresses: [],
  own: [],
  // Filled in by a rule: a PUT of an existing account must not bring back what an older one changed.
  defaults: {},
  namePattern: accountName,
  nameProblem: accountNameProblem,
  etag: false,
  expands: [],
  rules: [keepWhatIsAbsent, defaults, nameIsFree, unchanging, networkRules, complete],
  effects: [blobService],
  removal: [],
  actions: accountActions,
  evidence: "documented",
};
