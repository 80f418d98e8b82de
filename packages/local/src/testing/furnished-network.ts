import type { NetworkManagementClient } from "@azure/arm-network";
import type { ResourceManagementClient } from "@azure/arm-resources";

/** The subscription whose resources tests of machines make. */
export interface Furnished {
  /** Id of the group. */
  group: string;
  /** Makes an interface and answers its id. */
  nic(name: string, subnet?: string): Promise<string>;
}

/** A group `rg` with a network of two subnets, where interfaces can be had. */
export async function furnish(arm: {
  groups: ResourceManagementClient;
  network: NetworkManagementClient;
}): Promise<Furnished> {
  const { id: group = "" } = await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  for (const name of ["v", "w"])
    await arm.network.virtualNetworks.createOrUpdate("rg", name, {
      location: "eastus",
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
      subnets: [{ name: "s", addressPrefix: "10.0.0.0/20" }],
    });
  return {
    group,
    nic: async (name, subnet = "v/subnets/s") => {
      const made = await arm.network.networkInterfaces.createOrUpdate("rg", name, {
        location: "eastus",
        ipConfigurations: [
          { name: "c", subnet: { id: `${group}/providers/Microsoft.Network/virtualNetworks/${subnet}` } },
        ],
      });
      return made.id ?? "";
    },
  };
}

/** What a PUT of a machine says, with one interface; `more` replaces members. */
export const machine = (nic: string, more: Readonly<Record<string, unknown>> = {}) => ({
  location: "eastus",
  hardwareProfile: { vmSize: "Standard_D8s_v3" },
  storageProfile: {
    imageReference: { publisher: "azureopenshift", offer: "aro4", sku: "aro_418", version: "418.94.20250122" },
    osDisk: { createOption: "FromImage", diskSizeGB: 128, managedDisk: { storageAccountType: "Premium_LRS" } },
  },
  osProfile: { computerName: "m", adminUsername: "core", adminPassword: "NotForLong1!", customData: "e30=" },
  networkProfile: { networkInterfaces: [{ id: nic }] },
  ...more,
});
