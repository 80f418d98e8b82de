/** The install config of OpenShift's installer, as far as these clusters use it; a type alias where it is written as JSON. */
export type InstallConfig = {
  apiVersion: "v1";
  metadata: { name: string };
  baseDomain: string;
  sshKey: string;
  networking: {
    machineNetwork: { cidr: string }[];
    networkType: string;
    clusterNetwork: { cidr: string; hostPrefix: number }[];
    serviceNetwork: string[];
  };
  controlPlane: MachinePool;
  compute: MachinePool[];
  platform: { azure: AzurePlatform };
  pullSecret: string;
  fips: boolean;
  imageDigestSources: { source: string; mirrors: string[] }[];
  publish: "External" | "Internal";
  capabilities: { baselineCapabilitySet: "None"; additionalEnabledCapabilities: string[] };
  credentialsMode?: "Manual";
};

export type MachinePool = {
  name: string;
  replicas: number;
  architecture: "amd64";
  hyperthreading: "Enabled";
  platform: { azure: AzureMachinePool };
};

export type AzureMachinePool = {
  zones: string[];
  type: string;
  encryptionAtHost: boolean;
  vmNetworkingType: "Accelerated" | "Basic";
  osDisk: {
    diskSizeGB: number;
    diskType: "Premium_LRS";
    diskEncryptionSet?: { subscriptionId: string; resourceGroup: string; name: string };
  };
  osImage: { plan: "NoPurchasePlan"; publisher: string; offer: string; sku: string; version: string };
  bootDiagnostics: { type: "Managed" };
};

export type AzurePlatform = {
  region: string;
  networkResourceGroupName: string;
  virtualNetwork: string;
  controlPlaneSubnet: string;
  computeSubnet: string;
  cloudName: string;
  armEndpoint?: string;
  outboundType: "Loadbalancer" | "UserDefinedRouting";
  resourceGroupName: string;
  baseDomainResourceGroupName: string;
  defaultMachinePlatform: { identity: { type: "None" } };
};
