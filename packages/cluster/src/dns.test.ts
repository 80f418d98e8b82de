import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudError, type JsonObject } from "@aro/api";
import { leadApiTo, leadAppsTo, removeNames, reserveName } from "./dns.ts";
import { sampleCluster } from "./testing/sample-cluster.ts";
import { type World, world } from "./testing/world.ts";

const { signal } = new AbortController();
const zone = "/subscriptions/rp-sub/resourceGroups/rp/providers/Microsoft.Network/dnsZones/eastus.aroapp.test";
const api = `${zone}/A/api.c1`;
const apps = `${zone}/A/*.apps.c1`;
const owner = sampleCluster().openShiftCluster.id;

const isDuplicate = (thrown: unknown): boolean => {
  assert.ok(thrown instanceof CloudError);
  assert.deepEqual([thrown.status, thrown.body.code], [400, "DuplicateDomain"]);
  assert.ok(thrown.body.message.includes("'c1.eastus.aroapp.test'"), thrown.body.message);
  return true;
};
const recordOf = ({ azure }: World, id: string) =>
  azure.arm.get(id)?.properties as
    | { metadata?: object; ARecords?: { ipv4Address: string }[]; TTL?: number }
    | undefined;
const addressesOf = (there: World, id: string) => recordOf(there, id)?.ARecords?.map(({ ipv4Address }) => ipv4Address);
/** A record as somebody made it. */
const have = ({ azure }: World, id: string, resourceId: string | undefined, address?: string) =>
  azure.arm.have(id, {
    properties: {
      ...(resourceId === undefined ? {} : { metadata: { resourceId } }),
      ...(address === undefined ? {} : { ARecords: [{ ipv4Address: address }] }),
    } as JsonObject,
  });

test("a name is reserved without an address, with the cluster's id, for nobody else (spec 03 §8.3)", async () => {
  const there = await world(sampleCluster());
  await reserveName(there.context, signal);
  const { metadata, ARecords = [], TTL } = recordOf(there, api) ?? {};
  assert.deepEqual([metadata, ARecords, TTL], [{ resourceId: owner }, [], 300]);
  const put = there.azure.requests.find(({ method }) => method === "PUT");
  assert.equal(put?.headers["if-none-match"], "*");
  there.forget();
  await reserveName(there.context, signal);
  assert.deepEqual(there.azure.writes(), [], "one's own reservation stands");
});

test("the name of another cluster is DuplicateDomain, however its id is spelled, and stays as it is (spec 03 §8.3)", async () => {
  for (const other of ["/subscriptions/x/other", owner.toUpperCase(), undefined]) {
    const there = await world(sampleCluster());
    have(there, api, other);
    await assert.rejects(reserveName(there.context, signal), isDuplicate);
    await assert.rejects(leadApiTo(there.context, "20.0.0.1", signal), isDuplicate);
    assert.deepEqual(there.azure.writes(), []);
  }
});

test("who loses the race for a name looks whose it is by now: an earlier try of its own may have won (spec 03 §8.3)", async () => {
  for (const winner of [owner, "/subscriptions/x/other"]) {
    const there = await world(sampleCluster());
    there.azure.arm.intercept = ({ method }) => {
      if (method === "PUT") have(there, api, winner);
      return undefined;
    };
    const reserved = reserveName(there.context, signal);
    if (winner === owner) await reserved;
    else await assert.rejects(reserved, isDuplicate);
  }
});

test("names lead to their addresses, the API server's under the ETag that was read; what leads there already is not written", async () => {
  const there = await world(sampleCluster());
  await reserveName(there.context, signal);
  const etag = String(there.azure.arm.get(api)?.["etag"]);
  there.forget();
  await leadApiTo(there.context, "20.0.0.1", signal);
  await leadAppsTo(there.context, "20.0.0.2", signal);
  assert.deepEqual([addressesOf(there, api), addressesOf(there, apps)], [["20.0.0.1"], ["20.0.0.2"]]);
  assert.deepEqual(recordOf(there, api)?.metadata, { resourceId: owner });
  const [first, second] = there.azure.requests.filter(({ method }) => method === "PUT");
  assert.equal(first?.headers["if-match"], etag);
  assert.deepEqual([second?.headers["if-match"], second?.headers["if-none-match"]], [undefined, undefined]);
  there.forget();
  await leadApiTo(there.context, "20.0.0.1", signal);
  await leadAppsTo(there.context, "20.0.0.2", signal);
  assert.deepEqual(there.azure.writes(), []);
});

test("the applications' name is written although it could not be read (spec 03 §8.3)", async () => {
  const there = await world(sampleCluster());
  there.azure.arm.intercept = ({ method }) =>
    method === "GET" ? { status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } } : undefined;
  await leadAppsTo(there.context, "20.0.0.2", signal);
  assert.deepEqual(addressesOf(there, apps), ["20.0.0.2"]);
});

test("a delete takes both names, the one that says whose they are last; a half that is gone stops nothing (spec 03 §6 row 2)", async () => {
  for (const present of [[api, apps], [api]]) {
    const there = await world(sampleCluster());
    for (const id of present) have(there, id, owner, "20.0.0.1");
    await removeNames(there.context, signal);
    assert.deepEqual([there.azure.arm.get(api), there.azure.arm.get(apps)], [undefined, undefined]);
    const deleted = there.azure.requests.filter(({ method }) => method === "DELETE");
    assert.deepEqual(
      deleted.map(({ path, headers }) => [
        decodeURIComponent(path).split("/").at(-1),
        headers["if-match"] !== undefined,
      ]),
      [
        ["*.apps.c1", false],
        ["api.c1", true],
      ],
    );
  }
});

test("a delete leaves another cluster's names alone, and both when it has none (spec 03 §6)", async () => {
  for (const other of ["/subscriptions/x/other", undefined]) {
    const there = await world(sampleCluster());
    have(there, api, other, "20.0.0.1");
    have(there, apps, undefined, "20.0.0.2");
    await removeNames(there.context, signal);
    assert.deepEqual(there.azure.writes(), []);
  }
  const without = await world(sampleCluster());
  await removeNames(without.context, signal);
  assert.deepEqual(without.azure.writes(), []);
});

test("a domain of the customer's own has no names in the region's zone; one below the region's has (spec 03 §0)", async () => {
  const named = (domain: string) =>
    world(
      sampleCluster(({ clusterProfile }) => {
        clusterProfile.domain = domain;
      }),
    );
  const own = await named("openshift.example.com");
  for (const act of [reserveName, removeNames]) await act(own.context, signal);
  await leadApiTo(own.context, "20.0.0.1", signal);
  await leadAppsTo(own.context, "20.0.0.1", signal);
  assert.deepEqual(own.azure.requests, []);
  const full = await named("c1.eastus.aroapp.test");
  await reserveName(full.context, signal);
  assert.ok(full.azure.arm.get(api));
  for (const wrong of ["", ".c1", "c1."])
    await assert.rejects(reserveName((await named(wrong)).context, signal), CloudError);
});
