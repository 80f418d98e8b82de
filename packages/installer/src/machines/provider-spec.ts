import {
  type InstallFacts,
  infraIdOf,
  leavesByLoadBalancer,
  managedGroupOf,
  regionOf,
  subnetParts,
} from "../cluster/facts.ts";
import { masterDiskGB } from "../install-config/install-config.ts";
import type { NodeRole } from "../manifests/machine-config.ts";

/** How machine-api makes a machine in Azure. */
export type AzureProviderSpec = {
  apiVersion: "machine.openshift.io/v1beta1";
  kind: "AzureMachineProviderSpec";
} & Record<string, unknown>;

/** The provider spec of machines of a role in a zone; `zone` absent: non-zonal. */
export function providerSpec(facts: InstallFacts, role: NodeRole, zone: string | undefined): AzureProviderSpec {
  const { cluster, image } = facts;
  const { masterProfile, workerProfiles } = cluster.properties;
  const profile = role === "master" ? masterProfile : workerProfiles[0];
  if (profile === undefined) throw new Error("the cluster has no worker profile");
  const infraId = infraIdOf(facts);
  const network = subnetParts(profile.subnetId);
  const isMaster = role === "master";
  const nodes = isMaster ? facts.controlPlane : facts.workers;
  return {
    apiVersion: "machine.openshift.io/v1beta1",
    kind: "AzureMachineProviderSpec",
    metadata: { creationTimestamp: null },
    location: regionOf(facts),
    vmSize: nodes.vmSize,
    ...(zone === undefined ? {} : { zone }),
    image: {
      publisher: image.publisher,
      offer: image.offer,
      sku: image.sku,
      version: image.version,
      resourceID: "",
      type: "MarketplaceNoPlan",
    },
    osDisk: {
      osType: "Linux",
      diskSizeGB: isMaster ? masterDiskGB : workerProfiles[0]?.diskSizeGB,
      ...(isMaster ? { cachingType: "ReadOnly" } : {}),
      diskSettings: {},
      managedDisk: {
        storageAccountType: "Premium_LRS",
        ...(profile.diskEncryptionSetId ? { diskEncryptionSet: { id: profile.diskEncryptionSetId } } : {}),
        securityProfile: { diskEncryptionSet: {} },
      },
    },
    ...(profile.encryptionAtHost === "Enabled" ? { securityProfile: { encryptionAtHost: true, settings: {} } } : {}),
    resourceGroup: managedGroupOf(facts),
    networkResourceGroup: network.resourceGroup,
    vnet: network.network,
    subnet: network.subnet,
    publicIP: false,
    acceleratedNetworking: nodes.acceleratedNetworking,
    ...(leavesByLoadBalancer(facts) ? { publicLoadBalancer: infraId } : {}),
    ...(isMaster ? { internalLoadBalancer: `${infraId}-internal` } : {}),
    diagnostics: { boot: { storageAccountType: "AzureManaged" } },
    // Machines have no identity of their own (spec 03 §7.3): the cluster acts as its service principal or workload identities.
    managedIdentity: "",
    credentialsSecret: { name: "azure-cloud-credentials", namespace: "openshift-machine-api" },
    userDataSecret: { name: `${role}-user-data` },
  };
}
