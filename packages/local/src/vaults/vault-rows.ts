import { type Doc, record, records, text, type Value } from "../documents/document.ts";
import type { Row } from "../documents/rows.ts";
import type { Engine } from "../resources/contract.ts";
import { holderOf } from "../types/key-vault/deleted.ts";
import type { AccessPolicy, Vault, VaultOf } from "./vault.ts";

const words = (value: Value | undefined): string[] => (Array.isArray(value) ? value.map(text) : []);

function policy(doc: Doc): AccessPolicy {
  const permissions = record(doc["permissions"]);
  return {
    objectId: text(doc["objectId"]),
    permissions: {
      secrets: words(permissions["secrets"]),
      keys: words(permissions["keys"]),
      certificates: words(permissions["certificates"]),
    },
  };
}

/** A vault as the data plane needs it, from what ARM keeps. */
function vaultFrom({ id, key, name, location, body, createdAt }: Row): Vault {
  const properties = record(body["properties"]);
  const days = properties["softDeleteRetentionInDays"];
  return {
    name,
    id,
    instance: `${key} ${createdAt}`,
    location,
    rbac: properties["enableRbacAuthorization"] === true,
    // A policy with an application is for people who come through that application; a data plane sees none such here.
    accessPolicies: records(properties["accessPolicies"])
      .filter((one) => text(one["applicationId"]) === "")
      .map(policy),
    softDelete: properties["enableSoftDelete"] !== false,
    retentionDays: typeof days === "number" ? days : 90,
    purgeProtection: properties["enablePurgeProtection"] === true,
  };
}

/** The vaults among ARM's resources: a deleted one answers no more, and has what it had when it is recovered. */
export const vaultsOf =
  (engine: Engine): VaultOf =>
  (name) => {
    const holder = holderOf(engine, name);
    const row = holder === undefined || holder.deleted ? undefined : engine.rows.get(holder.key);
    return row === undefined || row.state === "Deleting" ? undefined : vaultFrom(row);
  };
