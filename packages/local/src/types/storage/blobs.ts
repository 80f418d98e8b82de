import { isoTime } from "@aro/runtime";
import { copy, type Doc, record } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Row } from "../../documents/rows.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { freshHexEtag } from "../../resources/etags.ts";
import { storageCommon } from "./common.ts";

const serviceType = "Microsoft.Storage/storageAccounts/blobServices";

const serviceDefaults: Doc = {
  properties: { cors: { corsRules: [] }, deleteRetentionPolicy: { allowPermanentDelete: false, enabled: false } },
};

/** The blob service that a new account begins with. */
export function blobServiceOf(change: Change): Row {
  const id = `${change.keptId}/blobServices/default`;
  return {
    key: id.toLowerCase(),
    id,
    type: serviceType.toLowerCase(),
    name: "default",
    owner: change.keptId.toLowerCase(),
    group: change.id.group,
    subscription: change.id.subscription,
    location: change.location,
    etag: freshHexEtag(change.engine),
    state: "Succeeded",
    body: copy(serviceDefaults),
    createdAt: change.now,
    changedAt: change.now,
  };
}

const onlyDefault: Rule = {
  name: "the only blob service is `default`",
  evidence: "documented",
  apply: ({ id }: Change) => {
    if (id.name.toLowerCase() !== "default")
      throw new Refusal(
        400,
        "InvalidResourceName",
        `The blob service of a storage account is named default, not '${id.name}'.`,
      );
  },
};

const publicAccess: Rule = {
  name: "a container is public only where the account allows it",
  evidence: "documented",
  apply: ({ engine, doc, id }: Change) => {
    const account = engine.rows.get(id.key.split("/").slice(0, -4).join("/"));
    const access = record(doc["properties"])["publicAccess"];
    if (
      access !== undefined &&
      access !== "None" &&
      record(account?.body["properties"])["allowBlobPublicAccess"] !== true
    )
      throw new Refusal(409, "PublicAccessNotPermitted", "Public access is not permitted on this storage account.");
  },
};

const containerState: Rule = {
  name: "a container tells its lease, holds and last change",
  evidence: "documented",
  apply: ({ doc, now }: Change) => {
    const properties = record(doc["properties"]);
    doc["properties"] = properties;
    Object.assign(properties, {
      leaseStatus: "Unlocked",
      leaseState: "Available",
      deleted: false,
      remainingRetentionDays: 0,
      hasImmutabilityPolicy: false,
      hasLegalHold: false,
      lastModifiedTime: isoTime(now),
    });
  },
};

/** The blob service of an account. */
export const blobServices: TypeRow = {
  ...storageCommon,
  type: serviceType,
  model: "BlobServiceProperties",
  label: "BlobService",
  verbs: ["GET", "PUT", "LIST"],
  namePattern: /^[A-Za-z]+$/,
  defaults: serviceDefaults,
  rules: [onlyDefault],
};

/** Blob containers as ARM sees them. */
export const containers: TypeRow = {
  ...storageCommon,
  type: `${serviceType}/containers`,
  model: "BlobContainer",
  patchModel: "BlobContainer",
  label: "BlobContainer",
  absence: { code: "ContainerNotFound", told: () => "The specified container does not exist." },
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST"],
  namePattern: /^(\$web|\$logs|\$root|(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9])$/,
  defaults: {
    properties: {
      publicAccess: "None",
      defaultEncryptionScope: "$account-encryption-key",
      denyEncryptionScopeOverride: false,
    },
  },
  listQuery: ["$maxpagesize", "$filter", "$include"],
  rules: [publicAccess, containerState],
};
