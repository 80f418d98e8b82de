import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { OpenShiftCluster } from "../documents/cluster.ts";
import type { Json, JsonObject } from "../documents/json.ts";
import { contracts } from "./registry.ts";
import { bodiesOf } from "./testing/arbitrary-bodies.ts";
import { judgedBy, later, running } from "./testing/judged.ts";
import { bodyOf, edited, sampleBody, sampleRequest, sampleWorkloadBody } from "./testing/samples.ts";

const p = "properties";
const all = contracts.map(({ name }) => judgedBy(name));
const older = all.filter(({ version }) => version.name < "2025");
const between = (from: string, to: string) => older.filter(({ version: { name } }) => name >= from && name < to);
const body = (one: (typeof all)[number]) => bodyOf(one.contract, sampleBody());

/** `value` with the letters of each member's name in other cases; keys of maps are data and stay. */
function recased(value: Json, flips: readonly boolean[], at = ""): Json {
  if (Array.isArray(value)) return value.map((item) => recased(item, flips, at));
  if (typeof value !== "object" || value === null) return value;
  const isMap = ["tags", "userAssignedIdentities", "platformWorkloadIdentities"].includes(at);
  const other = (name: string) =>
    Array.from(name)
      .map((letter, index) => (flips[index % flips.length] ? letter.toUpperCase() : letter.toLowerCase()))
      .join("");
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [isMap ? name : other(name), recased(inner ?? null, flips, name)]),
  );
}

test("versions before 2025-07-25 take names in any case, and write their own (spec 01 §1.4, §11 row 8)", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...older).chain((one) => bodiesOf(one.contract).map((sent) => ({ one, sent }))),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
      ({ one, sent }, flips) => assert.deepEqual(one.created(recased(sent, flips) as JsonObject), one.created(sent)),
    ),
    { numRuns: 150 },
  );
});

test("one member in two spellings is a duplicate, named by its path (ARM-PUT-09)", () => {
  for (const one of older) {
    const twice = { ...body(one), Location: "eastus" };
    assert.deepEqual(one.verdict(sampleRequest(twice)), ["InvalidRequestContent @ location"]);
    const deep = edited(body(one), [p, "workerProfiles", 0, "COUNT"], 4);
    assert.deepEqual(one.verdict(sampleRequest(deep)), [
      "InvalidRequestContent @ properties.workerProfiles['worker'].count",
    ]);
    assert.deepEqual(one.verdict(sampleRequest({ ...body(one), tags: { a: "1", b: "2" } })), ["valid"]);
  }
});

test("keys of maps keep their case, and two that differ in case only are refused as tags, not as names (ARM-ENV-01)", () => {
  for (const one of older) {
    assert.deepEqual(one.created({ ...body(one), tags: { Team: "A" } }).tags, { Team: "A" });
    assert.deepEqual(one.verdict(sampleRequest({ ...body(one), tags: { a: "1", A: "2" } })), [
      'InvalidParameter @ tags["A"]',
    ]);
  }
});

test("replies have the declared order before 2025-07-25, and the alphabet's since", () => {
  const envelope = ["id", "name", "type", "location", "systemData", "tags", "properties", "identity"];
  const profiles = [
    "provisioningState",
    "clusterProfile",
    "consoleProfile",
    "servicePrincipalProfile",
    "platformWorkloadIdentityProfile",
    "networkProfile",
    "masterProfile",
    "workerProfiles",
    "workerProfilesStatus",
    "apiserverProfile",
    "ingressProfiles",
  ];
  const clusters = [running(), running(sampleWorkloadBody())];
  for (const { version } of older)
    for (const cluster of clusters) {
      const shown = version.toExternal(cluster);
      const members = Object.keys(shown);
      assert.deepEqual(
        members,
        envelope.filter((member) => members.includes(member)),
      );
      const inner = Object.keys(shown[p] as JsonObject);
      assert.deepEqual(
        inner,
        profiles.filter((member) => inner.includes(member)),
      );
    }
});

test("older versions always show the nested profiles, and systemData once they have it", () => {
  const bare = { id: "/c", name: "c", type: "t", location: "l", properties: {} } as unknown as OpenShiftCluster;
  for (const { version } of older) {
    const { systemData, properties } = version.toExternal(bare);
    assert.deepEqual(properties, {
      clusterProfile: {},
      consoleProfile: {},
      networkProfile: {},
      masterProfile: {},
      apiserverProfile: {},
    });
    assert.deepEqual(systemData, version.name >= "2022-09-04" ? {} : undefined, version.name);
  }
});

const live = [{ name: "w-1", vmSize: "Standard_D4s_v5", count: 7, encryptionAtHost: "Disabled" }];
const enriched = (cluster: OpenShiftCluster) =>
  ({ ...cluster, properties: { ...cluster.properties, workerProfilesStatus: live } }) as unknown as OpenShiftCluster;

test("before 2023-09-04 workerProfiles shows the workers as they are, later another member does", () => {
  const shown = (one: (typeof all)[number]) => one.version.toExternal(enriched(running()))[p] as JsonObject;
  const counted = (list: Json | undefined) => (list as JsonObject[]).map(({ name, count }) => ({ name, count }));
  for (const one of between("2019", "2023-09-04"))
    assert.deepEqual(counted(shown(one)["workerProfiles"]), counted(live));
  for (const one of between("2023-09-04", "2025")) {
    assert.deepEqual(shown(one)["workerProfilesStatus"], live);
    assert.equal(((shown(one)["workerProfiles"] as JsonObject[])[0] as JsonObject)["name"], "worker");
  }
});

test("an update through an old version stores neither the live workers nor loses an address (spec 01 §11 rows 6, 7)", () => {
  for (const one of older) {
    const stored = later(one.created(body(one)));
    const request = { ...sampleRequest({ tags: { a: "b" } }, stored, "PATCH"), shown: enriched(stored) };
    assert.deepEqual(one.accepted(request).cluster, { ...stored, tags: { a: "b" } });
    const asCreated = sampleRequest({ ...body(one), tags: { a: "b" } }, enriched(stored));
    const { cluster } = one.accepted(asCreated);
    assert.deepEqual(cluster, { ...enriched(stored), tags: { a: "b" } });
  }
});

test("addresses that a version does not call read-only need not be repeated, and cannot change (ARM-PUT-05, ARM-PUT-06)", () => {
  for (const one of between("2019", "2023-11-22")) {
    const stored = later(one.created(body(one)));
    assert.deepEqual(one.accepted(sampleRequest(body(one), stored)).changed, []);
    for (const [way, target] of [
      [[p, "consoleProfile", "url"], "properties.consoleProfile.url"],
      [[p, "apiserverProfile", "ip"], "properties.apiserverProfile.ip"],
      [[p, "ingressProfiles", 0, "ip"], "properties.ingressProfiles['default'].ip"],
    ] as const)
      for (const method of ["PUT", "PATCH"] as const)
        assert.deepEqual(
          one.verdict(sampleRequest(edited(one.version.toExternal(stored), way, "9.9.9.9"), stored, method)),
          [`PropertyChangeNotAllowed @ ${target}`],
        );
    const created = one.created(edited(body(one), [p, "consoleProfile"], { url: "https://x/" }));
    assert.deepEqual(created.properties.consoleProfile, {});
    assert.deepEqual(one.verdict(sampleRequest(edited(body(one), [p, "apiserverProfile", "ip"], "x"))), [
      "InvalidParameter @ properties.apiserverProfile.ip",
    ]);
  }
});

test("a cancelled cluster is called what the version has a word for, and that word is taken back (ARM-ASY-02)", () => {
  const words = (one: (typeof all)[number]): string => {
    if (one.version.name === "2023-07-01-preview") return "Cancelled";
    return one.version.name < "2023-11-22" ? "Failed" : "Canceled";
  };
  for (const one of all) {
    const stored = edited(later(one.created(body(one))), [p, "provisioningState"], "Canceled");
    const shown = one.version.toExternal(stored);
    assert.equal((shown[p] as JsonObject)["provisioningState"], words(one));
    assert.deepEqual(one.accepted(sampleRequest(shown, stored)).changed, []);
  }
});

test("an old version sees a cluster with workload identities, may relabel it, and cannot give it a service principal", () => {
  for (const one of between("2019", "2024")) {
    const stored = running(sampleWorkloadBody());
    const shown = one.version.toExternal(stored);
    assert.deepEqual(one.accepted(sampleRequest(shown, stored)).changed, []);
    assert.deepEqual(one.accepted(sampleRequest({ tags: null }, stored, "PATCH")).changed, ["/tags"]);
    const principal = { clientId: "11111111-1111-1111-1111-111111111111", clientSecret: "s" };
    assert.deepEqual(one.verdict(sampleRequest(edited(shown, [p, "servicePrincipalProfile"], principal), stored)), [
      "PropertyChangeNotAllowed @ properties.servicePrincipalProfile",
    ]);
  }
});

test("null in a PATCH removes what may be removed, changes nothing the service fills in, and is refused for the rest (ARM-PAT-02)", () => {
  for (const one of older) {
    const stored = later(one.created(body(one)));
    const patch = (properties: JsonObject) => sampleRequest({ properties }, stored, "PATCH");
    assert.deepEqual(one.accepted(sampleRequest({ tags: null, systemData: null }, stored, "PATCH")).changed, ["/tags"]);
    assert.deepEqual(one.accepted(patch({ consoleProfile: null, apiserverProfile: { url: null } })).changed, []);
    assert.deepEqual(one.verdict(patch({ clusterProfile: null })), ["InvalidParameter @ properties.clusterProfile"]);
    assert.deepEqual(one.verdict(patch({ workerProfiles: null })), [
      "PropertyChangeNotAllowed @ properties.workerProfiles",
    ]);
  }
});
