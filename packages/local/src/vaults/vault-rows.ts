import { type Doc, record, records, text, type Value } from "../resources/document.ts";
import type { Row, Rows } from "../resources/rows.ts";
import type { AccessPolicy, Vault, VaultOf } from "./vault.ts";

const type = "microsoft.keyvault/vaults";

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
export function vaultFrom({ id, key, name, location, body, createdAt }: Row): Vault {
  const properties = record(body["properties"]);
  const days = properties["softDeleteRetentionInDays"];
  return {
    name,
    id,
    instance: `${key} ${createdAt}`,
    location,
    rbac: properties["enableRbacAuthorization"] === true,
    accessPolicies: records(properties["accessPolicies"]).map(policy),
    softDelete: properties["enableSoftDelete"] !== false,
    retentionDays: typeof days === "number" ? days : 90,
    purgeProtection: properties["enablePurgeProtection"] === true,
  };
}

/** The vaults among ARM's resources. A name is looked up at every call of a data plane, so the list is kept until a resource changes. */
export function vaultsOf(
  rows: Pick<Rows, "inSubscription" | "revision">,
  subscriptions: () => readonly string[],
): VaultOf {
  let revision = -1;
  let byName = new Map<string, Vault>();
  return (name) => {
    if (rows.revision !== revision) {
      revision = rows.revision;
      const all = subscriptions().flatMap((one) => rows.inSubscription(one.toLowerCase(), type, "", 10_000));
      byName = new Map(
        all.filter((row) => row.state !== "Deleting").map((row) => [row.name.toLowerCase(), vaultFrom(row)]),
      );
    }
    return byName.get(name.toLowerCase());
  };
}
