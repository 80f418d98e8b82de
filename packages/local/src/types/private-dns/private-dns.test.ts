import assert from "node:assert/strict";
import { test } from "node:test";
import { PrivateDnsManagementClient } from "@azure/arm-privatedns";
import { inProcess, subscription } from "../../../tools/in-process.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const quick = { updateIntervalInMs: 1 };
const codeOf = (code: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, code);
  return true;
};

async function fresh() {
  const arm = inProcess();
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  const dns = arm.client(PrivateDnsManagementClient);
  const network = async (name: string): Promise<{ id: string }> => {
    const body = { location: "eastus", addressSpace: { addressPrefixes: ["10.0.0.0/16"] } };
    const made = await arm.network.virtualNetworks.createOrUpdate("rg", name, body, quick);
    return { id: made.id ?? "" };
  };
  return Object.assign(arm, { dns, vnet: network });
}

test("a private zone and its sets live their whole life through the SDK", async () => {
  await using arm = await fresh();
  const { privateZones, recordSets } = arm.dns;
  const made = await privateZones.createOrUpdate("rg", "corp.test", { location: "global", tags: { a: "1" } }, quick);
  assert.equal(made.provisioningState, "Succeeded");
  assert.equal(made.numberOfRecordSets, 1);
  assert.match(made.etag ?? "", /^"[0-9a-f-]{36}"$/);
  const soa = await recordSets.get("rg", "corp.test", "SOA", "@");
  assert.equal(soa.soaRecord?.minimumTtl, 10);
  await assert.rejects(recordSets.delete("rg", "corp.test", "SOA", "@"), codeOf("BadRequest"));
  const set = await recordSets.createOrUpdate(
    "rg",
    "corp.test",
    "A",
    "www",
    { ttl: 60, aRecords: [{ ipv4Address: "10.0.0.4" }] },
    { ifNoneMatch: "*" },
  );
  assert.equal(set.fqdn, "www.corp.test.");
  assert.equal(set.isAutoRegistered, false);
  await assert.rejects(
    recordSets.createOrUpdate("rg", "corp.test", "A", "www", { ttl: 60 }, { ifNoneMatch: "*" }),
    codeOf("PreconditionFailed"),
  );
  const patched = await recordSets.update("rg", "corp.test", "A", "www", { ttl: 90 });
  assert.deepEqual([patched.ttl, patched.aRecords?.length], [90, 1]);
  const listed: (string | undefined)[] = [];
  for await (const one of recordSets.list("rg", "corp.test")) listed.push(one.type);
  assert.deepEqual(listed, ["Microsoft.Network/privateDnsZones/A", "Microsoft.Network/privateDnsZones/SOA"]);
  const tagged = await privateZones.update("rg", "corp.test", { tags: { b: "2" } }, quick);
  assert.deepEqual(tagged.tags, { b: "2" });
  await recordSets.delete("rg", "corp.test", "A", "www", { ifMatch: patched.etag ?? "" });
  await privateZones.delete("rg", "corp.test", quick);
  await assert.rejects(privateZones.get("rg", "corp.test"), codeOf("ResourceNotFound"));
});

test("a zone with links is not deleted; the zone counts them, and a removed network takes its links along", async () => {
  await using arm = await fresh();
  const { privateZones, virtualNetworkLinks } = arm.dns;
  await privateZones.createOrUpdate("rg", "corp.test", { location: "global" }, quick);
  const virtualNetwork = await arm.vnet("v");
  const body = { location: "global", virtualNetwork, registrationEnabled: true };
  const link = await virtualNetworkLinks.createOrUpdate("rg", "corp.test", "l", body, quick);
  assert.equal(link.virtualNetworkLinkState, "Completed");
  assert.equal(link.resolutionPolicy, "Default");
  const zone = await privateZones.get("rg", "corp.test");
  assert.equal(zone.numberOfVirtualNetworkLinks, 1);
  assert.equal(zone.numberOfVirtualNetworkLinksWithRegistration, 1);
  await assert.rejects(privateZones.delete("rg", "corp.test", quick), codeOf("CannotDeleteResource"));
  const patched = await virtualNetworkLinks.update("rg", "corp.test", "l", { registrationEnabled: false }, quick);
  assert.equal(patched.registrationEnabled, false);
  assert.equal(patched.virtualNetwork?.id, virtualNetwork.id);
  await virtualNetworkLinks.delete("rg", "corp.test", "l", quick);
  await virtualNetworkLinks.createOrUpdate("rg", "corp.test", "l2", body, quick);
  await arm.network.virtualNetworks.delete("rg", "v", quick);
  await assert.rejects(virtualNetworkLinks.get("rg", "corp.test", "l2"), codeOf("ResourceNotFound"));
  assert.equal((await privateZones.get("rg", "corp.test")).numberOfVirtualNetworkLinks, 0);
  await privateZones.delete("rg", "corp.test", quick);
});

test("a network is linked to one zone of a name, registers in one zone only, and must be there", async () => {
  await using arm = await fresh();
  const { privateZones, virtualNetworkLinks } = arm.dns;
  await arm.groups.resourceGroups.createOrUpdate("other", { location: "eastus" });
  for (const [rg, name] of [
    ["rg", "corp.test"],
    ["rg", "lab.test"],
    ["other", "corp.test"],
  ] as const)
    await privateZones.createOrUpdate(rg, name, { location: "global" }, quick);
  const virtualNetwork = await arm.vnet("v");
  const link = (rg: string, zone: string, name: string, properties: object) =>
    virtualNetworkLinks.createOrUpdate(rg, zone, name, { location: "global", ...properties }, quick);
  await link("rg", "corp.test", "l", { virtualNetwork, registrationEnabled: true });
  await assert.rejects(link("rg", "corp.test", "m", { virtualNetwork }), codeOf("Conflict"));
  await assert.rejects(link("other", "corp.test", "l", { virtualNetwork }), codeOf("Conflict"));
  await assert.rejects(link("rg", "lab.test", "l", { virtualNetwork, registrationEnabled: true }), codeOf("Conflict"));
  await link("rg", "lab.test", "l", { virtualNetwork });
  const missing = { id: `${group}/providers/Microsoft.Network/virtualNetworks/none` };
  await assert.rejects(link("rg", "lab.test", "n", { virtualNetwork: missing }), codeOf("ParentResourceNotFound"));
  await assert.rejects(link("rg", "lab.test", "n", {}), codeOf("BadRequest"));
});

test("the deletion of a group takes linked zones along, and older versions know no resolution policy", async () => {
  await using arm = await fresh();
  const { privateZones, virtualNetworkLinks } = arm.dns;
  await privateZones.createOrUpdate("rg", "corp.test", { location: "global" }, quick);
  const properties = { virtualNetwork: await arm.vnet("v"), registrationEnabled: false };
  await virtualNetworkLinks.createOrUpdate("rg", "corp.test", "l", { location: "global", ...properties }, quick);
  const path = `${group}/providers/Microsoft.Network/privateDnsZones/corp.test/virtualNetworkLinks/l`;
  const old = await arm.plain("GET", `${path}?api-version=2018-09-01`);
  assert.equal("resolutionPolicy" in old.body.properties, false);
  const listed = await arm.plain("GET", `${group}/resources?api-version=2021-04-01`);
  assert.deepEqual(listed.body.value.map((one: { type: string }) => one.type).sort(), [
    "Microsoft.Network/privateDnsZones",
    "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
    "Microsoft.Network/virtualNetworks",
  ]);
  await arm.groups.resourceGroups.delete("rg", quick);
  assert.equal((await arm.plain("GET", `${group}?api-version=2021-04-01`)).status, 404);
});
