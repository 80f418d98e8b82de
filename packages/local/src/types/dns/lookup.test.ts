import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../../tools/in-process.ts";
import { createRecordLookup } from "./lookup.ts";

const root = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Network`;

async function furnished() {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  const put = async (path: string, body: object) => {
    const answer = await arm.plain("PUT", `${path}?api-version=2018-05-01`, body);
    assert.ok(answer.status < 300, answer.text);
  };
  await arm.plain("PUT", `/subscriptions/${subscription}/resourceGroups/rg?api-version=2019-07-01`, {
    location: "eastus",
  });
  await put(`${root}/dnsZones/example.test`, { location: "global" });
  const set = (name: string, kind: string, properties: object) =>
    put(`${root}/dnsZones/example.test/${kind}/${name}`, { properties: { TTL: 60, ...properties } });
  const a = (...addresses: string[]) => ({ ARecords: addresses.map((ipv4Address) => ({ ipv4Address })) });
  await set("api", "A", a("10.0.0.1", "10.0.0.2"));
  await set("api", "AAAA", { AAAARecords: [{ ipv6Address: "2001:db8::1" }] });
  await set("*.apps", "A", a("10.0.0.3"));
  await set("own.apps", "TXT", { TXTRecords: [{ value: ["x"] }] });
  await set("reserved", "A", {});
  await set("alias", "CNAME", { CNAMERecord: { cname: "API.example.test." } });
  await set("away", "CNAME", { CNAMERecord: { cname: "elsewhere.org" } });
  await set("loop", "CNAME", { CNAMERecord: { cname: "loop.example.test" } });
  const engine = arm.resources.engine;
  assert.ok(engine);
  return Object.assign(arm, { put, find: createRecordLookup(engine.rows, () => [subscription]) });
}

test("a name is found in the zone that has it: all addresses, wildcards, aliases, reserved names", async () => {
  const arm = await furnished();
  const { find } = arm;
  assert.deepEqual(find("API.example.test."), {
    zone: "public",
    addresses: ["10.0.0.1", "10.0.0.2", "2001:db8::1"],
  });
  assert.deepEqual(find("console.apps.example.test")?.addresses, ["10.0.0.3"]);
  assert.deepEqual(find("a.b.apps.example.test")?.addresses, ["10.0.0.3"], "a wildcard stands for many labels");
  assert.deepEqual(find("own.apps.example.test")?.addresses, [], "a closer name hides the wildcard");
  assert.equal(find("x.own.apps.example.test"), undefined, "and what is below it");
  assert.deepEqual(find("reserved.example.test")?.addresses, []);
  assert.deepEqual(find("alias.example.test")?.addresses.length, 3);
  assert.deepEqual(find("away.example.test"), { zone: "public", addresses: [], alias: "elsewhere.org" });
  assert.deepEqual(find("loop.example.test")?.addresses, []);
  assert.equal(find("missing.example.test"), undefined);
  assert.equal(find("other.test"), undefined);
  await arm[Symbol.asyncDispose]();
});

test("a private zone answers before a public one of its name, the longest zone before both, and a removed one no more", async () => {
  const arm = await furnished();
  const { find, put } = arm;
  const privately = `${root}/privateDnsZones/example.test`;
  const old = (path: string, body: object) => arm.plain("PUT", `${path}?api-version=2018-09-01`, body);
  await old(privately, { location: "global" });
  await old(`${privately}/A/api`, { properties: { ttl: 60, aRecords: [{ ipv4Address: "10.9.9.9" }] } });
  assert.deepEqual(find("api.example.test"), { zone: "private", addresses: ["10.9.9.9"] });
  assert.equal(find("x.apps.example.test")?.zone, "public", "what the private zone lacks, the public one has");
  await put(`${root}/dnsZones/apps.example.test`, { location: "global" });
  assert.equal(find("x.apps.example.test"), undefined, "the longer zone is in charge, and has no such name");
  await arm.plain("DELETE", `${privately}?api-version=2018-09-01`);
  assert.equal(find("api.example.test")?.zone, "public");
  await arm[Symbol.asyncDispose]();
});
