import { knownClouds } from "@aro/api";
import { usesWorkloadIdentity } from "../cluster/clear-cluster.ts";
import {
  hasPrivateIngress,
  type InstallFacts,
  leavesByLoadBalancer,
  managedGroupOf,
  type NodeFacts,
  regionOf,
  subnetParts,
} from "../cluster/facts.ts";
import { openSshPublicKey } from "../cluster/ssh-key.ts";
import { mirroredRepositories } from "./mirrors.ts";
import type { AzureMachinePool, InstallConfig, MachinePool } from "./types.ts";

/** Sizes of disks that the customer does not choose, in GB (spec 03 §7.3). */
export const masterDiskGB = 1024;

/** Parts of OpenShift that a cluster begins with; others are the customer's to add (spec 03 §7.3). */
const capabilities = [
  "Build",
  "CloudControllerManager",
  "CloudCredential",
  "Console",
  "CSISnapshot",
  "DeploymentConfig",
  "ImageRegistry",
  "Ingress",
  "Insights",
  "MachineAPI",
  "marketplace",
  "NodeTuning",
  "openshift-samples",
  "OperatorLifecycleManager",
  "Storage",
] as const;

/** A known cloud by its name; any other is what Azure's libraries call a stack, and is told its ARM. */
const cloudNameOf = ({ cloud }: Pick<InstallFacts, "cloud">): string =>
  knownClouds[cloud.name] === undefined ? "AzureStackCloud" : cloud.name;

/** The install config of a cluster, field by field as spec 03 §7.3 lists them. Pure. */
export function installConfig(facts: InstallFacts): InstallConfig {
  const { cluster, cloud, domain, pullSecret } = facts;
  const { properties } = cluster;
  const { networkProfile, masterProfile, workerProfiles, clusterProfile } = properties;
  const [worker] = workerProfiles;
  if (worker === undefined) throw new Error("the cluster has no worker profile");
  const dot = domain.indexOf(".");
  const masterSubnet = subnetParts(masterProfile.subnetId);
  const cloudName = cloudNameOf(facts);
  return {
    apiVersion: "v1",
    metadata: { name: domain.slice(0, dot) },
    baseDomain: domain.slice(dot + 1),
    sshKey: openSshPublicKey(Buffer.from(properties.sshKey ?? "", "base64")),
    networking: {
      // Machines are in the customer's subnets, of which the installer is told by name: the range itself means nothing.
      machineNetwork: [{ cidr: "127.0.0.0/8" }],
      networkType: networkProfile.softwareDefinedNetwork ?? "OVNKubernetes",
      clusterNetwork: [{ cidr: networkProfile.podCidr, hostPrefix: 23 }],
      serviceNetwork: [networkProfile.serviceCidr],
    },
    controlPlane: pool(facts, {
      name: "master",
      replicas: 3,
      diskGB: masterDiskGB,
      nodes: facts.controlPlane,
      profile: masterProfile,
    }),
    compute: [
      pool(facts, {
        name: worker.name,
        replicas: worker.count,
        diskGB: worker.diskSizeGB,
        nodes: facts.workers,
        profile: worker,
      }),
    ],
    platform: {
      azure: {
        region: regionOf(facts),
        networkResourceGroupName: masterSubnet.resourceGroup,
        virtualNetwork: masterSubnet.network,
        controlPlaneSubnet: masterSubnet.subnet,
        computeSubnet: subnetParts(worker.subnetId).subnet,
        cloudName,
        ...(cloudName === "AzureStackCloud" ? { armEndpoint: cloud.resourceManager } : {}),
        outboundType: leavesByLoadBalancer(facts) ? "Loadbalancer" : "UserDefinedRouting",
        resourceGroupName: managedGroupOf(facts),
        baseDomainResourceGroupName: managedGroupOf(facts),
        defaultMachinePlatform: { identity: { type: "None" } },
      },
    },
    pullSecret: JSON.stringify(pullSecret),
    fips: clusterProfile.fipsValidatedModules === "Enabled",
    imageDigestSources: mirroredRepositories(facts.registryDomain),
    publish: hasPrivateIngress(facts) ? "Internal" : "External",
    capabilities: { baselineCapabilitySet: "None", additionalEnabledCapabilities: [...capabilities] },
    ...(usesWorkloadIdentity(cluster) ? { credentialsMode: "Manual" } : {}),
  };
}

function pool(
  { image }: InstallFacts,
  of: {
    name: string;
    replicas: number;
    diskGB: number;
    nodes: NodeFacts;
    profile: { encryptionAtHost?: string; diskEncryptionSetId?: string };
  },
): MachinePool {
  const { nodes, profile } = of;
  const azure: AzureMachinePool = {
    // One empty zone is how the installer writes "non-zonal".
    zones: nodes.zones.length === 0 ? [""] : [...nodes.zones],
    type: nodes.vmSize,
    encryptionAtHost: profile.encryptionAtHost === "Enabled",
    vmNetworkingType: nodes.acceleratedNetworking ? "Accelerated" : "Basic",
    osDisk: {
      diskSizeGB: of.diskGB,
      diskType: "Premium_LRS",
      ...(profile.diskEncryptionSetId ? { diskEncryptionSet: encryptionSet(profile.diskEncryptionSetId) } : {}),
    },
    osImage: { plan: "NoPurchasePlan", ...image },
    bootDiagnostics: { type: "Managed" },
  };
  return {
    name: of.name,
    replicas: of.replicas,
    architecture: "amd64",
    hyperthreading: "Enabled",
    platform: { azure },
  };
}

function encryptionSet(id: string): { subscriptionId: string; resourceGroup: string; name: string } {
  const [, subscriptionId = "", resourceGroup = "", name = ""] =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/.*\/([^/]+)$/i.exec(id) ?? [];
  return { subscriptionId, resourceGroup, name };
}
