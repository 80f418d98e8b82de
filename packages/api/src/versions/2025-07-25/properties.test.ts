import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { Json, JsonObject } from "../../documents/json.ts";
import { arbitraryTags, bodies, edit, maybe } from "../testing/arbitrary-bodies.ts";
import { holds } from "../testing/holds.ts";
import { accepted, created, running, version } from "../testing/judged.ts";
import { edited, sampleIdentity, sampleRequest } from "../testing/samples.ts";

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const p = "properties";

test("what a create was sent comes back, less its secrets, and says the same when sent again (ARM-PUT-02, ARM-ENV-04)", () => {
  fc.assert(
    fc.property(bodies, (body) => {
      const cluster = created(body);
      const external = version.toExternal(cluster);
      assert.ok(holds(external, body, ["pullSecret", "clientSecret"]), JSON.stringify({ body, external }));
      const again = accepted(sampleRequest(external, cluster));
      assert.deepEqual(again.changed, []);
      assert.deepEqual(again.cluster, cluster);
    }),
    { numRuns: 200 },
  );
});

/** PATCH bodies of members that may change, beside some that say what is stored already and some nobody knows. */
const patches = (stored: OpenShiftCluster): fc.Arbitrary<JsonObject> => {
  const shown = version.toExternal(stored)[p] as JsonObject;
  const repeated = fc.subarray([
    "clusterProfile",
    "masterProfile",
    "workerProfiles",
    "ingressProfiles",
    "apiserverProfile",
  ]);
  const workload = stored.properties.platformWorkloadIdentityProfile !== undefined;
  const identities = fc.dictionary(
    fc.constantFrom("ingress", "cloud-controller-manager", "new", "newer"),
    fc.constantFrom("i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8").map((name) => name),
    { maxKeys: 4 },
  );
  return fc
    .record({
      tags: maybe(fc.oneof(arbitraryTags, fc.constant(null))),
      repeated,
      clientId: maybe(fc.uuid()),
      secret: maybe(fc.string({ minLength: 1 })),
      identities: maybe(identities),
      upgradeableTo: maybe(fc.constantFrom("4.21.0", null)),
      addresses: maybe(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant(null))),
      novelty: maybe(fc.jsonValue({ maxDepth: 2 })),
    })
    .map((pick) => {
      const named = Object.entries(pick.identities ?? {}).map(([operator, name]) => [
        operator,
        { resourceId: sampleIdentity(`${operator}-${name}`) },
      ]);
      const balanced = stored.properties.networkProfile.outboundType === "Loadbalancer";
      return edit({}, [
        ...pick.repeated.map((member) => [[p, member], shown[member]] as const),
        [["tags"], pick.tags],
        [["novelty"], pick.novelty],
        [[p, "networkProfile", "novelty"], pick.novelty],
        ...(workload
          ? ([
              [[p, "platformWorkloadIdentityProfile", "upgradeableTo"], pick.upgradeableTo],
              [[p, "platformWorkloadIdentityProfile", "platformWorkloadIdentities"], Object.fromEntries(named)],
            ] as const)
          : ([
              [[p, "servicePrincipalProfile", "clientId"], pick.clientId],
              [[p, "servicePrincipalProfile", "clientSecret"], pick.secret],
            ] as const)),
        [
          [p, "networkProfile", "loadBalancerProfile", "managedOutboundIps"],
          balanced && pick.addresses !== undefined
            ? pick.addresses === null
              ? null
              : { count: pick.addresses }
            : undefined,
        ],
      ]);
    });
};

/** RFC 7396 as its section 2 has it, written down anew. */
function reference(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else if (value !== undefined) result[name] = reference(result[name], value);
  }
  return result;
}

/** As the version shows things: nothing unknown, no secret, no empty map. */
function shownOf(merged: JsonObject): JsonObject {
  const copy = structuredClone(merged) as {
    novelty?: unknown;
    tags?: object;
    properties: { [profile: string]: JsonObject };
  };
  delete copy.novelty;
  delete copy.properties["networkProfile"]?.["novelty"];
  delete copy.properties["servicePrincipalProfile"]?.["clientSecret"];
  if (Object.keys(copy.tags ?? {}).length === 0) delete copy.tags;
  return copy as unknown as JsonObject;
}

test("a PATCH merges as RFC 7396 says, but for tags, which it replaces (ARM-PAT-02, ARM-PAT-03)", () => {
  fc.assert(
    fc.property(
      bodies.map(running).chain((stored) => patches(stored).map((patch) => ({ stored, patch }))),
      ({ stored, patch }) => {
        const { tags: _, ...untagged } = version.toExternal(stored);
        const base = "tags" in patch ? untagged : version.toExternal(stored);
        const { cluster } = accepted(sampleRequest(patch, stored, "PATCH"));
        const computed = (view: JsonObject) => edited(view, [p, "provisioningState"], undefined);
        assert.deepEqual(
          computed(version.toExternal(cluster)),
          computed(shownOf(reference(base, patch) as JsonObject)),
        );
      },
    ),
    { numRuns: 300 },
  );
});

/** `value` with a member nobody knows in every object of it, the ways of those, and what is there. */
function strewn(value: Json, way: (string | number)[] = []): { value: Json; ways: (string | number)[][] } {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => strewn(item, [...way, index]));
    return { value: items.map((item) => item.value), ways: items.flatMap((item) => item.ways) };
  }
  if (!isObject(value)) return { value, ways: [] };
  // The keys of these are users' own: there is no unknown member among them.
  const keyed = ["tags", "operatorFlags", "userAssignedIdentities", "platformWorkloadIdentities"].includes(
    `${way.at(-1)}`,
  );
  const inner = Object.entries(value).map(
    ([member, below]) => [member, strewn(below ?? null, [...way, member])] as const,
  );
  const own = keyed ? [] : [[...way, "fromTomorrow"]];
  const entries = inner.map(([member, below]) => [member, below.value] as const);
  return {
    value: Object.fromEntries(keyed ? entries : [...entries, ["fromTomorrow", { since: way.length }]]),
    ways: [...own, ...inner.flatMap(([, below]) => below.ways)],
  };
}

const at = (value: unknown, way: readonly (string | number)[]): unknown =>
  way.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step], value);

test("members nobody knows survive an update at every level of the stored document (ARM-PUT-07)", () => {
  fc.assert(
    fc.property(
      bodies.map(running).chain((stored) => patches(stored).map((patch) => ({ stored, patch }))),
      fc.constantFrom("PUT" as const, "PATCH" as const),
      ({ stored, patch }, method) => {
        const { value, ways } = strewn(stored);
        const full = value as unknown as OpenShiftCluster;
        const body = method === "PATCH" ? patch : { ...version.toExternal(full), tags: { changed: "yes" } };
        const { cluster } = accepted(sampleRequest(body, full, method));
        // An entry under a new key is another entry.
        for (const way of ways) assert.deepEqual(at(cluster, way), at(full, way), way.join("."));
      },
    ),
    { numRuns: 200 },
  );
});
