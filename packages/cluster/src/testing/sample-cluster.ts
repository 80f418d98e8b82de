import type { ClusterDocument, ClusterProperties, Sealed, SubscriptionDocument } from "@aro/api";

export const subscriptionId = "11111111-1111-1111-1111-111111111111";
export const networkId = `/subscriptions/${subscriptionId}/resourceGroups/customer/providers/Microsoft.Network/virtualNetworks/vnet`;
export const masterSubnetId = `${networkId}/subnets/master`;
export const workerSubnetId = `${networkId}/subnets/worker`;
export const managedGroupId = `/subscriptions/${subscriptionId}/resourceGroups/aro-managed`;

/** A cluster as the frontend stores it on create: public, one outbound address, one service principal. */
export function sampleCluster(change: (properties: ClusterProperties) => void = () => {}): ClusterDocument {
  const id = `/subscriptions/${subscriptionId}/resourceGroups/customer/providers/Microsoft.RedHatOpenShift/openShiftClusters/C1`;
  const properties: ClusterProperties = {
    architectureVersion: 1,
    provisioningState: "Creating",
    clusterProfile: {
      domain: "c1",
      version: "4.17.27",
      resourceGroupId: managedGroupId,
      fipsValidatedModules: "Disabled",
    },
    featureProfile: { gatewayEnabled: false },
    consoleProfile: {},
    servicePrincipalProfile: { clientId: "app", clientSecret: "sealed:right" as Sealed },
    networkProfile: {
      podCidr: "10.128.0.0/14",
      serviceCidr: "172.30.0.0/16",
      outboundType: "Loadbalancer",
      preconfiguredNSG: "Disabled",
      loadBalancerProfile: { managedOutboundIps: { count: 1 } },
    },
    masterProfile: { vmSize: "Standard_D8s_v5", subnetId: masterSubnetId },
    workerProfiles: [
      { name: "worker", vmSize: "Standard_D4s_v5", diskSizeGB: 128, subnetId: workerSubnetId, count: 3 },
    ],
    apiserverProfile: { visibility: "Public" },
    ingressProfiles: [{ name: "default", visibility: "Public" }],
  };
  change(properties);
  return {
    id: "22222222-2222-4222-8222-222222222222",
    kind: "cluster",
    partitionKey: subscriptionId,
    key: id.toLowerCase(),
    clusterResourceGroupIdKey: managedGroupId.toLowerCase(),
    clientIdKey: "app",
    bucket: 1,
    revision: 1,
    correlationData: { correlationId: "correlation-1", requestId: "r", requestTime: "2025-06-15T00:00:00Z" },
    openShiftCluster: {
      id,
      name: "C1",
      type: "Microsoft.RedHatOpenShift/openShiftClusters",
      location: "EastUS",
      properties,
      memberOfALaterVersion: { kept: true },
    },
    memberOfALaterVersion: "kept",
  };
}

/** The customer's subscription. */
export const sampleSubscription = (): SubscriptionDocument => ({
  id: subscriptionId,
  subscription: { state: "Registered", properties: { tenantId: "customer-tenant", registeredFeatures: [] } },
});
