import { type InstallFacts, infraIdOf, managedGroupOf, regionOf } from "../cluster/facts.ts";
import type { InstallConfig } from "../install-config/types.ts";

/** What the cluster's cloud controllers are told, as JSON text; without credentials, which lie in secrets. */
export function cloudProviderConfig(facts: InstallFacts, { platform }: InstallConfig): string {
  const infraId = infraIdOf(facts);
  const { azure } = platform;
  const config = {
    cloud: azure.cloudName,
    ...(azure.armEndpoint === undefined ? {} : { resourceManagerEndpoint: azure.armEndpoint }),
    tenantId: facts.tenantId,
    subscriptionId: facts.subscriptionId,
    resourceGroup: managedGroupOf(facts),
    location: regionOf(facts),
    vnetName: azure.virtualNetwork,
    vnetResourceGroup: azure.networkResourceGroupName,
    subnetName: azure.computeSubnet,
    securityGroupName: `${infraId}-nsg`,
    securityGroupResourceGroup: managedGroupOf(facts),
    loadBalancerName: infraId,
    routeTableName: `${infraId}-node-routetable`,
    cloudProviderBackoff: true,
    useManagedIdentityExtension: false,
    userAssignedIdentityID: "",
    cloudProviderBackoffRetries: 0,
    cloudProviderBackoffExponent: 0,
    cloudProviderBackoffDuration: 6,
    cloudProviderBackoffJitter: 0,
    cloudProviderRateLimit: false,
    cloudProviderRateLimitQPS: 0,
    cloudProviderRateLimitBucket: 0,
    useInstanceMetadata: true,
    loadBalancerSku: "standard",
    excludeMasterFromStandardLB: false,
    disableOutboundSNAT: null,
    putVMSSVMBatchSize: 0,
    enableMigrateToIPBasedBackendPoolAPI: false,
    clusterServiceLoadBalancerHealthProbeMode: "shared",
  };
  return `${JSON.stringify(config, null, "\t")}\n`;
}
