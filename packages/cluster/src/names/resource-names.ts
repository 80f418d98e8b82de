import { createHash } from "node:crypto";
import type { ClusterDocument } from "@aro/api";
import { hasPublicApi, infraIdOf, type KnownCluster, leavesByLoadBalancer, propertiesOf } from "./cluster-facts.ts";

/** Azure resources of one cluster by what they are for (spec 03 §§9.2, 9.4). */
export const resourceNames = (infraId: string) => ({
  securityGroup: `${infraId}-nsg`,
  privateLinkService: `${infraId}-pls`,
  internalLoadBalancer: `${infraId}-internal`,
  publicLoadBalancer: infraId,
  apiAddress: `${infraId}-pip-v4`,
  ingressAddress: `${infraId}-default-v4`,
  gatewayEndpoint: `${infraId}-pe`,
});

/** The private link service of the egress gateway, in its own group (spec 03 §9.3). */
export const gatewayLink = "gateway-pls-001";

/** The deployment of the base template in the managed group: made by the install, cancelled by a delete (spec 03 §9.2). */
export const baseDeployment = "storage";

/** The endpoint in the service's own network through which it reaches a cluster's API server. */
export const serviceEndpointName = (cluster: ClusterDocument): string => `rp-pe-${cluster.id}`;

/** The id of a resource of the managed group, as Azure spells it: the group's own id is stored in lower case. */
export const managedResourceId = (cluster: KnownCluster, type: string, name: string): string => {
  const group = propertiesOf(cluster).clusterProfile.resourceGroupId.replace(/\/resourcegroups\//i, "/resourceGroups/");
  return `${group}/providers/${type}/${name}`;
};

/** What marks an outbound address as managed by us (spec 03 §9.5). */
export const outboundSuffix = "-outbound-pip-v4";

/**
 * Name of the further outbound address number `index`. A UUID made from the document id, so that a step that runs again finds
 * what it made: with a fresh one each time, every run would leave addresses behind (the note to spec 03 §9.2).
 */
export function outboundAddressName(documentId: string, index: number): string {
  const hash = createHash("sha256").update(`${documentId}/outbound/${index}`).digest("hex");
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  const uuid = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  return `${uuid}${outboundSuffix}`;
}

/** Names of the addresses that outgoing traffic is planned to leave by, the API server's own first; none without managed addresses (spec 03 §9.4). */
export function plannedOutboundAddresses(cluster: ClusterDocument): string[] {
  const count = propertiesOf(cluster).networkProfile.loadBalancerProfile?.managedOutboundIps?.count ?? 0;
  if (!leavesByLoadBalancer(cluster) || count === 0) return [];
  const first = hasPublicApi(cluster) ? [resourceNames(infraIdOf(cluster)).apiAddress] : [];
  const further = Array.from({ length: count - first.length }, (_, index) => outboundAddressName(cluster.id, index));
  return [...first, ...further];
}
