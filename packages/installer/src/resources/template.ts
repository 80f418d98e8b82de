import type { Json, JsonObject } from "@aro/api";
import { type Deployment, templateOf } from "@aro/azure";
import { apiVersionOf } from "@aro/cluster/api-versions";
import { usesWorkloadIdentity } from "../cluster/clear-cluster.ts";
import {
  type InstallFacts,
  infraIdOf,
  leavesByLoadBalancer,
  managedGroupOf,
  type NodeFacts,
  regionOf,
} from "../cluster/facts.ts";
import { masterDiskGB } from "../install-config/install-config.ts";

/** What the deployment is told besides the facts. */
export interface MachineAssets {
  /** base64 of the masters' pointer ignition. */
  masterCustomData: string;
  /** Azure wants a password of every machine; this one is never set, since the system has no agent that would. */
  password: string;
  /** With workload identities: the address of `bootstrap.ign` with a token in it. */
  bootstrapAddress?: string;
  /** The bootstrap machine is there already and is not mentioned. */
  bootstrapStands?: boolean;
}

/** Of the facts, those that the machines are made from. */
export type MachineFacts = Pick<InstallFacts, "cluster" | "cloud" | "image" | "controlPlane">;

/** Name of the deployment (spec 03 §7.4). */
export const resourcesDeployment = "resources";

const machines = "Microsoft.Compute/virtualMachines";
const interfaces = "Microsoft.Network/networkInterfaces";
const balancers = "Microsoft.Network/loadBalancers";
const accounts = "Microsoft.Storage/storageAccounts";
/** Api-version of machines (spec 03 §7.4). */
export const machineVersion = "2020-12-01";
const bootstrapDiskGB = 100;
const dayMilliseconds = 86_400_000;

const id = (type: string, ...names: string[]): JsonObject => ({
  id: `[resourceId('${type}', ${names.map((name) => `'${name}'`).join(", ")})]`,
});

/** The machines of a new control plane and the one that bootstraps it (spec 03 §7.4). */
export function resourcesDeploymentOf(facts: MachineFacts, assets: MachineAssets): Deployment {
  const infraId = infraIdOf(facts);
  const byIdentity = usesWorkloadIdentity(facts.cluster);
  const pools = [
    id(`${balancers}/backendAddressPools`, `${infraId}-internal`, infraId),
    ...(leavesByLoadBalancer(facts) ? [id(`${balancers}/backendAddressPools`, infraId, infraId)] : []),
  ];
  const masters = [0, 1, 2];
  return {
    resourceGroup: managedGroupOf(facts),
    name: resourcesDeployment,
    template: templateOf(
      [
        networkInterface(facts, {
          name: `${infraId}-bootstrap-nic`,
          configuration: "bootstrap-nic-ip-v4",
          pools,
          acceleratedNetworking: undefined,
        }),
        ...masters.map((index) =>
          networkInterface(facts, {
            name: `${infraId}-master${index}-nic`,
            configuration: "pipConfig",
            pools: [...pools, id(`${balancers}/backendAddressPools`, `${infraId}-internal`, `ssh-${index}`)],
            acceleratedNetworking: facts.controlPlane.acceleratedNetworking,
          }),
        ),
        ...(assets.bootstrapStands === true
          ? []
          : [
              machine(facts, assets, {
                name: `${infraId}-bootstrap`,
                computerName: `${infraId}-bootstrap-vm`,
                interfaceName: `${infraId}-bootstrap-nic`,
                disk: { diskSizeGB: bootstrapDiskGB, caching: "ReadWrite" },
                customData: bootstrapCustomData(facts, byIdentity),
                zone: undefined,
              }),
            ]),
        ...masters.map((index) =>
          machine(facts, assets, {
            name: `${infraId}-master-${index}`,
            computerName: `${infraId}-master-${index}`,
            interfaceName: `${infraId}-master${index}-nic`,
            disk: { diskSizeGB: masterDiskGB, caching: "ReadOnly" },
            customData: assets.masterCustomData,
            zone: zoneOf(facts.controlPlane, index),
          }),
        ),
      ],
      { sas: { type: byIdentity ? "secureString" : "object" }, controlPlaneZones: { type: "array" } },
    ),
    parameters: {
      sas: { value: byIdentity ? (assets.bootstrapAddress ?? "") : signatureInputs(facts) },
      controlPlaneZones: { value: [...facts.controlPlane.zones] },
    },
  };
}

/** Id of the machine that bootstraps the control plane. */
export const bootstrapMachineId = (cluster: MachineFacts["cluster"]): string =>
  `${cluster.properties.clusterProfile.resourceGroupId}/providers/${machines}/${infraIdOf({ cluster })}-bootstrap`;

const zoneOf = ({ zones }: NodeFacts, index: number): string | undefined =>
  zones.length === 0 ? undefined : `[parameters('controlPlaneZones')[${index}]]`;

/** What `listAccountSas` is asked for: a day from the start of the installation, so that a deployment that is repeated says the same. */
function signatureInputs({ cluster }: MachineFacts): Json {
  const start = cluster.properties.install?.now ?? "";
  return {
    signedServices: "b",
    signedResourceTypes: "o",
    signedPermission: "rl",
    signedProtocol: "https",
    signedStart: start,
    signedExpiry: new Date(Date.parse(start) + dayMilliseconds).toISOString(),
  };
}

/** An expression: base64 of an Ignition config that is replaced by `bootstrap.ign`, at an address which only the deployment can sign. */
function bootstrapCustomData({ cluster, cloud }: MachineFacts, byIdentity: boolean): string {
  const { storageSuffix, networkProfile } = cluster.properties;
  const account = `cluster${storageSuffix}`;
  const gateway = networkProfile.gatewayPrivateEndpointIp;
  const proxy = gateway ? `"proxy":{"httpsProxy":"http://${gateway}"},` : "";
  const before = `{"ignition":{"version":"3.2.0",${proxy}"config":{"replace":{"source":"`;
  const after = '"}}}}';
  const plain = `https://${account}.blob.${cloud.suffixes.storage}/ignition/bootstrap.ign?`;
  const token = `listAccountSas(resourceId('${accounts}', '${account}'), '${versionOf(accounts)}', parameters('sas')).accountSasToken`;
  return byIdentity
    ? `[base64(concat('${before}', parameters('sas'), '${after}'))]`
    : `[base64(concat('${before}${plain}', ${token}, '${after}'))]`;
}

function versionOf(type: string): string {
  const version = apiVersionOf(type);
  if (version === undefined) throw new Error(`no api-version is known for ${type}`);
  return version;
}

const networkInterface = (
  facts: MachineFacts,
  of: { name: string; configuration: string; pools: JsonObject[]; acceleratedNetworking: boolean | undefined },
): JsonObject => ({
  type: interfaces,
  apiVersion: versionOf(interfaces),
  name: of.name,
  location: regionOf(facts),
  properties: {
    ...(of.acceleratedNetworking === undefined ? {} : { enableAcceleratedNetworking: of.acceleratedNetworking }),
    ipConfigurations: [
      {
        name: of.configuration,
        properties: {
          subnet: { id: facts.cluster.properties.masterProfile.subnetId },
          loadBalancerBackendAddressPools: of.pools,
        },
      },
    ],
  },
});

function machine(
  facts: MachineFacts,
  { password }: MachineAssets,
  of: {
    name: string;
    computerName: string;
    interfaceName: string;
    disk: { diskSizeGB: number; caching: "ReadOnly" | "ReadWrite" };
    customData: string;
    zone: string | undefined;
  },
): JsonObject {
  const { masterProfile } = facts.cluster.properties;
  const { diskEncryptionSetId } = masterProfile;
  return {
    type: machines,
    apiVersion: machineVersion,
    name: of.name,
    location: regionOf(facts),
    dependsOn: [`[resourceId('${interfaces}', '${of.interfaceName}')]`],
    ...(of.zone === undefined ? {} : { zones: [of.zone] }),
    properties: {
      hardwareProfile: { vmSize: facts.controlPlane.vmSize },
      storageProfile: {
        imageReference: { ...facts.image },
        osDisk: {
          name: `${of.name}_OSDisk`,
          createOption: "FromImage",
          ...of.disk,
          managedDisk: {
            storageAccountType: "Premium_LRS",
            ...(diskEncryptionSetId ? { diskEncryptionSet: { id: diskEncryptionSetId } } : {}),
          },
        },
      },
      osProfile: {
        computerName: of.computerName,
        adminUsername: "core",
        adminPassword: password,
        customData: of.customData,
        linuxConfiguration: { disablePasswordAuthentication: false },
      },
      ...(masterProfile.encryptionAtHost === "Enabled" ? { securityProfile: { encryptionAtHost: true } } : {}),
      networkProfile: { networkInterfaces: [id(interfaces, of.interfaceName)] },
      diagnosticsProfile: { bootDiagnostics: { enabled: true } },
    },
  };
}
