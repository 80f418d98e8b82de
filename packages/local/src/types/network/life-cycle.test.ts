import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../../tools/in-process.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const network = `${group}/providers/Microsoft.Network`;

/** An emulated ARM with a group and a virtual network of two subnets. */
async function withNetwork() {
  const arm = inProcess();
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  const vnet = await arm.network.virtualNetworks.createOrUpdate("rg", "vnet", {
    location: "eastus",
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    subnets: [
      { name: "master", addressPrefix: "10.0.0.0/24", privateLinkServiceNetworkPolicies: "Disabled" },
      { name: "worker", addressPrefix: "10.0.1.0/24" },
    ],
  });
  return { arm, vnet, master: `${vnet.id}/subnets/master`, worker: `${vnet.id}/subnets/worker` };
}

const collect = async <Item>(pages: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const one of pages) found.push(one);
  return found;
};

const codeOf = (code: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, code);
  return true;
};

test("a virtual network lives its whole life through the SDK: create, get, list, tags, replace, delete", async () => {
  await using arm = inProcess();
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  const body = { location: "East US", addressSpace: { addressPrefixes: ["10.0.0.0/16"] }, tags: { a: "1" } };
  const made = await arm.network.virtualNetworks.createOrUpdate("rg", "Vnet", body);
  assert.equal(made.id, `${network}/virtualNetworks/Vnet`);
  assert.equal(made.type, "Microsoft.Network/virtualNetworks");
  assert.equal(made.location, "eastus");
  assert.equal(made.provisioningState, "Succeeded");
  assert.match(made.etag ?? "", /^W\/"/);
  assert.match(made.resourceGuid ?? "", /^[0-9a-f-]{36}$/);
  const again = await arm.network.virtualNetworks.get("rg", "VNET");
  assert.equal(again.id, made.id, "the casing of the first PUT stays (ARM-URI-03)");
  const tagged = await arm.network.virtualNetworks.updateTags("rg", "Vnet", { tags: { b: "2" } });
  assert.deepEqual(tagged.tags, { b: "2" });
  assert.deepEqual(tagged.addressSpace?.addressPrefixes, ["10.0.0.0/16"]);
  const replaced = await arm.network.virtualNetworks.createOrUpdate("rg", "Vnet", { ...body, tags: {} });
  assert.equal(replaced.resourceGuid, made.resourceGuid);
  assert.deepEqual(
    (await collect(arm.network.virtualNetworks.list("rg"))).map((one) => one.name),
    ["Vnet"],
  );
  assert.deepEqual(
    (await collect(arm.network.virtualNetworks.listAll())).map((one) => one.name),
    ["Vnet"],
  );
  await arm.network.virtualNetworks.delete("rg", "Vnet");
  await assert.rejects(arm.network.virtualNetworks.get("rg", "Vnet"), codeOf("ResourceNotFound"));
  await arm.network.virtualNetworks.delete("rg", "Vnet");
});

test("a subnet is written inline and by itself, and both are one", async () => {
  const { arm, vnet } = await withNetwork();
  await using _ = arm;
  const third = await arm.network.subnets.createOrUpdate("rg", "vnet", "third", { addressPrefix: "10.0.2.0/24" });
  assert.equal(third.id, `${vnet.id}/subnets/third`);
  assert.equal(third.privateLinkServiceNetworkPolicies, "Enabled");
  const whole = await arm.network.virtualNetworks.get("rg", "vnet");
  assert.deepEqual(
    whole.subnets?.map((one) => one.name),
    ["master", "worker", "third"],
  );
  assert.equal(whole.etag, third.etag);
  const kept = await arm.network.virtualNetworks.createOrUpdate("rg", "vnet", {
    location: "eastus",
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
  });
  assert.equal(kept.subnets?.length, 3, "subnets that are left out of a PUT stay");
  await arm.network.subnets.delete("rg", "vnet", "third");
  assert.deepEqual(
    (await collect(arm.network.subnets.list("rg", "vnet"))).map((one) => one.name),
    ["master", "worker"],
  );
  await assert.rejects(arm.network.subnets.get("rg", "vnet", "third"), codeOf("NotFound"));
});

test("a security group and a route table show the subnets that use them, and go only when none does", async () => {
  const { arm, worker } = await withNetwork();
  await using _ = arm;
  const nsg = await arm.network.networkSecurityGroups.createOrUpdate("rg", "nsg", {
    location: "eastus",
    securityRules: [
      {
        name: "apiserver_in",
        protocol: "Tcp",
        access: "Allow",
        direction: "Inbound",
        priority: 120,
        sourceAddressPrefix: "*",
        sourcePortRange: "*",
        destinationAddressPrefix: "*",
        destinationPortRange: "6443",
      },
    ],
  });
  assert.equal(nsg.securityRules?.[0]?.id, `${nsg.id}/securityRules/apiserver_in`);
  assert.equal(nsg.defaultSecurityRules?.length, 6);
  const table = await arm.network.routeTables.createOrUpdate("rg", "rt", { location: "eastus" });
  await arm.network.subnets.createOrUpdate("rg", "vnet", "worker", {
    addressPrefix: "10.0.1.0/24",
    networkSecurityGroup: { id: nsg.id ?? "" },
    routeTable: { id: table.id ?? "" },
  });
  assert.deepEqual(
    (await arm.network.networkSecurityGroups.get("rg", "nsg")).subnets?.map((one) => one.id),
    [worker],
  );
  assert.deepEqual(
    (await arm.network.routeTables.get("rg", "rt")).subnets?.map((one) => one.id),
    [worker],
  );
  await assert.rejects(
    arm.network.networkSecurityGroups.delete("rg", "nsg"),
    codeOf("InUseNetworkSecurityGroupCannotBeDeleted"),
  );
  await assert.rejects(arm.network.routeTables.delete("rg", "rt"), codeOf("InUseRouteTableCannotBeDeleted"));
  await arm.network.subnets.createOrUpdate("rg", "vnet", "worker", { addressPrefix: "10.0.1.0/24" });
  await arm.network.networkSecurityGroups.delete("rg", "nsg");
  await arm.network.routeTables.delete("rg", "rt");
});

test("rules of a security group and routes of a table are parts of their own", async () => {
  const { arm } = await withNetwork();
  await using _ = arm;
  await arm.network.networkSecurityGroups.createOrUpdate("rg", "nsg", { location: "eastus" });
  const rule = { protocol: "*", access: "Deny", direction: "Inbound", priority: 200 } as const;
  const made = await arm.network.securityRules.createOrUpdate("rg", "nsg", "deny", rule);
  assert.equal(made.priority, 200);
  await assert.rejects(
    arm.network.securityRules.createOrUpdate("rg", "nsg", "twin", rule),
    codeOf("SecurityRuleConflict"),
  );
  await assert.rejects(
    arm.network.securityRules.createOrUpdate("rg", "nsg", "low", { ...rule, priority: 99 }),
    codeOf("InvalidParameterValue"),
  );
  assert.equal((await collect(arm.network.securityRules.list("rg", "nsg"))).length, 1);
  await arm.network.securityRules.delete("rg", "nsg", "deny");
  assert.equal((await collect(arm.network.securityRules.list("rg", "nsg"))).length, 0);
  await arm.network.routeTables.createOrUpdate("rg", "rt", { location: "eastus" });
  const route = await arm.network.routes.createOrUpdate("rg", "rt", "out", {
    addressPrefix: "0.0.0.0/0",
    nextHopType: "VirtualAppliance",
    nextHopIpAddress: "10.0.9.4",
  });
  assert.equal(route.provisioningState, "Succeeded");
  await arm.network.routes.delete("rg", "rt", "out");
});

test("a public address keeps its address, and stays while something holds it", async () => {
  const { arm, worker } = await withNetwork();
  await using _ = arm;
  const body = { location: "eastus", sku: { name: "Standard" }, publicIPAllocationMethod: "Static" } as const;
  const made = await arm.network.publicIPAddresses.createOrUpdate("rg", "pip", body);
  assert.match(made.ipAddress ?? "", /^198\.1[89]\./);
  const again = await arm.network.publicIPAddresses.createOrUpdate("rg", "pip", body);
  assert.equal(again.ipAddress, made.ipAddress);
  const configuration = (name: string) => ({
    location: "eastus",
    ipConfigurations: [{ name, subnet: { id: worker }, publicIPAddress: { id: made.id ?? "", location: "eastus" } }],
  });
  const nic = await arm.network.networkInterfaces.createOrUpdate("rg", "nic", configuration("c"));
  const held = await arm.network.publicIPAddresses.get("rg", "pip");
  assert.equal(held.ipConfiguration?.id, `${nic.id}/ipConfigurations/c`);
  await assert.rejects(
    arm.network.networkInterfaces.createOrUpdate("rg", "other", configuration("d")),
    codeOf("PublicIPAddressInUse"),
  );
  await assert.rejects(arm.network.publicIPAddresses.delete("rg", "pip"), codeOf("PublicIPAddressCannotBeDeleted"));
  await assert.rejects(
    arm.network.publicIPAddresses.createOrUpdate("rg", "pip", { location: "eastus" }),
    codeOf("PublicIPAddressSkuCannotBeChanged"),
  );
  await arm.network.networkInterfaces.delete("rg", "nic");
  await arm.network.publicIPAddresses.delete("rg", "pip");
  await assert.rejects(
    arm.network.publicIPAddresses.createOrUpdate("rg", "dynamic", { ...body, publicIPAllocationMethod: "Dynamic" }),
    codeOf("PublicIPAddressSkuRequiresStaticAllocation"),
  );
});

test("an interface takes the lowest free address of its subnet, keeps it, and gives it back", async () => {
  const { arm, master } = await withNetwork();
  await using _ = arm;
  const make = (name: string, more: object = {}) =>
    arm.network.networkInterfaces.createOrUpdate("rg", name, {
      location: "eastus",
      ipConfigurations: [{ name: "c", subnet: { id: master }, ...more }],
    });
  const addressOf = (nic: Awaited<ReturnType<typeof make>>) => nic.ipConfigurations?.[0]?.privateIPAddress;
  assert.equal(addressOf(await make("one")), "10.0.0.4");
  assert.equal(addressOf(await make("two")), "10.0.0.5");
  assert.equal(addressOf(await make("one")), "10.0.0.4");
  const fixed = { privateIPAllocationMethod: "Static" as const };
  assert.equal(addressOf(await make("three", { ...fixed, privateIPAddress: "10.0.0.9" })), "10.0.0.9");
  await assert.rejects(make("x", { ...fixed, privateIPAddress: "10.0.0.5" }), codeOf("PrivateIPAddressIsAllocated"));
  await assert.rejects(
    make("x", { ...fixed, privateIPAddress: "10.0.0.3" }),
    codeOf("PrivateIPAddressInReservedRange"),
  );
  await assert.rejects(
    make("x", { ...fixed, privateIPAddress: "10.0.0.255" }),
    codeOf("PrivateIPAddressInReservedRange"),
  );
  await assert.rejects(make("x", { ...fixed, privateIPAddress: "10.0.1.7" }), codeOf("PrivateIPAddressNotInSubnet"));
  await arm.network.networkInterfaces.delete("rg", "one");
  assert.equal(addressOf(await make("four")), "10.0.0.4");
  const subnet = await arm.network.subnets.get("rg", "vnet", "master");
  assert.deepEqual(subnet.ipConfigurations?.map((one) => one.id?.split("/").at(8)).sort(), ["four", "three", "two"]);
  const wide = await arm.network.subnets.get("rg", "vnet", "master", { expand: "ipConfigurations" });
  assert.deepEqual(wide.ipConfigurations?.map((one) => one.privateIPAddress).sort(), [
    "10.0.0.4",
    "10.0.0.5",
    "10.0.0.9",
  ]);
});

test("a load balancer fills in ids, addresses and back references, and interfaces join its pools", async () => {
  const { arm, master } = await withNetwork();
  await using _ = arm;
  const id = `${network}/loadBalancers/lb`;
  const frontend = { id: `${id}/frontendIPConfigurations/internal` };
  const pool = { id: `${id}/backendAddressPools/pool` };
  const body = {
    location: "eastus",
    sku: { name: "Standard" },
    frontendIPConfigurations: [{ name: "internal", subnet: { id: master }, zones: ["1", "2", "3"] }],
    backendAddressPools: [{ name: "pool" }],
    probes: [{ name: "probe", protocol: "Https", port: 6443, requestPath: "/readyz" }],
    loadBalancingRules: [
      {
        name: "api",
        protocol: "Tcp",
        frontendPort: 6443,
        backendPort: 6443,
        frontendIPConfiguration: frontend,
        backendAddressPool: pool,
        probe: { id: `${id}/probes/probe` },
        disableOutboundSnat: true,
      },
    ],
  };
  const made = await arm.network.loadBalancers.createOrUpdate("rg", "lb", body);
  assert.equal(made.frontendIPConfigurations?.[0]?.privateIPAddress, "10.0.0.4");
  assert.deepEqual(made.frontendIPConfigurations?.[0]?.loadBalancingRules, [{ id: `${id}/loadBalancingRules/api` }]);
  assert.deepEqual(made.probes?.[0]?.loadBalancingRules, [{ id: `${id}/loadBalancingRules/api` }]);
  assert.deepEqual(made.loadBalancingRules?.[0]?.backendAddressPools, [pool]);
  const nic = await arm.network.networkInterfaces.createOrUpdate("rg", "nic", {
    location: "eastus",
    ipConfigurations: [{ name: "c", subnet: { id: master }, loadBalancerBackendAddressPools: [pool] }],
  });
  const joined = await arm.network.loadBalancerBackendAddressPools.get("rg", "lb", "pool");
  assert.deepEqual(
    joined.backendIPConfigurations?.map((one) => one.id),
    [`${nic.id}/ipConfigurations/c`],
  );
  const fewer = { ...body, backendAddressPools: [], loadBalancingRules: [] };
  await assert.rejects(
    arm.network.loadBalancers.createOrUpdate("rg", "lb", fewer),
    codeOf("InUseBackendAddressPoolCannotBeDeleted"),
  );
  await assert.rejects(
    arm.network.loadBalancers.createOrUpdate("rg", "lb", { ...body, probes: [] }),
    codeOf("InvalidResourceReference"),
  );
  await assert.rejects(
    arm.network.loadBalancers.createOrUpdate("rg", "lb", {
      ...body,
      loadBalancingRules: [...body.loadBalancingRules, { ...body.loadBalancingRules[0], name: "twin" }],
    } as never),
    codeOf("RulesUseSameFrontendPortProtocolAndVIP"),
  );
  await assert.rejects(arm.network.subnets.delete("rg", "vnet", "master"), codeOf("InUseSubnetCannotBeDeleted"));
  await assert.rejects(arm.network.virtualNetworks.delete("rg", "vnet"), codeOf("InUseSubnetCannotBeDeleted"));
  await arm.network.loadBalancers.delete("rg", "lb");
  const left = await arm.network.networkInterfaces.get("rg", "nic");
  assert.deepEqual(left.ipConfigurations?.[0]?.loadBalancerBackendAddressPools, []);
});

test("a link service and its endpoints: alias, interfaces, approval by itself, by hand, rejection, removal", async () => {
  const { arm, master, worker } = await withNetwork();
  await using _ = arm;
  const balancer = await arm.network.loadBalancers.createOrUpdate("rg", "lb", {
    location: "eastus",
    sku: { name: "Standard" },
    frontendIPConfigurations: [{ name: "f", subnet: { id: master } }],
  });
  const service = (approved: string[]) =>
    arm.network.privateLinkServices.createOrUpdate("rg", "pls", {
      location: "eastus",
      loadBalancerFrontendIpConfigurations: [{ id: `${balancer.id}/frontendIPConfigurations/f` }],
      ipConfigurations: [{ name: "nic", subnet: { id: master } }],
      visibility: { subscriptions: ["*"] },
      autoApproval: { subscriptions: approved },
    });
  const pls = await service([]);
  assert.match(pls.alias ?? "", /^pls\.[0-9a-f-]{36}\.eastus\.azure\.privatelinkservice$/);
  assert.equal(pls.networkInterfaces?.length, 1);
  const connect = (name: string) =>
    arm.network.privateEndpoints.createOrUpdate("rg", name, {
      location: "eastus",
      subnet: { id: worker },
      manualPrivateLinkServiceConnections: [
        { name: "conn", privateLinkServiceId: pls.id ?? "", requestMessage: "please" },
      ],
    });
  const pending = await connect("first");
  assert.equal(pending.manualPrivateLinkServiceConnections?.[0]?.privateLinkServiceConnectionState?.status, "Pending");
  const own = pending.networkInterfaces?.[0]?.id?.split("/").at(-1) ?? "";
  const nic = await arm.network.networkInterfaces.get("rg", own);
  assert.equal(nic.ipConfigurations?.[0]?.privateIPAddress, "10.0.1.4");
  assert.equal(nic.privateEndpoint?.id, pending.id);
  await assert.rejects(arm.network.networkInterfaces.delete("rg", own), codeOf("NicInUseWithPrivateEndpoint"));
  const [connection] = (await arm.network.privateLinkServices.get("rg", "pls")).privateEndpointConnections ?? [];
  assert.equal(connection?.privateEndpoint?.id, pending.id);
  assert.match(connection?.linkIdentifier ?? "", /^\d+$/);
  const approved = await arm.network.privateLinkServices.updatePrivateEndpointConnection(
    "rg",
    "pls",
    connection?.name ?? "",
    {
      name: connection?.name ?? "",
      privateLinkServiceConnectionState: { status: "Approved", description: "Approved" },
    },
  );
  assert.equal(approved.linkIdentifier, connection?.linkIdentifier);
  const seen = await arm.network.privateEndpoints.get("rg", "first");
  assert.deepEqual(seen.manualPrivateLinkServiceConnections?.[0]?.privateLinkServiceConnectionState, {
    status: "Approved",
    description: "Approved",
    actionsRequired: "None",
  });
  assert.equal(
    (await connect("first")).manualPrivateLinkServiceConnections?.[0]?.privateLinkServiceConnectionState?.status,
    "Approved",
  );
  await service([subscription.toUpperCase()]);
  const second = await connect("second");
  assert.equal(second.manualPrivateLinkServiceConnections?.[0]?.privateLinkServiceConnectionState?.status, "Approved");
  const listed = await collect(arm.network.privateLinkServices.listPrivateEndpointConnections("rg", "pls"));
  assert.equal(listed.length, 2);
  await assert.rejects(
    arm.network.loadBalancers.delete("rg", "lb"),
    codeOf("CannotDeleteLoadBalancerWithPrivateLinkService"),
  );
  await assert.rejects(arm.network.privateLinkServices.delete("rg", "pls"), /private endpoint connections/);
  await arm.network.privateLinkServices.deletePrivateEndpointConnection("rg", "pls", listed[0]?.name ?? "");
  const cut = await arm.network.privateEndpoints.get("rg", "first");
  assert.equal(cut.manualPrivateLinkServiceConnections?.[0]?.privateLinkServiceConnectionState?.status, "Disconnected");
  await arm.network.privateEndpoints.delete("rg", "second");
  await assert.rejects(
    arm.network.networkInterfaces.get("rg", second.networkInterfaces?.[0]?.id?.split("/").at(-1) ?? ""),
  );
  await arm.network.privateLinkServices.delete("rg", "pls");
  await arm.network.privateEndpoints.delete("rg", "first");
  await arm.network.loadBalancers.delete("rg", "lb");
  await arm.network.virtualNetworks.delete("rg", "vnet");
  assert.deepEqual(await collect(arm.network.networkInterfaces.list("rg")), []);
});

test("a link service needs a subnet without network policies and a Standard load balancer", async () => {
  const { arm, master, worker } = await withNetwork();
  await using _ = arm;
  for (const [name, sku] of [
    ["basic", "Basic"],
    ["standard", "Standard"],
  ] as const)
    await arm.network.loadBalancers.createOrUpdate("rg", name, {
      location: "eastus",
      sku: { name: sku },
      frontendIPConfigurations: [{ name: "f", subnet: { id: master } }],
    });
  const make = (balancer: string, subnet: string) =>
    arm.network.privateLinkServices.createOrUpdate("rg", "pls", {
      location: "eastus",
      loadBalancerFrontendIpConfigurations: [{ id: `${network}/loadBalancers/${balancer}/frontendIPConfigurations/f` }],
      ipConfigurations: [{ name: "c", subnet: { id: subnet } }],
    });
  await assert.rejects(make("basic", master), codeOf("PrivateLinkServiceRequiresStandardLoadBalancer"));
  await assert.rejects(
    make("standard", worker),
    codeOf("PrivateLinkServiceCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled"),
  );
  await make("standard", master);
});
