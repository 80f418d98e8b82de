import assert from "node:assert/strict";
import { test } from "node:test";
import { DnsManagementClient } from "@azure/arm-dns";
import { inProcess, subscription } from "../../../tools/in-process.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const zonePath = `${group}/providers/Microsoft.Network/dnsZones/example.test`;
const version = "api-version=2018-05-01";
const codeOf = (code: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, code);
  return true;
};

async function fresh() {
  const arm = inProcess();
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  const dns = arm.client(DnsManagementClient);
  return Object.assign(arm, { dns });
}

async function withZone() {
  const arm = await fresh();
  await arm.dns.zones.createOrUpdate("rg", "example.test", { location: "global" });
  return arm;
}

const all = async <Item>(pages: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const one of pages) found.push(one);
  return found;
};

test("a zone lives its whole life through the SDK, with the SOA and NS sets it begins with", async () => {
  await using arm = await fresh();
  const { zones, recordSets } = arm.dns;
  const made = await zones.createOrUpdate("rg", "example.test", { location: "Global", tags: { a: "1" } });
  assert.equal(made.location, "global");
  assert.equal(made.numberOfRecordSets, 2);
  assert.equal(made.nameServers?.length, 4);
  assert.match(made.etag ?? "", /^[0-9a-f-]{36}$/);
  const soa = await recordSets.get("rg", "example.test", "@", "SOA");
  assert.equal(soa.soaRecord?.host, made.nameServers?.[0]);
  assert.equal(soa.ttl, 3_600);
  const ns = await recordSets.get("rg", "example.test", "@", "NS");
  assert.deepEqual(
    ns.nsRecords?.map((one) => one.nsdname),
    made.nameServers,
  );
  await assert.rejects(recordSets.delete("rg", "example.test", "@", "SOA"), codeOf("BadRequest"));
  await assert.rejects(recordSets.delete("rg", "example.test", "@", "NS"), codeOf("BadRequest"));
  await assert.rejects(
    recordSets.createOrUpdate("rg", "example.test", "@", "NS", { ttl: 60, nsRecords: [{ nsdname: "ns.other.test" }] }),
    codeOf("BadRequest"),
  );
  const again = await zones.createOrUpdate("rg", "example.test", { location: "global" });
  assert.deepEqual(again.nameServers, made.nameServers, "a PUT keeps the name servers");
  assert.deepEqual((await zones.update("rg", "example.test", { tags: { b: "2" } })).tags, { b: "2" });
  assert.deepEqual(
    (await all(zones.list())).map((one) => one.name),
    ["example.test"],
  );
  await zones.beginDeleteAndWait("rg", "example.test", { updateIntervalInMs: 1 });
  await assert.rejects(zones.get("rg", "example.test"), codeOf("ResourceNotFound"));
  await assert.rejects(
    recordSets.createOrUpdate("rg", "example.test", "www", "A", { ttl: 60 }),
    codeOf("ParentResourceNotFound"),
  );
});

test("the service's own use: a set without addresses reserves a name once, is found by its metadata, and changes under its etag (spec 03 §8.3)", async () => {
  await using arm = await withZone();
  const { recordSets, zones } = arm.dns;
  const reserve = (owner: string) =>
    recordSets.createOrUpdate(
      "rg",
      "example.test",
      "api.c1",
      "A",
      { ttl: 300, metadata: { resourceId: owner } },
      { ifNoneMatch: "*" },
    );
  await assert.rejects(recordSets.get("rg", "example.test", "api.c1", "A"), codeOf("ResourceNotFound"));
  const made = await reserve("one");
  assert.deepEqual(made.aRecords, []);
  assert.equal(made.fqdn, "api.c1.example.test.");
  assert.equal(made.provisioningState, "Succeeded");
  await assert.rejects(reserve("two"), codeOf("PreconditionFailed"));
  const etag = made.etag ?? "";
  const filled = await recordSets.createOrUpdate(
    "rg",
    "example.test",
    "api.c1",
    "A",
    { ttl: 300, metadata: made.metadata ?? {}, aRecords: [{ ipv4Address: "10.0.0.7" }] },
    { ifMatch: etag },
  );
  assert.notEqual(filled.etag, etag);
  await assert.rejects(
    recordSets.delete("rg", "example.test", "api.c1", "A", { ifMatch: etag }),
    codeOf("PreconditionFailed"),
  );
  await recordSets.createOrUpdate("rg", "example.test", "*.apps.c1", "A", {
    ttl: 300,
    aRecords: [{ ipv4Address: "10.0.0.8" }],
  });
  assert.equal((await zones.get("rg", "example.test")).numberOfRecordSets, 4);
  const listed = (await all(recordSets.listByDnsZone("rg", "example.test", { recordsetnamesuffix: "c1" }))).map(
    (one) => one.name,
  );
  assert.deepEqual(
    listed.sort((a, b) => String(a).localeCompare(String(b))),
    ["*.apps.c1", "api.c1"],
  );
  const ofType = await all(recordSets.listByType("rg", "example.test", "A", { recordsetnamesuffix: ".apps.c1" }));
  assert.deepEqual(
    ofType.map((one) => [one.name, one.type]),
    [["*.apps.c1", "Microsoft.Network/dnszones/A"]],
  );
  assert.equal((await all(recordSets.listAllByDnsZone("rg", "example.test"))).length, 4);
  await recordSets.delete("rg", "example.test", "*.apps.c1", "A", { ifMatch: "" });
  await recordSets.delete("rg", "example.test", "api.c1", "A", { ifMatch: filled.etag ?? "" });
  assert.equal((await zones.get("rg", "example.test")).numberOfRecordSets, 2);
});

test("every kind of record is taken and read back, a PATCH changes what it names", async () => {
  await using arm = await withZone();
  const { recordSets } = arm.dns;
  const kinds = {
    A: { aRecords: [{ ipv4Address: "1.2.3.4" }] },
    AAAA: { aaaaRecords: [{ ipv6Address: "2001:db8::1" }] },
    CAA: { caaRecords: [{ flags: 0, tag: "issue", value: "ca.test" }] },
    MX: { mxRecords: [{ preference: 10, exchange: "mail.example.test" }] },
    NS: { nsRecords: [{ nsdname: "ns.other.test" }] },
    PTR: { ptrRecords: [{ ptrdname: "host.example.test" }] },
    SRV: { srvRecords: [{ priority: 1, weight: 2, port: 443, target: "host.example.test" }] },
    TXT: { txtRecords: [{ value: ["one", "two"] }] },
  } as const;
  for (const [kind, records] of Object.entries(kinds)) {
    await recordSets.createOrUpdate("rg", "example.test", "www", kind as "A", { ttl: 60, ...(records as object) });
    const read = await recordSets.get("rg", "example.test", "www", kind as "A");
    for (const [member, value] of Object.entries(records)) assert.deepEqual(read[member as "aRecords"], value, kind);
  }
  await recordSets.createOrUpdate("rg", "example.test", "alias", "CNAME", {
    ttl: 60,
    cnameRecord: { cname: "x.test" },
  });
  const patched = await recordSets.update("rg", "example.test", "www", "A", { metadata: { a: "b" } });
  assert.deepEqual([patched.ttl, patched.metadata, patched.aRecords?.length], [60, { a: "b" }, 1]);
});

test("records that are not well formed, misplaced sets and other kinds' records are refused", async () => {
  await using arm = await withZone();
  const { recordSets } = arm.dns;
  const put = (name: string, kind: "A" | "CNAME" | "SOA" | "TXT" | "NS", body: object) =>
    recordSets.createOrUpdate("rg", "example.test", name, kind, { ttl: 60, ...body });
  await assert.rejects(put("w", "A", { aRecords: [{ ipv4Address: "1.2.3.400" }] }), codeOf("BadRequest"));
  const twice = [{ ipv4Address: "1.2.3.4" }, { ipv4Address: "1.2.3.4" }];
  await assert.rejects(put("w", "A", { aRecords: twice }), codeOf("BadRequest"));
  const many = Array.from({ length: 21 }, (_, index) => ({ ipv4Address: `10.0.0.${index}` }));
  await assert.rejects(put("w", "A", { aRecords: many }), codeOf("BadRequest"));
  await assert.rejects(put("w", "A", { txtRecords: [{ value: ["x"] }] }), codeOf("BadRequest"));
  await assert.rejects(put("w", "A", { ttl: 0 }), codeOf("BadRequest"));
  await assert.rejects(put("@", "CNAME", { cnameRecord: { cname: "x.test" } }), codeOf("BadRequest"));
  await assert.rejects(put("w", "SOA", { soaRecord: {} }), codeOf("BadRequest"));
  await assert.rejects(put("a..b", "A", {}), codeOf("InvalidResourceName"));
  await put("w", "A", {});
  await assert.rejects(put("w", "CNAME", { cnameRecord: { cname: "x.test" } }), codeOf("Conflict"));
  await put("c", "CNAME", { cnameRecord: { cname: "x.test" } });
  await assert.rejects(put("c", "TXT", { txtRecords: [{ value: ["x"] }] }), codeOf("Conflict"));
  await assert.rejects(put("w", "A", { targetResource: { id: `${group}/x` } }), codeOf("NotSupportedByEmulatedAzure"));
});

test("zones and sets are strict: names, regions, kinds, versions, members and verbs are refused by name", async () => {
  await using arm = await withZone();
  const { plain } = arm;
  const refused = async (status: number, code: string, ...call: Parameters<typeof plain>) => {
    const answer = await plain(...call);
    assert.deepEqual([answer.status, answer.body?.error?.code], [status, code], answer.text);
  };
  await refused(400, "InvalidResourceName", "PUT", `${zonePath.replace("example.test", "single")}?${version}`, {
    location: "global",
  });
  await refused(400, "LocationNotAvailableForResourceType", "PUT", `${zonePath}?${version}`, { location: "eastus" });
  await refused(400, "InvalidRequestContent", "PUT", `${zonePath}/A/w?${version}`, { properties: { TTL: 1, x: 1 } });
  await refused(404, "InvalidResourceType", "PUT", `${zonePath}/SPF/w?${version}`, { properties: { TTL: 1 } });
  await refused(400, "NoRegisteredProviderFound", "GET", `${zonePath}/A/w?api-version=2015-01-01`);
  await refused(400, "InvalidQueryParameter", "GET", `${zonePath}/recordsets?${version}&$filter=x`);
  await refused(405, "MethodNotAllowed", "POST", `${zonePath}/recordsets?${version}`);
  await refused(400, "BadRequest", "PUT", `${zonePath}?${version}`, {
    location: "global",
    properties: { zoneType: "Private" },
  });
});

test("a list of sets comes in pages as $top asks", async () => {
  await using arm = await withZone();
  for (let index = 0; index < 5; index++)
    await arm.dns.recordSets.createOrUpdate("rg", "example.test", `r${index}`, "A", { ttl: 60 });
  const first = await arm.plain("GET", `${zonePath}/recordsets?${version}&$top=3`);
  assert.equal(first.body.value.length, 3);
  const next = await arm.plain("GET", first.body.nextLink);
  assert.equal(next.body.value.length, 3);
  const last = await arm.plain("GET", next.body.nextLink);
  assert.deepEqual([last.body.value.length, last.body.nextLink], [1, undefined]);
});
