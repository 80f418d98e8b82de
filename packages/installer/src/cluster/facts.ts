import { type Cloud, lastSegment } from "@aro/api";
import type { PullSecret } from "@aro/kubernetes";
import type { ClearCluster } from "./clear-cluster.ts";
import type { OsImage } from "./os-image.ts";

/** Nodes of one role, as the sizes and zones of the region allow. */
export interface NodeFacts {
  vmSize: string;
  /** Sorted; empty where the machines are non-zonal. */
  zones: readonly string[];
  acceleratedNetworking: boolean;
}

/** What bootstrap logging is told (spec 03 §7.5). */
export interface LoggingFacts {
  /** PEM: certificate, then key, of secret `cluster-mdsd`. */
  certificate: string;
  environment: string;
  account: string;
  namespace: string;
  configVersion: string;
  /** Pull specs on the service's registry. */
  mdsdImage: string;
  fluentbitImage: string;
}

/** Everything from which a cluster's assets are made: read once, then only pure functions follow. */
export interface InstallFacts {
  cluster: ClearCluster;
  /** Id of the cluster's document; the cluster's own id too. */
  documentId: string;
  subscriptionId: string;
  tenantId: string;
  cloud: Cloud;
  /** With the region's domain, when the customer gave only a prefix (spec 03 §0). */
  domain: string;
  releaseImage: string;
  registryDomain: string;
  /** Names that go by the gateway's endpoint; empty where there is none. */
  gatewayDomains: readonly string[];
  pullSecret: PullSecret;
  image: OsImage;
  controlPlane: NodeFacts;
  workers: NodeFacts;
  /** Undefined where the region has no account for logs. */
  logging: LoggingFacts | undefined;
  /** File name to YAML text: what Hive was given for this cluster. */
  customManifests: ReadonlyMap<string, string>;
  /** PEM of the key that signs bound tokens, for workload identities. */
  boundSigningKey: string | undefined;
  /** Milliseconds since the Unix epoch: when certificates begin to be valid. */
  now: number;
}

/** Region as it stands in names: lower case (spec 03 §7.3). */
export const regionOf = ({ cluster }: Pick<InstallFacts, "cluster">): string => cluster.location.toLowerCase();

export const infraIdOf = ({ cluster }: Pick<InstallFacts, "cluster">): string => cluster.properties.infraId ?? "";

/** Name of the managed resource group. */
export const managedGroupOf = ({ cluster }: Pick<InstallFacts, "cluster">): string =>
  lastSegment(cluster.properties.clusterProfile.resourceGroupId);

/** Address of the internal load balancer. */
export const internalAddressOf = ({ cluster }: Pick<InstallFacts, "cluster">): string =>
  cluster.properties.apiserverProfile.intIp ?? "";

/** Address of the default ingress. */
export const ingressAddressOf = ({ cluster }: Pick<InstallFacts, "cluster">): string =>
  cluster.properties.ingressProfiles[0]?.ip ?? "";

/** Whether the default ingress is not reached from the internet. */
export const hasPrivateIngress = ({ cluster }: Pick<InstallFacts, "cluster">): boolean =>
  cluster.properties.ingressProfiles[0]?.visibility === "Private";

export const leavesByLoadBalancer = ({ cluster }: Pick<InstallFacts, "cluster">): boolean =>
  cluster.properties.networkProfile.outboundType !== "UserDefinedRouting";

/** The parts of a subnet's id. @throws Error when it is not the id of a subnet. */
export function subnetParts(id: string): { resourceGroup: string; network: string; subnet: string } {
  const match =
    /\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Network\/virtualNetworks\/([^/]+)\/subnets\/([^/]+)$/i.exec(id);
  const [, resourceGroup, network, subnet] = match ?? [];
  if (resourceGroup === undefined || network === undefined || subnet === undefined)
    throw new Error(`"${id}" is not the id of a subnet`);
  return { resourceGroup, network, subnet };
}
