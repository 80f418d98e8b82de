/** A resource group with one of everything that hangs together: what tests of whole groups begin with. */
import assert from "node:assert/strict";
import { type InProcess, subscription } from "../../tools/in-process.ts";

const root = `/subscriptions/${subscription}`;
const version = "api-version=2020-08-01";
const groupVersion = "api-version=2019-07-01";

/** A group with everything that hangs together: network, balancer, link service, endpoint, interface, address, lock scope. */
export async function furnish(arm: InProcess, name: string): Promise<void> {
  const network = `${root}/resourceGroups/${name}/providers/Microsoft.Network`;
  const put = async (path: string, properties: object, more: object = {}) => {
    const answer = await arm.plain("PUT", `${network}/${path}?${version}`, { location: "eastus", ...more, properties });
    assert.ok(answer.status < 300, answer.text);
    if (answer.headers["azure-asyncoperation"] !== undefined)
      await arm.plain("GET", `${new URL(answer.headers["azure-asyncoperation"]).pathname}?${version}`);
  };
  await arm.plain("PUT", `${root}/resourceGroups/${name}?${groupVersion}`, { location: "eastus" });
  await put("networkSecurityGroups/nsg", {});
  await put("routeTables/rt", {});
  await put("virtualNetworks/v", {
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    subnets: [
      {
        name: "s",
        properties: {
          addressPrefix: "10.0.0.0/24",
          privateLinkServiceNetworkPolicies: "Disabled",
          networkSecurityGroup: { id: `${network}/networkSecurityGroups/nsg` },
          routeTable: { id: `${network}/routeTables/rt` },
        },
      },
    ],
  });
  const subnet = { id: `${network}/virtualNetworks/v/subnets/s` };
  await put("publicIPAddresses/p", { publicIPAllocationMethod: "Static" }, { sku: { name: "Standard" } });
  await put(
    "loadBalancers/lb",
    { frontendIPConfigurations: [{ name: "f", properties: { subnet } }], backendAddressPools: [{ name: "b" }] },
    { sku: { name: "Standard" } },
  );
  await put("privateLinkServices/pls", {
    loadBalancerFrontendIpConfigurations: [{ id: `${network}/loadBalancers/lb/frontendIPConfigurations/f` }],
    ipConfigurations: [{ name: "c", properties: { subnet } }],
    autoApproval: { subscriptions: [subscription] },
  });
  await put("privateEndpoints/pe", {
    subnet,
    manualPrivateLinkServiceConnections: [
      { name: "c", properties: { privateLinkServiceId: `${network}/privateLinkServices/pls` } },
    ],
  });
  await put("networkInterfaces/n", {
    networkSecurityGroup: { id: `${network}/networkSecurityGroups/nsg` },
    ipConfigurations: [
      {
        name: "c",
        properties: {
          subnet,
          publicIPAddress: { id: `${network}/publicIPAddresses/p` },
          loadBalancerBackendAddressPools: [{ id: `${network}/loadBalancers/lb/backendAddressPools/b` }],
        },
      },
    ],
  });
}
