import type { JsonObject } from "./json.ts";
import type { Sealed } from "./sealed.ts";
import type { ProvisioningState } from "./states.ts";

/** What is stored for one cluster (spec 01 §2.1), container `OpenShiftClusters`, partition = subscription id. */
export interface ClusterDocument extends JsonObject {
  /** UUID; also the billing document's id and a part of Azure names. */
  id: string;
  kind: "cluster";
  /** Lower-case subscription id. */
  partitionKey: string;
  /** Lower-case ARM id; unique in the partition. */
  key: string;
  /** Lower-case id of the managed resource group; unique in the partition. */
  clusterResourceGroupIdKey: string;
  /** Lower-case client id, or the cluster identity's resource id; unique in the partition; not refreshed on rotation. */
  clientIdKey: string;
  /** 0–255, drawn at create; which monitor looks after it. */
  bucket: number;
  /** Lower-case tenant of the subscription when the creation began, or was begun again: the cluster's identities are of it (ARM-SUB-07). */
  tenantId?: string;
  /** Raised by client-visible changes only; the API's ETag (ARM-ETG-04). */
  revision: number;
  /** The operation that runs, absent when none does. */
  asyncOperationId?: string;
  correlationData?: CorrelationData;
  openShiftCluster: OpenShiftCluster;
}

/** The request that started the running operation (spec 01 §5 "Log"). */
export interface CorrelationData extends JsonObject {
  correlationId?: string;
  clientRequestId?: string;
  operationId?: string;
  requestId: string;
  clientPrincipalName?: string;
  /** RFC 3339. */
  requestTime: string;
}

/** The internal model of a cluster (spec 01 §2.2): what every API version converts to and from. */
export interface OpenShiftCluster extends JsonObject {
  /** As cased by the creating request (ARM-URI-03). */
  id: string;
  name: string;
  type: string;
  location: string;
  systemData?: SystemData;
  tags?: { [key: string]: string };
  managedServiceIdentity?: ManagedServiceIdentity;
  properties: ClusterProperties;
}

export interface SystemData extends JsonObject {
  createdBy?: string;
  createdByType?: string;
  createdAt?: string;
  lastModifiedBy?: string;
  lastModifiedByType?: string;
  lastModifiedAt?: string;
}

export interface ManagedServiceIdentity extends JsonObject {
  type?: string;
  principalId?: string;
  tenantId?: string;
  identityURL?: string;
  userAssignedIdentities?: { [resourceId: string]: { clientId?: string; principalId?: string } };
}

export interface ClusterProperties extends JsonObject {
  /** 0 = three load balancers and two NSGs, 1 = two and one; new clusters are 1. */
  architectureVersion: 0 | 1;
  provisioningState: ProvisioningState;
  lastProvisioningState?: ProvisioningState;
  failedProvisioningState?: ProvisioningState;
  operatorFlags?: { [flag: string]: string };
  createdAt?: string;
  createdBy?: string;
  provisionedBy?: string;
  zones?: string[];
  clusterProfile: ClusterProfile;
  featureProfile: { gatewayEnabled: boolean };
  consoleProfile: { url?: string };
  servicePrincipalProfile?: ServicePrincipalProfile;
  platformWorkloadIdentityProfile?: PlatformWorkloadIdentityProfile;
  networkProfile: NetworkProfile;
  masterProfile: MasterProfile;
  workerProfiles: WorkerProfile[];
  workerProfilesStatus?: WorkerProfile[];
  apiserverProfile: ApiServerProfile;
  ingressProfiles: IngressProfile[];
  /** Present only while an install runs. */
  install?: { now: string; phase: "InstallPhaseBootstrap" | "InstallPhaseRemoveBootstrap" };
  storageSuffix?: string;
  imageRegistryStorageAccountName?: string;
  infraId?: string;
  sshKey?: Sealed;
  /** Password of the cluster's first user; what listCredentials gives. */
  kubeadminPassword?: Sealed;
  /** Bytes of the installer's own kubeconfig: ten years, never shown. */
  adminKubeconfig?: Sealed;
  /** Bytes of the kubeconfig that the service and its monitor use. */
  aroServiceKubeconfig?: Sealed;
  /** Bytes of the kubeconfig that the portal gives to engineers. */
  aroSREKubeconfig?: Sealed;
  /** Bytes of a kubeconfig; what listAdminCredentials gives. */
  userAdminKubeconfig?: Sealed;
  registryProfiles?: RegistryProfile[];
  hiveProfile?: { namespace?: string; createdByHive?: boolean };
}

export interface ClusterProfile extends JsonObject {
  pullSecret?: Sealed;
  domain: string;
  version: string;
  resourceGroupId: string;
  fipsValidatedModules: string;
  oidcIssuer?: string;
  boundServiceAccountSigningKey?: Sealed;
}

export interface ServicePrincipalProfile extends JsonObject {
  clientId: string;
  clientSecret: Sealed;
  spObjectId?: string;
}

export interface PlatformWorkloadIdentityProfile extends JsonObject {
  upgradeableTo?: string;
  platformWorkloadIdentities: { [operator: string]: { resourceId: string; clientId?: string; objectId?: string } };
}

export interface NetworkProfile extends JsonObject {
  podCidr: string;
  serviceCidr: string;
  softwareDefinedNetwork?: string;
  mtuSize?: 1500 | 3900;
  outboundType?: string;
  preconfiguredNSG?: string;
  privateEndpointIp?: string;
  gatewayPrivateEndpointIp?: string;
  gatewayPrivateLinkId?: string;
  loadBalancerProfile?: LoadBalancerProfile;
}

export interface LoadBalancerProfile extends JsonObject {
  managedOutboundIps?: { count: number };
  effectiveOutboundIps?: { id: string }[];
}

/** A token of the service's own registry (spec 03 §8.1 `ensureACRToken`). */
export interface RegistryProfile extends JsonObject {
  /** Login server. */
  name: string;
  username: string;
  password?: Sealed;
  /** RFC 3339; the token is valid for 180 days from then. */
  issueDate?: string;
}

export interface MasterProfile extends JsonObject {
  vmSize: string;
  subnetId: string;
  encryptionAtHost?: string;
  diskEncryptionSetId?: string;
}

export interface WorkerProfile extends JsonObject {
  name: string;
  vmSize: string;
  diskSizeGB: number;
  subnetId: string;
  count: number;
  encryptionAtHost?: string;
  diskEncryptionSetId?: string;
}

export interface ApiServerProfile extends JsonObject {
  visibility: string;
  url?: string;
  ip?: string;
  intIp?: string;
}

export interface IngressProfile extends JsonObject {
  name: string;
  visibility: string;
  ip?: string;
}
