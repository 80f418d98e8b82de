import type { JsonObject } from "@aro/api";
import { resource } from "./resource.ts";

const accounts = "Microsoft.Storage/storageAccounts";

/** One of a cluster's two storage accounts (spec 03 §9.3). */
export interface StorageAccount {
  name: string;
  region: string;
  /** Ids of the subnets that may reach it. */
  subnets: readonly string[];
  /** False for workload identities, which have no use for the account's keys. */
  sharedKeys: boolean;
  /** Log signatures that are good for more than an hour. */
  sasPolicy: boolean;
}

/** An encrypted account that only the named subnets reach. */
export function storageAccount({ name, region, subnets, sharedKeys, sasPolicy }: StorageAccount): JsonObject {
  const encrypted = { keyType: "Account", enabled: true };
  return resource(accounts, name, {
    location: region,
    kind: "StorageV2",
    sku: { name: "Standard_LRS" },
    properties: {
      allowBlobPublicAccess: false,
      allowCrossTenantReplication: false,
      supportsHttpsTrafficOnly: true,
      minimumTlsVersion: "TLS1_2",
      // Said in both cases: what a policy has changed of an account is changed back when the install is taken up again without it.
      allowSharedKeyAccess: sharedKeys,
      ...(sasPolicy ? { sasPolicy: { sasExpirationPeriod: "0.01:00:00", expirationAction: "Log" } } : {}),
      networkAcls: {
        bypass: "AzureServices",
        defaultAction: "Deny",
        virtualNetworkRules: subnets.map((id) => ({ id, action: "Allow" })),
      },
      encryption: {
        requireInfrastructureEncryption: true,
        keySource: "Microsoft.Storage",
        services: { blob: encrypted, file: encrypted, table: encrypted, queue: encrypted },
      },
    },
  });
}

/** A blob container of an account in the same template. */
export const blobContainer = (account: string, name: string): JsonObject =>
  resource(`${accounts}/blobServices/containers`, `${account}/default/${name}`, {
    dependsOn: [`${accounts}/${account}`],
  });
