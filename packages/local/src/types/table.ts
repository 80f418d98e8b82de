import type { TypeRow, TypeTable, ViewRow } from "../resources/contract.ts";
import { authorizationTypes, authorizationViews } from "./authorization/index.ts";
import { computeTypes, computeViews } from "./compute/index.ts";
import { containerServiceTypes } from "./container-service/index.ts";
import { dnsTypes } from "./dns/index.ts";
import { featureViews } from "./features/index.ts";
import { identityTypes } from "./identity/index.ts";
import { keyVaultTypes, keyVaultViews } from "./key-vault/index.ts";
import { monitorTypes, monitorViews } from "./monitor/index.ts";
import { networkTypes, networkViews } from "./network/index.ts";
import { policyTypes } from "./policy/index.ts";
import { privateDnsTypes } from "./private-dns/index.ts";
import { registryTypes, registryViews } from "./registry/index.ts";
import { storageTypes, storageViews } from "./storage/index.ts";
import { tagViews } from "./tags/index.ts";

/** A table over these rows. */
function createTable(rows: readonly TypeRow[], views: readonly ViewRow[] = []): TypeTable {
  const byAddress = Map.groupBy(views, (view) => `${view.type.toLowerCase()} ${view.ends}`);
  const byType = new Map(rows.map((row) => [row.type.toLowerCase(), row]));
  const namespaces = new Set([...rows, ...views].map(({ type }) => type.slice(0, type.indexOf("/")).toLowerCase()));
  return {
    rows,
    row: (type) => byType.get(type),
    hasNamespace: (namespace) => namespaces.has(namespace),
    views,
    viewsAt: (type, ends) => byAddress.get(`${type} ${ends}`) ?? [],
  };
}

/** Every type of the emulated Azure. */
export const allTypes = (): TypeTable =>
  createTable(
    [
      ...networkTypes(),
      ...dnsTypes(),
      ...privateDnsTypes(),
      ...storageTypes(),
      ...keyVaultTypes(),
      ...registryTypes(),
      ...containerServiceTypes(),
      ...authorizationTypes(),
      ...policyTypes(),
      ...identityTypes(),
      ...computeTypes(),
      ...monitorTypes(),
    ],
    [
      ...authorizationViews(),
      ...featureViews(),
      ...keyVaultViews(),
      ...storageViews(),
      ...registryViews(),
      ...monitorViews(),
      ...tagViews(),
      ...computeViews(),
      ...networkViews(),
    ],
  );
