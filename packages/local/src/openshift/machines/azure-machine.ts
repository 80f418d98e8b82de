import { type Doc, record, text } from "../../documents/document.ts";
import type { AzureClient } from "../azure/azure-client.ts";
import type { ProviderSpec } from "./provider-spec.ts";

const versions = { network: "2022-07-01", compute: "2024-03-01", disks: "2022-07-02" } as const;

/** Where what belongs to a machine stands in ARM. */
export interface MachinePlace {
  subscriptionId: string;
  infraId: string;
  name: string;
  spec: ProviderSpec;
}

const groupOf = ({ subscriptionId, spec }: MachinePlace, group = spec.resourceGroup): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${group}`;

export const machineIdOf = (place: MachinePlace): string =>
  `${groupOf(place)}/providers/Microsoft.Compute/virtualMachines/${place.name}`;
const interfaceIdOf = (place: MachinePlace): string =>
  `${groupOf(place)}/providers/Microsoft.Network/networkInterfaces/${place.name}-nic`;
const diskIdOf = (place: MachinePlace): string =>
  `${groupOf(place)}/providers/Microsoft.Compute/disks/${place.name}_OSDisk`;

/** What of a machine in ARM its Machine shows. */
export interface FoundMachine {
  id: string;
  vmId: string;
  state: string;
  power: string;
  addresses: readonly { type: string; address: string }[];
}

/** Looks a machine up; undefined when ARM has none. @throws AzureFailure */
export async function findMachine(client: AzureClient, place: MachinePlace): Promise<FoundMachine | undefined> {
  const id = machineIdOf(place);
  const machine = await client.get(id, versions.compute);
  if (machine === undefined) return undefined;
  const properties = record(machine["properties"]);
  const view = await client.get(`${id}/instanceView`, versions.compute);
  const statuses = (view?.["statuses"] ?? []) as readonly { code?: string }[];
  const power =
    statuses.map(({ code }) => /^PowerState\/(.+)$/.exec(code ?? "")?.[1]).find((one) => one !== undefined) ?? "";
  const interfaces = (record(properties["networkProfile"])["networkInterfaces"] ?? []) as readonly { id?: string }[];
  const addresses: { type: string; address: string }[] = [];
  for (const { id: one = "" } of interfaces) {
    const found = record((await client.get(one, versions.network))?.["properties"]);
    for (const configuration of (found["ipConfigurations"] ?? []) as readonly Doc[])
      addresses.push({ type: "InternalIP", address: text(record(configuration["properties"])["privateIPAddress"]) });
  }
  return {
    id: text(machine["id"]),
    vmId: text(properties["vmId"]),
    state: text(properties["provisioningState"]),
    power,
    addresses: [{ type: "Hostname", address: place.name }, { type: "InternalDNS", address: place.name }, ...addresses],
  };
}

/** Makes the interface and the machine, and waits for it. @throws AzureFailure */
export async function makeMachine(
  client: AzureClient,
  place: MachinePlace,
  { userData, password }: { userData: string; password: string },
  signal: AbortSignal,
): Promise<void> {
  const { spec, infraId } = place;
  const network = `${groupOf(place, spec.networkResourceGroup)}/providers/Microsoft.Network/virtualNetworks/${spec.vnet}`;
  const pools = [spec.publicLoadBalancer, spec.internalLoadBalancer]
    .filter((balancer) => balancer !== "")
    .map((balancer) => ({
      id: `${groupOf(place)}/providers/Microsoft.Network/loadBalancers/${balancer}/backendAddressPools/${infraId}`,
    }));
  const tags = { ...spec.tags, [`kubernetes.io_cluster.${infraId}`]: "owned" };
  await client.put(
    interfaceIdOf(place),
    versions.network,
    {
      location: spec.location,
      tags,
      properties: {
        enableAcceleratedNetworking: spec.acceleratedNetworking,
        ...(spec.securityGroup === ""
          ? {}
          : {
              networkSecurityGroup: {
                id: `${groupOf(place, spec.networkResourceGroup)}/providers/Microsoft.Network/networkSecurityGroups/${spec.securityGroup}`,
              },
            }),
        ipConfigurations: [
          {
            name: "pipConfig",
            properties: {
              subnet: { id: `${network}/subnets/${spec.subnet}` },
              privateIPAllocationMethod: "Dynamic",
              loadBalancerBackendAddressPools: pools,
            },
          },
        ],
      },
    },
    signal,
  );
  await client.put(machineIdOf(place), versions.compute, machineBody(place, tags, userData, password), signal);
}

function machineBody(place: MachinePlace, tags: Record<string, string>, userData: string, password: string): Doc {
  const { spec, name } = place;
  const { image, osDisk } = spec;
  const managed = record(osDisk["managedDisk"]);
  const encryption = record(managed["diskEncryptionSet"]);
  const resource = text(image["resourceID"]);
  return {
    location: spec.location,
    tags,
    ...(spec.zone === undefined ? {} : { zones: [spec.zone] }),
    properties: {
      hardwareProfile: { vmSize: spec.vmSize },
      storageProfile: {
        imageReference:
          resource === ""
            ? {
                publisher: text(image["publisher"]),
                offer: text(image["offer"]),
                sku: text(image["sku"]),
                version: text(image["version"]),
              }
            : {
                id: resource.startsWith("/subscriptions/")
                  ? resource
                  : `/subscriptions/${place.subscriptionId}${resource}`,
              },
        osDisk: {
          name: `${name}_OSDisk`,
          osType: text(osDisk["osType"]) || "Linux",
          createOption: "FromImage",
          diskSizeGB: Number(osDisk["diskSizeGB"] ?? 128),
          ...(text(osDisk["cachingType"]) === "" ? {} : { caching: text(osDisk["cachingType"]) }),
          managedDisk: {
            storageAccountType: text(managed["storageAccountType"]) || "Premium_LRS",
            ...(text(encryption["id"]) === "" ? {} : { diskEncryptionSet: { id: text(encryption["id"]) } }),
          },
        },
      },
      osProfile: {
        computerName: name,
        adminUsername: "capi",
        adminPassword: password,
        customData: Buffer.from(userData).toString("base64"),
      },
      networkProfile: { networkInterfaces: [{ id: interfaceIdOf(place), properties: { primary: true } }] },
      ...(spec.encryptionAtHost ? { securityProfile: { encryptionAtHost: true } } : {}),
      ...(spec.bootDiagnostics ? { diagnosticsProfile: { bootDiagnostics: { enabled: true } } } : {}),
      ...(spec.spot ? { priority: "Spot", evictionPolicy: "Deallocate" } : {}),
    },
    ...(spec.managedIdentity === ""
      ? {}
      : {
          identity: {
            type: "UserAssigned",
            userAssignedIdentities: {
              [spec.managedIdentity.startsWith("/")
                ? spec.managedIdentity
                : `${groupOf(place)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${spec.managedIdentity}`]:
                {},
            },
          },
        }),
  };
}

/** Removes a machine with its disk and interface. @throws AzureFailure */
export async function removeMachine(client: AzureClient, place: MachinePlace, signal: AbortSignal): Promise<void> {
  await client.remove(machineIdOf(place), versions.compute, signal);
  await client.remove(diskIdOf(place), versions.disks, signal);
  await client.remove(interfaceIdOf(place), versions.network, signal);
}
