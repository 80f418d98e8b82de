import * as read from "../parse.ts";

/** One flag of `create` beyond those that every command has. The table is the documentation: `--help` prints it in this order. */
export interface CreateFlag {
  /** As commander takes it; two long names are joined by a comma, the second is the one that is documented elsewhere. */
  flags: string;
  help: string;
  group: string;
  /** Reads the value; absent for flags that may be given without one (true). */
  read?: read.Read<unknown>;
  threeState?: true;
  required?: true;
  /** An older name that is still taken, and not shown, as commander takes it. */
  formerly?: string;
  /** What applies when it is not given, as the help words it. */
  otherwise?: string;
}

const network = "Network";
const identity = "Identity";
const cluster = "Cluster";
const machines = "Machines";

/** The flags of `create`, named and meant as `az aro create` has them (spec 06 §7.3). */
export const createFlags = {
  location: {
    flags: "-l, --location <region>",
    help: "region, e.g. eastus",
    group: cluster,
    read: read.name,
    otherwise: "that of the resource group",
  },
  version: {
    flags: "--version <version>",
    formerly: "--install-version <version>",
    help: "OpenShift version, e.g. 4.19.12",
    group: cluster,
    read: read.version,
    otherwise: "the service's default",
  },
  domain: {
    flags: "--domain <domain>",
    help: "domain of the cluster: a prefix of the service's, or one of your own",
    group: cluster,
    read: read.domain,
    otherwise: "a random one",
  },
  clusterResourceGroup: {
    flags: "--cluster-resource-group <group>",
    help: "resource group that is made for what the cluster consists of; must not exist yet",
    group: cluster,
    read: read.name,
    otherwise: "aro- and the domain",
  },
  pullSecret: {
    flags: "--pull-secret <secret>",
    help: "pull secret from Red Hat, as @FILE, file name or JSON text",
    group: cluster,
    read: read.anyText,
    otherwise: "none: samples and operators from Red Hat and partners are missing",
  },
  fips: {
    flags: "--fips, --fips-validated-modules [true|false]",
    help: "use FIPS validated modules",
    group: cluster,
    threeState: true,
    otherwise: "false",
  },
  tags: {
    flags: "--tags <key=value...>",
    help: "tags of the cluster, separated by blanks, each key once",
    group: cluster,
    otherwise: "none",
  },
  vnet: {
    flags: "--vnet <vnet>",
    help: "name or id of the virtual network; needed when the subnets are given by name",
    group: network,
    read: read.anyText,
  },
  vnetResourceGroup: {
    flags: "--vnet-resource-group <group>",
    help: "resource group of the virtual network",
    group: network,
    read: read.name,
    otherwise: "that of the cluster",
  },
  masterSubnet: {
    flags: "--master-subnet <subnet>",
    help: "name or id of the masters' subnet",
    group: network,
    read: read.anyText,
    required: true,
  },
  workerSubnet: {
    flags: "--worker-subnet <subnet>",
    help: "name or id of the workers' subnet",
    group: network,
    read: read.anyText,
    required: true,
  },
  podCidr: {
    flags: "--pod-cidr <network>",
    help: "network of the pods; /18 or wider",
    group: network,
    read: read.network,
    otherwise: "10.128.0.0/14",
  },
  serviceCidr: {
    flags: "--service-cidr <network>",
    help: "network of the services; /22 or wider",
    group: network,
    read: read.network,
    otherwise: "172.30.0.0/16",
  },
  apiserverVisibility: {
    flags: "--apiserver-visibility <visibility>",
    help: "who reaches the API server: Public or Private",
    group: network,
    read: read.oneOf(["Public", "Private"], true),
    otherwise: "Public",
  },
  ingressVisibility: {
    flags: "--ingress-visibility <visibility>",
    help: "who reaches the applications: Public or Private",
    group: network,
    read: read.oneOf(["Public", "Private"], true),
    otherwise: "Public",
  },
  outboundType: {
    flags: "--outbound-type <type>",
    help: "Loadbalancer, or UserDefinedRouting for a cluster with both visibilities Private",
    group: network,
    read: read.oneOf(["Loadbalancer", "UserDefinedRouting"]),
    otherwise: "Loadbalancer",
  },
  outboundIpCount: {
    flags: "--lb-ip-count, --load-balancer-managed-outbound-ip-count <count>",
    help: "public addresses for outgoing traffic, 1 to 20",
    group: network,
    read: read.integer(1, 20),
    otherwise: "the service's default",
  },
  preconfiguredNsg: {
    flags: "--enable-preconfigured-nsg [true|false]",
    help: "the subnets bring their own network security groups",
    group: network,
    threeState: true,
    otherwise: "false",
  },
  clientId: {
    flags: "--client-id <id>",
    help: "application id of the cluster's service principal; needs --client-secret",
    group: identity,
    read: read.uuid,
    otherwise: "the local instance makes one",
  },
  clientSecret: {
    flags: "--client-secret <secret>",
    help: "its secret",
    group: identity,
    read: read.anyText,
  },
  masterVmSize: {
    flags: "--master-vm-size <size>",
    help: "VM size of the masters",
    group: machines,
    read: read.name,
    otherwise: "Standard_D8s_v5",
  },
  workerVmSize: {
    flags: "--worker-vm-size <size>",
    help: "VM size of the workers",
    group: machines,
    read: read.name,
    otherwise: "Standard_D4s_v5",
  },
  workerVmDiskSizeGb: {
    flags: "--worker-vm-disk-size-gb <size>",
    help: "disk of a worker in GB, at least 128",
    group: machines,
    read: read.integerOrNone(128),
    otherwise: "128",
  },
  workerCount: {
    flags: "--worker-count <count>",
    help: "number of workers, at least 3",
    group: machines,
    read: read.integerOrNone(3),
    otherwise: "3",
  },
  diskEncryptionSet: {
    flags: "--disk-encryption-set <id>",
    help: "id of a disk encryption set for the disks of all machines",
    group: machines,
    read: read.anyText,
    otherwise: "keys of the platform",
  },
  masterEncryptionAtHost: {
    flags: "--master-enc-host, --master-encryption-at-host [true|false]",
    help: "encrypt the masters' disks on the host",
    group: machines,
    threeState: true,
    otherwise: "false",
  },
  workerEncryptionAtHost: {
    flags: "--worker-enc-host, --worker-encryption-at-host [true|false]",
    help: "encrypt the workers' disks on the host",
    group: machines,
    threeState: true,
    otherwise: "false",
  },
} as const satisfies Record<string, CreateFlag>;

/** What was typed, read and checked one by one. */
export interface CreateArguments {
  location?: string;
  version?: string;
  domain?: string;
  clusterResourceGroup?: string;
  pullSecret?: string;
  fips?: boolean;
  tags?: { [key: string]: string };
  vnet?: string;
  vnetResourceGroup?: string;
  masterSubnet: string;
  workerSubnet: string;
  podCidr?: string;
  serviceCidr?: string;
  apiserverVisibility?: string;
  ingressVisibility?: string;
  outboundType?: string;
  outboundIpCount?: number;
  preconfiguredNsg?: boolean;
  clientId?: string;
  clientSecret?: string;
  masterVmSize?: string;
  workerVmSize?: string;
  workerVmDiskSizeGb?: number;
  workerCount?: number;
  diskEncryptionSet?: string;
  masterEncryptionAtHost?: boolean;
  workerEncryptionAtHost?: boolean;
}
