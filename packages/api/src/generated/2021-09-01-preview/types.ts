// Emitted by "npm run contract" from the swagger of this api-version; do not edit.

/** The API server. */
export interface APIServerProfile {
  /** Who can reach it. */
  visibility?: Visibility;
  /** Its address. */
  url?: string;
  /** Its IP address. */
  ip?: string;
}

/** The body of every answer that is not a success. */
export interface CloudError {
  /** What went wrong. */
  error?: CloudErrorBody;
}

/** What went wrong, for programs and for people. */
export interface CloudErrorBody {
  /** A name for the kind of error. It never changes, so programs may compare it. */
  code?: string;
  /** What is wrong, with which value, and what to do next. */
  message?: string;
  /** The member of the request that is at fault, as a path. */
  target?: string;
  /** The single errors, where there are several. */
  details?: CloudErrorBody[];
}

/** Version, domain and the resource group of the cluster's parts. */
export interface ClusterProfile {
  /** Credentials for registries, as JSON. Never returned. */
  pullSecret?: string;
  /** The cluster's domain: one label in the service's zone, or a domain of your own. */
  domain?: string;
  /** The OpenShift version; when a cluster is created without one, the region's default. */
  version?: string;
  /** The id of the resource group the service makes for the cluster's parts. It must not exist yet. */
  resourceGroupId?: string;
}

/** The web console. */
export interface ConsoleProfile {
  /** Its address. */
  url?: string;
}

/** An operation in words. */
export interface Display {
  /** The resource provider. */
  provider?: string;
  /** The type of resource it acts on. */
  resource?: string;
  /** What it does, in short. */
  operation?: string;
  /** What it does, in a sentence. */
  description?: string;
}

/** Whether the machines' disks and caches are encrypted on the host. */
export type EncryptionAtHost = "Disabled" | "Enabled" | (string & {});

/** A way in to applications. */
export interface IngressProfile {
  /** Its name. */
  name?: string;
  /** Who can reach it. */
  visibility?: Visibility;
  /** Its IP address. */
  ip?: string;
}

/** The control plane's machines. */
export interface MasterProfile {
  /** Their size, for example Standard_D8s_v5. */
  vmSize?: VMSize;
  /** The id of their subnet. */
  subnetId?: string;
  /** Whether they are encrypted on the host. */
  encryptionAtHost?: EncryptionAtHost;
  /** The id of the disk encryption set for their disks, where there is one. */
  diskEncryptionSetId?: string;
}

/** Address ranges and the way out. */
export interface NetworkProfile {
  /** The cluster's own network. */
  softwareDefinedNetwork?: SoftwareDefinedNetwork;
  /** The pods' address range: IPv4, at least a /18. */
  podCidr?: string;
  /** The services' address range: IPv4, at least a /22. */
  serviceCidr?: string;
}

/** An OpenShift cluster. */
export interface OpenShiftCluster {
  /** The full id of the resource. */
  readonly id?: string;
  /** The name of the resource. */
  readonly name?: string;
  /** The provider namespace and type of the resource. */
  readonly type?: string;
  /** Names and values the owner attached to the resource. */
  tags?: { [key: string]: string };
  /** The region the resource is in. */
  location: string;
  /** The resource-specific properties for this resource. */
  properties?: OpenShiftClusterProperties;
}

/** How to act on the cluster as administrator. */
export interface OpenShiftClusterAdminKubeconfig {
  /** A kubeconfig file in base64. */
  kubeconfig?: string;
}

/** How to log in as the cluster's first user. */
export interface OpenShiftClusterCredentials {
  /** The user's name. */
  kubeadminUsername?: string;
  /** The user's password. */
  kubeadminPassword?: string;
}

/** One page of clusters. */
export interface OpenShiftClusterList {
  /** The items of this page. */
  value?: OpenShiftCluster[];
  /** Where the next page is; absent on the last one. */
  nextLink?: string;
}

/** The settings of a cluster, and what the service reports of it. */
export interface OpenShiftClusterProperties {
  /** What is being done to the cluster, or how the last thing done to it ended. */
  provisioningState?: ProvisioningState;
  /** Version, domain and the resource group of the cluster's parts. */
  clusterProfile?: ClusterProfile;
  /** The web console. */
  consoleProfile?: ConsoleProfile;
  /** The service principal the cluster acts as; absent on clusters with workload identities. */
  servicePrincipalProfile?: ServicePrincipalProfile;
  /** Address ranges and the way out. */
  networkProfile?: NetworkProfile;
  /** The control plane's machines. */
  masterProfile?: MasterProfile;
  /** The workers as the cluster was created with. */
  workerProfiles?: WorkerProfile[];
  /** The API server. */
  apiserverProfile?: APIServerProfile;
  /** The ways in to applications. */
  ingressProfiles?: IngressProfile[];
}

/** What a PATCH of a cluster may hold. */
export interface OpenShiftClusterUpdate {
  /** The tags, all of them: they replace the present ones. */
  tags?: Tags;
  /** The settings to change. */
  properties?: OpenShiftClusterProperties;
}

/** Something that can be allowed or denied to a user of this provider. */
export interface Operation {
  /** Its name in role definitions: provider, resource and action. */
  name?: string;
  /** The same in words. */
  display?: Display;
  /** Who calls it: "user", "system" or "user,system". */
  origin?: string;
}

/** One page of the operations of this provider. */
export interface OperationList {
  /** The items of this page. */
  value?: Operation[];
  /** Where the next page is; absent on the last one. */
  nextLink?: string;
}

/** What is being done to a cluster, or how the last thing done to it ended. */
export type ProvisioningState = "AdminUpdating" | "Creating" | "Deleting" | "Failed" | "Succeeded" | "Updating" | (string & {});

/** The service principal a cluster acts as. */
export interface ServicePrincipalProfile {
  /** Its application (client) id. */
  clientId?: string;
  /** Its secret. Never returned. */
  clientSecret?: string;
}

/** The cluster's own network. */
export type SoftwareDefinedNetwork = "OVNKubernetes" | "OpenShiftSDN" | (string & {});

/** Names and values attached to a cluster. */
export type Tags = { [key: string]: string };

/** A size of virtual machine. */
export type VMSize = "Standard_D16as_v4" | "Standard_D16s_v3" | "Standard_D2s_v3" | "Standard_D32as_v4" | "Standard_D32s_v3" | "Standard_D4as_v4" | "Standard_D4s_v3" | "Standard_D8as_v4" | "Standard_D8s_v3" | "Standard_E16s_v3" | "Standard_E32s_v3" | "Standard_E4s_v3" | "Standard_E64i_v3" | "Standard_E64is_v3" | "Standard_E8s_v3" | "Standard_F16s_v2" | "Standard_F32s_v2" | "Standard_F4s_v2" | "Standard_F72s_v2" | "Standard_F8s_v2" | "Standard_G5" | "Standard_GS5" | "Standard_M128ms" | (string & {});

/** Who can reach something. */
export type Visibility = "Private" | "Public" | (string & {});

/** A group of worker machines. */
export interface WorkerProfile {
  /** The group's name. */
  name?: string;
  /** The machines' size, for example Standard_D4s_v5. */
  vmSize?: VMSize;
  /** The size of their disks in GB. */
  diskSizeGB?: number;
  /** The id of their subnet. */
  subnetId?: string;
  /** How many machines. */
  count?: number;
  /** Whether they are encrypted on the host. */
  encryptionAtHost?: EncryptionAtHost;
  /** The id of the disk encryption set for their disks, where there is one. */
  diskEncryptionSetId?: string;
}
