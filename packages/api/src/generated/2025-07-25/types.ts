// Emitted by "npm run contract" from the swagger of this api-version; do not edit.

export interface APIServerProfile {
  visibility?: Visibility;
  readonly url?: string;
  readonly ip?: string;
}

export interface CloudError {
  error?: CloudErrorBody;
}

export interface CloudErrorBody {
  code?: string;
  message?: string;
  target?: string;
  details?: CloudErrorBody[];
}

export interface ClusterProfile {
  pullSecret?: string;
  domain?: string;
  version?: string;
  resourceGroupId?: string;
  fipsValidatedModules?: FipsValidatedModules;
  readonly oidcIssuer?: string;
}

export interface ConsoleProfile {
  readonly url?: string;
}

export interface Display {
  provider?: string;
  resource?: string;
  operation?: string;
  description?: string;
}

export interface EffectiveOutboundIP {
  id?: string;
}

export type EncryptionAtHost = "Disabled" | "Enabled" | (string & {});

export type FipsValidatedModules = "Disabled" | "Enabled" | (string & {});

export interface IngressProfile {
  name?: string;
  visibility?: Visibility;
  readonly ip?: string;
}

export interface LoadBalancerProfile {
  managedOutboundIps?: ManagedOutboundIPs;
  readonly effectiveOutboundIps?: EffectiveOutboundIP[];
}

export interface ManagedOutboundIPs {
  count?: number;
}

export interface ManagedServiceIdentity {
  readonly principalId?: string;
  readonly tenantId?: string;
  type: ManagedServiceIdentityType;
  userAssignedIdentities?: { [key: string]: UserAssignedIdentity };
}

export type ManagedServiceIdentityType = "None" | "SystemAssigned" | "UserAssigned" | "SystemAssigned,UserAssigned" | (string & {});

export interface MasterProfile {
  vmSize?: string;
  subnetId?: string;
  encryptionAtHost?: EncryptionAtHost;
  diskEncryptionSetId?: string;
}

export interface NetworkProfile {
  podCidr?: string;
  serviceCidr?: string;
  outboundType?: OutboundType;
  loadBalancerProfile?: LoadBalancerProfile;
  preconfiguredNSG?: PreconfiguredNSG;
}

export interface OpenShiftCluster {
  readonly id?: string;
  readonly name?: string;
  readonly type?: string;
  readonly systemData?: SystemData;
  tags?: { [key: string]: string };
  location: string;
  properties?: OpenShiftClusterProperties;
  identity?: ManagedServiceIdentity;
}

export interface OpenShiftClusterAdminKubeconfig {
  kubeconfig?: string;
}

export interface OpenShiftClusterCredentials {
  kubeadminUsername?: string;
  kubeadminPassword?: string;
}

export interface OpenShiftClusterList {
  value: OpenShiftCluster[];
  nextLink?: string;
}

export interface OpenShiftClusterProperties {
  provisioningState?: ProvisioningState;
  clusterProfile?: ClusterProfile;
  consoleProfile?: ConsoleProfile;
  servicePrincipalProfile?: ServicePrincipalProfile;
  platformWorkloadIdentityProfile?: PlatformWorkloadIdentityProfile;
  networkProfile?: NetworkProfile;
  masterProfile?: MasterProfile;
  workerProfiles?: WorkerProfile[];
  readonly workerProfilesStatus?: WorkerProfile[];
  apiserverProfile?: APIServerProfile;
  ingressProfiles?: IngressProfile[];
}

export interface OpenShiftClusterUpdate {
  tags?: { [key: string]: string };
  properties?: OpenShiftClusterProperties;
  identity?: ManagedServiceIdentity;
}

export interface OpenShiftVersion {
  readonly id?: string;
  readonly name?: string;
  readonly type?: string;
  readonly systemData?: SystemData;
  properties?: OpenShiftVersionProperties;
}

export interface OpenShiftVersionList {
  value: OpenShiftVersion[];
  nextLink?: string;
}

export interface OpenShiftVersionProperties {
  version?: string;
}

export interface Operation {
  name?: string;
  display?: Display;
  origin?: string;
}

export interface OperationList {
  value: Operation[];
  nextLink?: string;
}

export type OutboundType = "Loadbalancer" | "UserDefinedRouting" | (string & {});

export interface PlatformWorkloadIdentity {
  resourceId?: string;
  readonly clientId?: string;
  readonly objectId?: string;
}

export interface PlatformWorkloadIdentityProfile {
  upgradeableTo?: string;
  platformWorkloadIdentities?: { [key: string]: PlatformWorkloadIdentity };
}

export interface PlatformWorkloadIdentityRole {
  operatorName?: string;
  roleDefinitionName?: string;
  roleDefinitionId?: string;
}

export interface PlatformWorkloadIdentityRoleSet {
  readonly id?: string;
  readonly name?: string;
  readonly type?: string;
  readonly systemData?: SystemData;
  properties?: PlatformWorkloadIdentityRoleSetProperties;
}

export interface PlatformWorkloadIdentityRoleSetList {
  value: PlatformWorkloadIdentityRoleSet[];
  nextLink?: string;
}

export interface PlatformWorkloadIdentityRoleSetProperties {
  openShiftVersion?: string;
  platformWorkloadIdentityRoles?: PlatformWorkloadIdentityRole[];
}

export type PreconfiguredNSG = "Disabled" | "Enabled" | (string & {});

export type ProvisioningState = "AdminUpdating" | "Canceled" | "Creating" | "Deleting" | "Failed" | "Succeeded" | "Updating" | (string & {});

export interface ServicePrincipalProfile {
  clientId?: string;
  clientSecret?: string;
}

export interface UserAssignedIdentity {
  readonly principalId?: string;
  readonly clientId?: string;
}

export type Visibility = "Private" | "Public" | (string & {});

export interface WorkerProfile {
  name?: string;
  vmSize?: string;
  diskSizeGB?: number;
  subnetId?: string;
  count?: number;
  encryptionAtHost?: EncryptionAtHost;
  diskEncryptionSetId?: string;
}

export interface SystemData {
  createdBy?: string;
  createdByType?: "User" | "Application" | "ManagedIdentity" | "Key" | (string & {});
  createdAt?: string;
  lastModifiedBy?: string;
  lastModifiedByType?: "User" | "Application" | "ManagedIdentity" | "Key" | (string & {});
  lastModifiedAt?: string;
}
