import type { JsonObject } from "@aro/api";

/** The version of the contract this client speaks. */
export const apiVersion = "2025-07-25";

/** A cluster as api-version 2025-07-25 shows and takes it (spec 06 §8.6). Members this client does not know are carried along. */
export interface Cluster extends JsonObject {
  id?: string;
  name?: string;
  type?: string;
  location: string;
  tags?: { [key: string]: string };
  identity?: { type: string; userAssignedIdentities?: { [resourceId: string]: JsonObject } };
  properties: ClusterProperties;
}

export interface ClusterProperties extends JsonObject {
  provisioningState?: string;
  clusterProfile?: {
    pullSecret?: string;
    domain?: string;
    version?: string;
    resourceGroupId?: string;
    fipsValidatedModules?: string;
    oidcIssuer?: string;
  };
  consoleProfile?: { url?: string };
  servicePrincipalProfile?: { clientId?: string; clientSecret?: string };
  platformWorkloadIdentityProfile?: {
    upgradeableTo?: string;
    platformWorkloadIdentities?: { [operator: string]: { resourceId: string } };
  };
  networkProfile?: {
    podCidr?: string;
    serviceCidr?: string;
    outboundType?: string;
    preconfiguredNSG?: string;
    loadBalancerProfile?: { managedOutboundIps?: { count: number }; effectiveOutboundIps?: { id: string }[] };
  };
  masterProfile?: MachineProfile;
  workerProfiles?: WorkerProfile[] | null;
  apiserverProfile?: { visibility?: string; url?: string; ip?: string };
  ingressProfiles?: { name?: string; visibility?: string; ip?: string }[] | null;
}

export interface MachineProfile extends JsonObject {
  vmSize?: string;
  subnetId?: string;
  encryptionAtHost?: string;
  diskEncryptionSetId?: string;
}

export interface WorkerProfile extends MachineProfile {
  name?: string;
  diskSizeGB?: number;
  count?: number;
}

/** Whose cluster, where, and what it is called. */
export interface ClusterAddress {
  subscriptionId: string;
  resourceGroup: string;
  name: string;
}

/** The path of a cluster. */
export const clusterPath = ({ subscriptionId, resourceGroup, name }: ClusterAddress): string =>
  `/subscriptions/${segment(subscriptionId)}/resourceGroups/${segment(resourceGroup)}/providers/Microsoft.RedHatOpenShift/openShiftClusters/${segment(name)}`;

const segment = (text: string): string => encodeURIComponent(text);
