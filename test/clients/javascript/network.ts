import { NetworkManagementClient } from "@azure/arm-network";
import { type Step, stepsOf } from "./life.ts";
import { credential, group, location, options, subscription, tagged, tags } from "./sign-in.ts";

const client = new NetworkManagementClient(credential, subscription, options);
const frontend = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/loadBalancers/lb/frontendIPConfigurations/fe`;

/** Subnet and its network, for what needs one: machines. */
export const subnet = async () => {
  const addressSpace = { addressPrefixes: ["10.9.0.0/16"] };
  const subnets = [{ name: "machines", addressPrefix: "10.9.0.0/24" }];
  await client.virtualNetworks.createOrUpdate(group, "machines", { location, addressSpace, subnets });
  return client.subnets.get(group, "machines", "machines");
};
export const networkInterface = async (name: string) => {
  const ipConfigurations = [{ name: "ip", subnet: { id: (await subnet()).id ?? "" } }];
  return client.networkInterfaces.createOrUpdate(group, name, { location, ipConfigurations });
};
export { client as networkClient };

const bad = (code: string, call: () => PromiseLike<unknown>) => ({ status: 400, code, call });

export const network = (): readonly Step[] => {
  const { virtualNetworks, subnets, networkSecurityGroups, securityRules, publicIPAddresses, loadBalancers } = client;
  const addressSpace = { addressPrefixes: ["10.0.0.0/16"] };
  const rule = {
    ...{ priority: 200, direction: "Inbound", access: "Allow", protocol: "Tcp" },
    ...{ sourceAddressPrefix: "*", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "443" },
  } as const;
  const address = { location, sku: { name: "Standard" }, publicIPAllocationMethod: "Static" } as const;
  return [
    ...stepsOf({
      what: "network virtualNetworks",
      create: () => virtualNetworks.createOrUpdate(group, "vnet", { location, addressSpace }),
      get: () => virtualNetworks.get(group, "vnet"),
      list: () => virtualNetworks.list(group),
      update: () => virtualNetworks.updateTags(group, "vnet", { tags }),
      updated: tagged,
      remove: () => virtualNetworks.delete(group, "vnet"),
      refused: bad("InvalidAddressPrefixFormat", () =>
        virtualNetworks.createOrUpdate(group, "bad", { location, addressSpace: { addressPrefixes: ["10.0.0.0"] } }),
      ),
    }),
    ...stepsOf({
      what: "network subnets",
      create: async () => {
        await virtualNetworks.createOrUpdate(group, "vnet", { location, addressSpace });
        return subnets.createOrUpdate(group, "vnet", "one", { addressPrefix: "10.0.0.0/24" });
      },
      get: () => subnets.get(group, "vnet", "one"),
      list: () => subnets.list(group, "vnet"),
      update: () => subnets.createOrUpdate(group, "vnet", "one", { addressPrefix: "10.0.4.0/24" }),
      updated: ({ addressPrefix }) => addressPrefix === "10.0.4.0/24",
      remove: () => subnets.delete(group, "vnet", "one"),
      refused: bad("NetcfgSubnetRangeOutsideVnet", () =>
        subnets.createOrUpdate(group, "vnet", "two", { addressPrefix: "10.9.0.0/24" }),
      ),
    }),
    ...stepsOf({
      what: "network networkSecurityGroups",
      create: () => networkSecurityGroups.createOrUpdate(group, "nsg", { location }),
      get: () => networkSecurityGroups.get(group, "nsg"),
      list: () => networkSecurityGroups.listAll(),
      update: () => networkSecurityGroups.updateTags(group, "nsg", { tags }),
      updated: tagged,
      remove: () => networkSecurityGroups.delete(group, "nsg"),
      refused: {
        status: 404,
        code: "ResourceNotFound",
        call: () => networkSecurityGroups.get(group, "nowhere"),
      },
    }),
    ...stepsOf({
      what: "network securityRules",
      create: async () => {
        await networkSecurityGroups.createOrUpdate(group, "nsg", { location });
        return securityRules.createOrUpdate(group, "nsg", "https", rule);
      },
      get: () => securityRules.get(group, "nsg", "https"),
      list: () => securityRules.list(group, "nsg"),
      update: () => securityRules.createOrUpdate(group, "nsg", "https", { ...rule, priority: 300 }),
      updated: ({ priority }) => priority === 300,
      remove: () => securityRules.delete(group, "nsg", "https"),
      refused: bad("SecurityRuleConflict", () =>
        securityRules.createOrUpdate(group, "nsg", "other", { ...rule, priority: 300 }),
      ),
    }),
    ...stepsOf({
      what: "network publicIPAddresses",
      create: () => publicIPAddresses.createOrUpdate(group, "ip", address),
      get: () => publicIPAddresses.get(group, "ip"),
      list: () => publicIPAddresses.list(group),
      update: () => publicIPAddresses.updateTags(group, "ip", { tags }),
      updated: tagged,
      remove: () => publicIPAddresses.delete(group, "ip"),
      refused: { status: 404, code: "ResourceNotFound", call: () => publicIPAddresses.get(group, "nowhere") },
    }),
    ...stepsOf({
      what: "network loadBalancers",
      create: async () => {
        const publicIPAddress = await publicIPAddresses.createOrUpdate(group, "ip", address);
        return loadBalancers.createOrUpdate(group, "lb", {
          location,
          sku: { name: "Standard" },
          frontendIPConfigurations: [{ name: "fe", publicIPAddress: { id: publicIPAddress.id ?? "" } }],
          backendAddressPools: [{ name: "be" }],
          probes: [{ name: "probe", protocol: "Tcp", port: 80 }],
          loadBalancingRules: [
            {
              name: "rule",
              protocol: "Tcp",
              frontendPort: 80,
              backendPort: 80,
              frontendIPConfiguration: { id: frontend },
            },
          ],
        });
      },
      get: () => loadBalancers.get(group, "lb"),
      list: () => loadBalancers.list(group),
      update: () => loadBalancers.updateTags(group, "lb", { tags }),
      updated: tagged,
      remove: () => loadBalancers.delete(group, "lb"),
      refused: bad("PublicIPAddressCannotBeDeleted", () => publicIPAddresses.delete(group, "ip")),
    }),
    ...stepsOf({
      what: "network networkInterfaces",
      create: () => networkInterface("nic"),
      get: () => client.networkInterfaces.get(group, "nic"),
      list: () => client.networkInterfaces.list(group),
      update: () => client.networkInterfaces.updateTags(group, "nic", { tags }),
      updated: tagged,
      remove: () => client.networkInterfaces.delete(group, "nic"),
      refused: bad("InUseSubnetCannotBeDeleted", () => virtualNetworks.delete(group, "machines")),
    }),
  ];
};
