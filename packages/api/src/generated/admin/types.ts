// Emitted by "npm run contract" from the swagger of this api-version; do not edit.

/** The API server. */
export interface APIServerProfile {
  /** Who can reach it. */
  visibility?: string;
  /** Its address. */
  url?: string;
  /** Its IP address. */
  ip?: string;
  /** Its IP address inside the virtual network. */
  intIp?: string;
}

/** What is billed of a cluster. Times are seconds since 1970. */
export interface Billing {
  /** From when. */
  creationTime?: number;
  /** Until when. */
  deletionTime?: number;
  /** Up to when it was reported. */
  lastBillingTime?: number;
  /** The region. */
  location?: string;
  /** The customer's tenant. */
  tenantID?: string;
}

/** The billing record of a cluster. */
export interface BillingDocument {
  /** Its id. */
  id?: string;
  /** The cluster's resource id, in lower case. */
  key?: string;
  /** The id of the resource group of the cluster's parts, in lower case. */
  clusterResourceGroupIDKey?: string;
  /** What the names of the cluster's parts begin with. */
  infraId?: string;
  /** What is billed. */
  billing?: Billing;
}

/** The body of every answer that is not a success. */
export interface CloudError {
  /** What went wrong. */
  error?: CloudErrorBody;
}

/** What went wrong, for programs and for people. */
export interface CloudErrorBody {
  /** A name for the kind of error. */
  code?: string;
  /** What is wrong, and what to do next. */
  message?: string;
  /** The member of the request that is at fault. */
  target?: string;
  /** The single errors, where there are several. */
  details?: CloudErrorBody[];
}

/** Version, domain and the resource group of the cluster's parts. */
export interface ClusterProfile {
  /** The cluster's domain. */
  domain?: string;
  /** The OpenShift version. */
  version?: string;
  /** The id of the resource group of the cluster's parts. */
  resourceGroupId?: string;
  /** Whether FIPS validated modules do the cryptography. */
  fipsValidatedModules?: string;
  /** The address of the cluster's token issuer. */
  readonly oidcIssuer?: string;
}

/** The web console. */
export interface ConsoleProfile {
  /** Its address. */
  url?: string;
}

/** What is switched on for a cluster. */
export interface FeatureProfile {
  /** Whether the cluster reaches Azure through the gateway. */
  gatewayEnabled?: boolean;
}

/** Where Hive keeps a cluster. */
export interface HiveProfile {
  /** The namespace. */
  namespace?: string;
  /** Whether Hive created the cluster, rather than adopting it. */
  createdByHive?: boolean;
}

/** A way in to applications. */
export interface IngressProfile {
  /** Its name. */
  name?: string;
  /** Who can reach it. */
  visibility?: string;
  /** Its IP address. */
  ip?: string;
}

/** How far an installation is. */
export interface Install {
  /** When the present phase began. */
  now?: string;
  /** The present phase. */
  phase?: string;
}

/** The public load balancer's settings. */
export interface LoadBalancerProfile {
  /** The outbound addresses the service makes. */
  managedOutboundIps?: ManagedOutboundIPs;
  /** The outbound addresses in use. */
  readonly effectiveOutboundIps?: Reference[];
  /** Outbound addresses of the customer's. */
  outboundIps?: Reference[];
  /** Ranges of outbound addresses of the customer's. */
  outboundIpPrefixes?: Reference[];
  /** How many ports each machine gets. */
  allocatedOutboundPorts?: number;
}

/** One piece of maintenance of one cluster. */
export interface MaintenanceManifest {
  /** Its id. */
  readonly id?: string;
  /** The cluster; left out where the address names it. */
  readonly clusterResourceID?: string;
  /** Pending, InProgress, Completed, Failed, RetriesExceeded, TimedOut or Cancelled. */
  readonly state?: string;
  /** What came of it, in words. */
  readonly statusText?: string;
  /** What is to be done. */
  maintenanceTaskID?: string;
  /** The schedule it comes from. */
  readonly createdBySchedule?: string;
  /** Lower ones go first. */
  priority?: number;
  /** Not before, in seconds since 1970. */
  runAfter?: number;
  /** Not after, in seconds since 1970. */
  runBefore?: number;
}

/** Maintenance that is due again and again. */
export interface MaintenanceSchedule {
  /** Its id; absent in the request that creates it. */
  id?: string;
  /** Enabled or Disabled. */
  state?: string;
  /** What is to be done. */
  maintenanceTaskID?: string;
  /** When: `[WEEKDAYS ]YEAR-MONTH-DAY HOUR:MINUTE[:SECOND]`, each part a list or an asterisk. */
  schedule?: string;
  /** For how many future times manifests are made. */
  lookForwardCount?: number;
  /** Over what time the clusters are spread, for example 24h. */
  scheduleAcross?: string;
  /** Which clusters: those that all selectors match. */
  selectors?: MaintenanceScheduleSelector[];
}

/** A condition on a cluster. */
export interface MaintenanceScheduleSelector {
  /** What of the cluster is looked at. */
  key?: string;
  /** eq, in or notin. */
  operator?: string;
  /** The value it must have, with eq. */
  value?: string;
  /** The values among which it must, or must not, be. */
  values?: string[];
}

/** The outbound addresses the service makes. */
export interface ManagedOutboundIPs {
  /** How many. */
  count?: number;
}

/** A cluster's own identity. */
export interface ManagedServiceIdentity {
  /** What kind of identity. */
  type?: string;
  /** Its principal. */
  readonly principalId?: string;
  /** Its tenant. */
  readonly tenantId?: string;
  /** The identities, by resource id. */
  userAssignedIdentities?: { [key: string]: UserAssignedIdentity };
}

/** The control plane's machines. */
export interface MasterProfile {
  /** Their size. */
  vmSize?: string;
  /** The id of their subnet. */
  subnetId?: string;
  /** Whether they are encrypted on the host. */
  encryptionAtHost?: string;
  /** The id of the disk encryption set for their disks. */
  diskEncryptionSetId?: string;
}

/** Address ranges, ways in and out. */
export interface NetworkProfile {
  /** The pods' address range. */
  podCidr?: string;
  /** The services' address range. */
  serviceCidr?: string;
  /** The cluster's own network: OVNKubernetes or OpenShiftSDN. */
  softwareDefinedNetwork?: string;
  /** The largest packet of the cluster's own network: 1500 or 3900. */
  mtuSize?: number;
  /** The way out: Loadbalancer or UserDefinedRouting. */
  outboundType?: string;
  /** The address of the service's private endpoint to the API server. */
  privateEndpointIp?: string;
  /** The address of the cluster's private endpoint to the gateway. */
  gatewayPrivateEndpointIp?: string;
  /** The id of the private link to the gateway. */
  gatewayPrivateLinkId?: string;
  /** Whether the subnets keep network security groups of the customer's. What a request says of it is not looked at. */
  readonly preconfiguredNSG?: string;
  /** The public load balancer's settings. */
  loadBalancerProfile?: LoadBalancerProfile;
}

/** An OpenShift cluster, as its administrators see it. */
export interface OpenShiftCluster {
  /** Its resource id. */
  id?: string;
  /** Its name. */
  name?: string;
  /** Its type. */
  type?: string;
  /** The region it is in. */
  location?: string;
  /** Names and values its owner attached to it. */
  tags?: { [key: string]: string };
  /** All of its settings, and what is known of it. */
  properties?: OpenShiftClusterProperties;
  /** The cluster's own identity. */
  identity?: ManagedServiceIdentity;
  /** How a PATCH takes the operator's flags: "merge", over the present ones, or "reset", over the defaults. Never returned. */
  operatorFlagsMergeStrategy?: string;
}

/** The settings of a cluster, and all that is known of it but secrets. */
export interface OpenShiftClusterProperties {
  /** 0: three load balancers and two security groups; 1: two and one. Always shown. */
  architectureVersion?: number;
  /** What is being done to the cluster, or how the last thing done to it ended. */
  provisioningState?: string;
  /** The state before the present operation. */
  lastProvisioningState?: string;
  /** What was being done when it failed. */
  failedProvisioningState?: string;
  /** Why the last administrative update failed. */
  lastAdminUpdateError?: string;
  /** What a PATCH is to have done: Everything, OperatorUpdate, CertificatesRenewal, SyncClusterObject, MigrateLoadBalancer, Pending, None or CustomerActionNeeded. */
  maintenanceTask?: string;
  /** The flags of the operator in the cluster. */
  operatorFlags?: { [key: string]: string };
  /** The operator's version, where it is not this service's own. */
  operatorVersion?: string;
  /** When the cluster was created. */
  createdAt?: string;
  /** The build of the service that created it. */
  createdBy?: string;
  /** The build of the service that updated it last. */
  provisionedBy?: string;
  /** Version, domain and the resource group of the cluster's parts. */
  clusterProfile?: ClusterProfile;
  /** What is switched on for this cluster. */
  featureProfile?: FeatureProfile;
  /** The web console. */
  consoleProfile?: ConsoleProfile;
  /** The service principal the cluster acts as. */
  servicePrincipalProfile?: ServicePrincipalProfile;
  /** The identities of the cluster's operators. */
  platformWorkloadIdentityProfile?: PlatformWorkloadIdentityProfile;
  /** Address ranges, ways in and out. */
  networkProfile?: NetworkProfile;
  /** The control plane's machines. */
  masterProfile?: MasterProfile;
  /** The workers as the cluster was created with. */
  workerProfiles?: WorkerProfile[];
  /** The workers as they are now. */
  readonly workerProfilesStatus?: WorkerProfile[];
  /** The API server. */
  apiserverProfile?: APIServerProfile;
  /** The ways in to applications. */
  ingressProfiles?: IngressProfile[];
  /** How far the installation is; present while it runs. */
  install?: Install;
  /** What the names of the cluster's storage accounts end in. */
  storageSuffix?: string;
  /** The registries the cluster's pull secret is good for. */
  registryProfiles?: RegistryProfile[];
  /** The storage account of the cluster's image registry. */
  imageRegistryStorageAccountName?: string;
  /** What the names of the cluster's parts begin with. */
  infraId?: string;
  /** Where Hive keeps the cluster. */
  hiveProfile?: HiveProfile;
  /** What customers are told of maintenance: None, Pending, Planned, Unplanned or CustomerActionNeeded. */
  maintenanceState?: string;
}

/** A version of OpenShift, and how it is installed. */
export interface OpenShiftVersion {
  /** Never filled. */
  readonly id?: string;
  /** The version again, where nothing else was said. */
  name?: string;
  /** Its type. */
  type?: string;
  /** What is known of it. */
  properties?: OpenShiftVersionProperties;
}

/** What is known of a version. */
export interface OpenShiftVersionProperties {
  /** The version: what it is found by. */
  version?: string;
  /** The release image. */
  openShiftPullspec?: string;
  /** The installer's image. */
  installerPullspec?: string;
  /** Whether customers may choose it. Always shown. */
  enabled?: boolean;
  /** Whether a create without version gets it. Always shown. */
  default?: boolean;
}

/** The identity of one operator. */
export interface PlatformWorkloadIdentity {
  /** Its resource id. */
  resourceId?: string;
  /** Its application (client) id. */
  readonly clientId?: string;
  /** The object id of its service principal. */
  readonly objectId?: string;
}

/** The identities of a cluster's operators. */
export interface PlatformWorkloadIdentityProfile {
  /** A version the cluster may be upgraded to. */
  upgradeableTo?: string;
  /** The identities, by operator. */
  platformWorkloadIdentities?: { [key: string]: PlatformWorkloadIdentity };
}

/** The role one operator's identity needs, and where the operator finds its credentials. */
export interface PlatformWorkloadIdentityRole {
  /** The operator. */
  operatorName?: string;
  /** The role's name. */
  roleDefinitionName?: string;
  /** The role's resource id. */
  roleDefinitionId?: string;
  /** The service accounts that use the identity. */
  serviceAccounts?: string[];
  /** The secret that names the identity to the operator. */
  secretLocation?: SecretLocation;
}

/** The roles that the identities of a cluster's operators need, for one minor version of OpenShift. */
export interface PlatformWorkloadIdentityRoleSet {
  /** Never filled. */
  readonly id?: string;
  /** The minor version again, where nothing else was said. */
  name?: string;
  /** Its type. */
  type?: string;
  /** The roles. */
  properties?: PlatformWorkloadIdentityRoleSetProperties;
}

/** The roles, and the version they are for. */
export interface PlatformWorkloadIdentityRoleSetProperties {
  /** The minor version: what it is found by. */
  openShiftVersion?: string;
  /** One entry for each operator that has an identity of its own. */
  platformWorkloadIdentityRoles?: PlatformWorkloadIdentityRole[];
}

/** Another resource. */
export interface Reference {
  /** Its resource id. */
  id?: string;
}

/** A registry the cluster's pull secret is good for. */
export interface RegistryProfile {
  /** Its name. */
  name?: string;
  /** The user there. */
  username?: string;
  /** When the password was issued. */
  issueDate?: string;
}

/** A secret in a cluster. */
export interface SecretLocation {
  /** Its namespace. */
  namespace?: string;
  /** Its name. */
  name?: string;
}

/** A service principal. */
export interface ServicePrincipalProfile {
  /** Its application (client) id. */
  clientId?: string;
  /** Its secret. Never returned. */
  clientSecret?: string;
  /** Its object id. */
  spObjectId?: string;
}

/** One user-assigned identity. */
export interface UserAssignedIdentity {
  /** Its application (client) id. */
  readonly clientId?: string;
  /** Its principal. */
  readonly principalId?: string;
}

/** A group of worker machines. */
export interface WorkerProfile {
  /** The group's name. */
  name?: string;
  /** The machines' size. */
  vmSize?: string;
  /** The size of their disks in GB. */
  diskSizeGB?: number;
  /** The id of their subnet. */
  subnetId?: string;
  /** How many machines. */
  count?: number;
  /** Whether they are encrypted on the host. */
  encryptionAtHost?: string;
  /** The id of the disk encryption set for their disks. */
  diskEncryptionSetId?: string;
}
