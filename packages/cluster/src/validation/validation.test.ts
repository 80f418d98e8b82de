import assert from "node:assert/strict";
import { test } from "node:test";
import type { CloudErrorBody, JsonObject } from "@aro/api";
import { toCloudError } from "@aro/azure";
import type { FakeApplication } from "@aro/azure/testing";
import { validateResources } from "../install/validate-resources.ts";
import { masterSubnetId, networkId, sampleCluster, subscriptionId, workerSubnetId } from "../testing/sample-cluster.ts";
import { type World, world } from "../testing/world.ts";

const { signal } = new AbortController();
const group = `/subscriptions/${subscriptionId}/resourceGroups/customer/providers`;
const routeTable = `${group}/Microsoft.Network/routeTables/rt`;
const natGateway = `${group}/Microsoft.Network/natGateways/nat`;
const securityGroup = `${group}/Microsoft.Network/networkSecurityGroups/mine`;
const encryptionSet = `${group}/Microsoft.Compute/diskEncryptionSets/des`;

interface Case {
  properties?: Parameters<typeof sampleCluster>[0];
  applications?: Record<string, FakeApplication>;
  arrange?: (there: World) => void;
}

/** What the step says of a world: each finding, or nothing. */
async function found({ properties, applications, arrange }: Case): Promise<CloudErrorBody[]> {
  const there = await world(sampleCluster(properties), applications === undefined ? {} : { applications });
  arrange?.(there);
  assert.ok(validateResources.kind === "once");
  const error = await validateResources.run(there.context, signal).then(
    () => undefined,
    (thrown: unknown) => toCloudError(thrown),
  );
  assert.deepEqual(there.azure.writes(), []);
  if (error === undefined) return [];
  assert.equal(error.status, 400);
  return error.body.details !== undefined && /^\d+ things/.test(error.body.message) ? error.body.details : [error.body];
}

const subnet = (there: World, id: string, properties: JsonObject) =>
  there.azure.arm.have(id, {
    properties: { addressPrefix: id === masterSubnetId ? "10.0.0.0/24" : "10.0.2.0/24", ...properties },
  });
const all = () => true;
const master = "properties.masterProfile.subnetId";
const worker = "properties.workerProfiles[0].subnetId";
const principal = "properties.servicePrincipalProfile";

/** One world for each thing that may be wrong: what is told, where, and a part of its words. */
const faults: Readonly<Record<string, Case & { tells: readonly (readonly [string, string | undefined, RegExp])[] }>> = {
  "a secret that is wrong": {
    applications: { app: { secret: "other", objectId: "o" } },
    tells: [["InvalidServicePrincipalCredentials", principal, /Check the client ID and the client secret/]],
  },
  "a secret that has expired": {
    applications: { app: { secret: "right", objectId: "o", expired: true } },
    tells: [["InvalidServicePrincipalCredentials", principal, /has expired. Create a new one/]],
  },
  "an application that is not in the tenant": {
    applications: {},
    tells: [["InvalidServicePrincipalCredentials", principal, /was not found/]],
  },
  "a principal that may own applications": {
    applications: { app: { secret: "right", objectId: "o", roles: ["Application.ReadWrite.OwnedBy"] } },
    tells: [["InvalidServicePrincipalCredentials", principal, /Application.ReadWrite.OwnedBy.*Remove the permission/]],
  },
  "no rights at all for either principal": {
    arrange: ({ azure }) => {
      azure.access.isDenied = all;
    },
    tells: [
      ["InvalidServicePrincipalPermissions", master, /'app' lacks 'Microsoft.Network\/virtualNetworks\/join\/action'/],
      ["InvalidResourceProviderPermissions", master, /'fp-app'\) lacks 'Microsoft.Network\/virtualNetworks\/read'/],
    ],
  },
  "a subnet that the service may not join": {
    arrange: ({ azure }) => {
      azure.access.isDenied = (who, action, id) =>
        who === "fp-oid" && action.includes("subnets/join") && id === workerSubnetId;
    },
    tells: [
      ["InvalidResourceProviderPermissions", worker, /subnets\/join\/action' on the subnet .*'Network Contributor'/],
    ],
  },
  "a network that the service may not even read": {
    arrange: ({ azure }) => {
      azure.access.isDenied = (who, _, id) => who === "fp-oid" && id === networkId;
      azure.arm.intercept = ({ path }) =>
        path === networkId
          ? { status: 403, body: { error: { code: "AuthorizationFailed", message: "no reading." } } }
          : undefined;
    },
    tells: [
      ["InvalidResourceProviderPermissions", master, /lacks 'Microsoft.Network\/virtualNetworks\/read'/],
      ["InvalidResourceProviderPermissions", master, /no reading\./],
    ],
  },
  "a route table and a NAT gateway that the principal may not join": {
    arrange: (there) => {
      subnet(there, workerSubnetId, { routeTable: { id: routeTable }, natGateway: { id: natGateway } });
      there.azure.access.isDenied = (who, _, id) => who === "sp-oid" && (id === routeTable || id === natGateway);
    },
    tells: [
      ["InvalidServicePrincipalPermissions", worker, /routeTables\/write' on the route table/],
      ["InvalidServicePrincipalPermissions", worker, /natGateways\/join\/action', .* on the NAT gateway/],
    ],
  },
  "a security group of the customer's that nobody may join": {
    properties: ({ networkProfile }) => {
      networkProfile.preconfiguredNSG = "Enabled";
    },
    arrange: (there) => {
      for (const id of [masterSubnetId, workerSubnetId])
        subnet(there, id, { networkSecurityGroup: { id: securityGroup } });
      there.azure.access.isDenied = (_, __, id) => id === securityGroup;
    },
    tells: [
      ["InvalidServicePrincipalPermissions", master, /on the network security group/],
      ["InvalidResourceProviderPermissions", master, /on the network security group/],
    ],
  },
  "no security group where the customer brings one": {
    properties: ({ networkProfile }) => {
      networkProfile.preconfiguredNSG = "Enabled";
    },
    arrange: (there) => void subnet(there, masterSubnetId, { networkSecurityGroup: { id: securityGroup } }),
    tells: [["InvalidLinkedVNet", worker, /has no network security group.*Attach one/]],
  },
  "a security group where the cluster's own is to be": {
    arrange: (there) => void subnet(there, masterSubnetId, { networkSecurityGroup: { id: securityGroup } }),
    tells: [["InvalidLinkedVNet", master, /has the network security group .* already. Detach it/]],
  },
  "a network that does not exist": {
    arrange: ({ azure }) => void azure.arm.resources.delete(networkId.toLowerCase()),
    tells: [["InvalidLinkedVNet", master, /virtual network .* does not exist. Create it/]],
  },
  "a network of another region": {
    arrange: ({ azure }) => void azure.arm.have(networkId, { location: "West US" }),
    tells: [["InvalidLinkedVNet", master, /lies in 'West US', and the cluster is to lie in 'EastUS'/]],
  },
  "subnets that are missing": {
    arrange: ({ azure }) => {
      for (const id of [masterSubnetId, workerSubnetId]) azure.arm.resources.delete(id.toLowerCase());
    },
    tells: [
      ["InvalidLinkedVNet", master, /does not exist/],
      ["InvalidLinkedVNet", worker, /does not exist/],
    ],
  },
  "a subnet that is too small and failed": {
    arrange: (there) =>
      void subnet(there, workerSubnetId, { addressPrefix: "10.0.2.0/28", provisioningState: "Failed" }),
    tells: [
      ["InvalidLinkedVNet", worker, /in state 'Failed'/],
      ["InvalidLinkedVNet", worker, /'10.0.2.0\/28' .* must be a \/27 or larger/],
    ],
  },
  "ranges that overlap": {
    properties: ({ networkProfile }) => {
      networkProfile.podCidr = "10.0.0.0/18";
    },
    tells: [
      ["InvalidLinkedVNet", "properties.networkProfile.podCidr", /'podCidr' overlaps with '10.0.0.0\/24'/],
      ["InvalidLinkedVNet", "properties.networkProfile.podCidr", /'podCidr' overlaps with '10.0.2.0\/24'/],
    ],
  },
  "a disk encryption set that does not exist, and one elsewhere": {
    properties: ({ masterProfile, workerProfiles: [profile] }) => {
      masterProfile.diskEncryptionSetId = encryptionSet;
      Object.assign(profile ?? {}, { diskEncryptionSetId: `${encryptionSet}2` });
    },
    arrange: ({ azure }) => void azure.arm.have(`${encryptionSet}2`, { location: "westus" }),
    tells: [
      ["InvalidLinkedDiskEncryptionSet", "properties.masterProfile.diskEncryptionSetId", /does not exist/],
      ["InvalidLinkedDiskEncryptionSet", "properties.workerProfiles[0].diskEncryptionSetId", /lies in 'westus'/],
    ],
  },
  "a disk encryption set that the principal may not read": {
    properties: ({ masterProfile }) => {
      masterProfile.diskEncryptionSetId = encryptionSet;
    },
    arrange: ({ azure }) => {
      azure.arm.have(encryptionSet, { location: "eastus" });
      azure.access.isDenied = (who, _, id) => who === "sp-oid" && id === encryptionSet;
    },
    tells: [
      ["InvalidServicePrincipalPermissions", "properties.masterProfile.diskEncryptionSetId", /the role 'Reader'/],
    ],
  },
  "too few addresses for the load balancer": {
    arrange: ({ azure }) => {
      const answers = azure.arm.views;
      azure.arm.views = (request) =>
        request.path.endsWith("/Microsoft.Network/locations/eastus/usages")
          ? {
              status: 200,
              body: { value: [{ name: { value: "PublicIPAddresses" }, currentValue: 9, limit: 10 }] },
            }
          : answers?.(request);
    },
    tells: [
      [
        "ResourceQuotaExceeded",
        "properties.networkProfile.loadBalancerProfile.ManagedOutboundIPs.Count",
        /needs 2 public IP addresses in 'eastus', and the subscription may have 1 more of its 10/,
      ],
    ],
  },
};

for (const [what, { tells, ...given }] of Object.entries(faults))
  test(`${what}: told with code, place and what to do (spec 03 §11)`, async () => {
    const findings = await found(given);
    assert.deepEqual(
      findings.map(({ code, target }) => [code, target]),
      tells.map(([code, target]) => [code, target]),
      JSON.stringify(findings, undefined, 2),
    );
    for (const [index, [, , words]] of tells.entries()) assert.match(findings[index]?.message ?? "", words);
  });

test("where nothing is wrong nothing is said, whatever the case of names", async () => {
  assert.deepEqual(await found({}), []);
  const shouting = networkId.replace("virtualNetworks/vnet", "VIRTUALNETWORKS/VNET");
  assert.deepEqual(
    await found({
      properties: ({ masterProfile }) => {
        masterProfile.subnetId = `${shouting}/subnets/MASTER`;
      },
    }),
    [],
  );
});

test("everything is told at once: a wrong secret hides neither rights nor ranges (ARM-ERR-04)", async () => {
  const findings = await found({
    applications: { app: { secret: "other", objectId: "o" } },
    properties: ({ networkProfile }) => {
      networkProfile.serviceCidr = "10.0.0.0/22";
    },
    arrange: ({ azure }) => {
      azure.access.isDenied = (who) => who === "fp-oid";
    },
  });
  assert.deepEqual(
    findings.map(({ code }) => code),
    [
      "InvalidServicePrincipalCredentials",
      "InvalidResourceProviderPermissions",
      "InvalidLinkedVNet",
      "InvalidLinkedVNet",
    ],
  );
});

test("roles that spread are waited for, all of them in one wait of six minutes (spec 03 §11.2)", async () => {
  const there = await world(sampleCluster());
  const begun = there.azure.clock.monotonic();
  there.azure.access.isDenied = () => there.azure.clock.monotonic() - begun < 61_000;
  assert.ok(validateResources.kind === "once");
  await validateResources.run(there.context, signal);
  assert.equal(there.azure.clock.monotonic() - begun, 90_000);
  there.azure.access.isDenied = all;
  await assert.rejects(validateResources.run(there.context, signal));
  assert.equal(there.azure.clock.monotonic() - begun, 90_000 + 360_000);
});

test("what was allowed is not asked for again while the rest is waited for", async () => {
  const there = await world(sampleCluster());
  there.azure.access.isDenied = (who, _, id) =>
    who === "sp-oid" && id === workerSubnetId && there.azure.access.asked.length < 30;
  assert.ok(validateResources.kind === "once");
  await validateResources.run(there.context, signal);
  const asked = there.azure.access.asked.filter((line) => line.endsWith(networkId)).length;
  assert.equal(asked, 4);
});

test("a create that is taken up again knows its own security group", async () => {
  const properties = (id: string) => (given: Parameters<NonNullable<Case["properties"]>>[0]) => {
    given.infraId = id;
  };
  const own = `${sampleCluster().openShiftCluster.properties.clusterProfile.resourceGroupId}/providers/Microsoft.Network/networkSecurityGroups/i-nsg`;
  const arrange = (there: World) => void subnet(there, masterSubnetId, { networkSecurityGroup: { id: own } });
  assert.deepEqual(await found({ properties: properties("i"), arrange }), []);
  assert.equal((await found({ properties: properties("j"), arrange })).length, 1);
});

test("a cluster that stands keeps its security group, needs no further addresses for what it has, and ports for all machines", async () => {
  const standing = (more: (given: Parameters<NonNullable<Case["properties"]>>[0]) => void): Case => ({
    properties: (given) => {
      given.provisioningState = "Updating";
      given.infraId = "i";
      given.networkProfile.loadBalancerProfile = {
        managedOutboundIps: { count: 1 },
        effectiveOutboundIps: [{ id: "/a" }],
      };
      more(given);
    },
    arrange: (there) => {
      const managed = sampleCluster().openShiftCluster.properties.clusterProfile.resourceGroupId;
      there.azure.arm.groups.set("aro-managed", {});
      const nsg = `${managed}/providers/Microsoft.Network/networkSecurityGroups/i-nsg`;
      subnet(there, masterSubnetId, { networkSecurityGroup: { id: nsg } });
      const machines = Array.from({ length: 63 }, (_, index) => ({ id: `/${index}` }));
      there.azure.arm.have(`${managed}/providers/Microsoft.Network/loadBalancers/i`, {
        properties: { backendAddressPools: [{ name: "i", properties: { backendIPConfigurations: machines } }] },
      });
    },
  });
  const findings = await found(standing(() => {}));
  assert.deepEqual(
    findings.map(({ code, target }) => [code, target]),
    [
      ["InvalidLinkedVNet", worker],
      ["InvalidParameter", "properties.networkProfile.loadBalancerProfile"],
    ],
  );
  assert.match(findings[0]?.message ?? "", /must have the cluster's network security group .* and has none/);
  assert.match(findings[1]?.message ?? "", /serve 62 machines, and the cluster has 63. Ask for at least 2/);
  const grown = await found(
    standing((given) => {
      given.networkProfile.loadBalancerProfile = { managedOutboundIps: { count: 2 }, effectiveOutboundIps: [] };
    }),
  );
  assert.deepEqual(
    grown.map(({ code }) => code),
    ["InvalidLinkedVNet"],
  );
});
