import type { Cloud, OpenShiftCluster, Sealer } from "@aro/api";
import type { AzureClients, Credentials, LongRunning, VaultCertificates, VaultSecrets, Waits } from "@aro/azure";
import type { Billing, GatewayRecords } from "@aro/database";
import type { Hub, InstallerEnvironment } from "@aro/hive";
import type { OperationRun } from "./run.ts";

/** Where the service itself is, and what it does for every cluster of its region. */
export interface ClusterSettings {
  /** Subscription and resource group of the service, tenant of its home. */
  subscriptionId: string;
  tenantId: string;
  resourceGroup: string;
  /** Group of the egress gateway; undefined where there is none. */
  gatewayResourceGroup: string | undefined;
  /** Deviations by name (spec 03 §0); read here: `DisableDenyAssignments`. */
  features: ReadonlySet<string>;
  /** Clusters are installed by Hive, whose pods then read the cluster's storage account. */
  installViaHive?: boolean;
  /** The domain below which clusters of the region are named. */
  domain: string;
  /** Region served, lower case. */
  location: string;
  /** What this deployment of the service is called; operators are told it. "" when it has no name. */
  environment: string;
  /** What every installer is told of the service. */
  installerEnvironment: InstallerEnvironment;
  /** Id of the service's registry, of which clusters get tokens; undefined when it has none of its own. */
  registryId?: string | undefined;
  /** Login server of the service's registry. */
  registry: string;
  /** Image of the operator that this build deploys. */
  operatorImage: string;
  /** JSON `{"auths": …}` of the service itself; "" when it has none. */
  pullSecret: string;
  imagesOf: (version: string) => VersionImages;
}

/** Images of a version. Whoever gives them throws CloudError when the version is not offered. */
export interface VersionImages {
  /** As the service's own registry has the release. */
  release: string;
  /** As it is published. */
  published: string;
  installer: string;
}

/** One identity in one subscription: its clients, and the operations begun with them. */
export interface AzureSide {
  readonly clients: AzureClients;
  readonly operations: LongRunning;
}

/** Vaults by name. */
export interface Vaults {
  certificates(vault: string): VaultCertificates;
  secrets(vault: string): VaultSecrets;
}

/** What the steps of one run work with. */
export interface ClusterContext extends Waits {
  readonly run: OperationRun;
  /** The customer's subscription: the managed group, and the network the cluster is in. The first party in the customer's tenant. */
  readonly azure: AzureSide;
  /** The service's own subscription. The first party in its home tenant. */
  readonly service: AzureSide;
  readonly credentials: Credentials;
  readonly cloud: Cloud;
  readonly settings: ClusterSettings;
  readonly sealer: Sealer;
  /** The service's own vaults. The first party in its home tenant. */
  readonly vaults: Vaults;
  /** Hive, in whose hands installs are. @throws Error when this region has none. */
  readonly hub: (signal: AbortSignal) => Promise<Hub>;
  readonly billing: Pick<Billing, "ensure" | "markDeleted">;
  readonly gateway: Pick<GatewayRecords, "ensure" | "markDeleting" | "read">;
}

/** The tenant of the customer's subscription. @throws Error when ARM has not told us. */
export function tenantOf(run: OperationRun): string {
  const tenantId = run.subscription.subscription.properties?.tenantId;
  if (tenantId === undefined || tenantId === "")
    throw new Error(`subscription ${run.subscription.id} has no tenant: ARM's notification did not name one`);
  return tenantId;
}

/** Stores a change of the cluster's own members, unless `change` gives back what it was given. */
export const patchCluster = (
  { run }: Pick<ClusterContext, "run">,
  change: (cluster: OpenShiftCluster) => OpenShiftCluster,
): Promise<void> =>
  run.patch((document) => {
    const changed = change(document.openShiftCluster);
    return changed === document.openShiftCluster ? document : { ...document, openShiftCluster: changed };
  });

/** Stores a change of members of `properties`; the ones `change` does not name survive. Nothing is written when it names none. */
export const patchProperties = (
  context: Pick<ClusterContext, "run">,
  change: (properties: OpenShiftCluster["properties"]) => Partial<OpenShiftCluster["properties"]>,
): Promise<void> =>
  patchCluster(context, (cluster) => {
    const members = change(cluster.properties);
    if (Object.keys(members).length === 0) return cluster;
    return { ...cluster, properties: { ...cluster.properties, ...members } };
  });
