import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ClusterDocument, JsonObject } from "@aro/api";
import { seededRandom } from "@aro/runtime";
import { clusterBody, subscriptionId } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import type { Reply } from "../testing/reply.ts";
import { armHost, clusterPath, openWorld, version, type World } from "../testing/world.ts";

const bySubscription = (id = subscriptionId) =>
  `/subscriptions/${id}/providers/Microsoft.RedHatOpenShift/openShiftClusters?${version}`;
const byGroup = (group: string) => `${clusterPath("x", group).replace(/\/x$/, "")}?${version}`;

/** Puts `count` clusters into the store, spread over the groups; their shape is that of a made one. */
async function fill(
  world: World,
  count: number,
  groups: readonly string[],
  tags?: Record<string, string>,
): Promise<string[]> {
  const sample = await world.made("sample", 0);
  const { partitionKey } = sample;
  await world.database.clusters.container.delete(partitionKey, sample.id, "any");
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const id = clusterPath(`c${n}`, groups[n % groups.length]);
    const document: ClusterDocument = {
      ...sample,
      id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
      key: id.toLowerCase(),
      clusterResourceGroupIdKey: `group ${n}`,
      clientIdKey: `client ${n}`,
      openShiftCluster: { ...sample.openShiftCluster, id, name: `c${n}`, ...(tags === undefined ? {} : { tags }) },
    };
    assert.equal((await world.database.clusters.container.create(partitionKey, document)).outcome, "written");
    ids.push(id);
  }
  return ids;
}

const idsOf = ({ json }: Reply): string[] => (json["value"] as { id: string }[]).map(({ id }) => id);

/** Follows `nextLink` to the end, as a client does; says the ids by page. */
async function pages(world: World, first: string, between: (page: number) => Promise<void> = async () => {}) {
  const found: string[][] = [];
  let path: string | undefined = first;
  while (path !== undefined) {
    const reply: Reply = await world.call("GET", path);
    assert.equal(reply.status, 200);
    found.push(idsOf(reply));
    const next = reply.json["nextLink"];
    assert.notEqual(next, "");
    if (next !== undefined) assert.equal(new URL(next as string).origin, armHost);
    path = next === undefined ? undefined : (next as string).slice(armHost.length);
    await between(found.length);
  }
  return found;
}

describe("lists", () => {
  it("hold the clusters of their scope only: rg1 never shows rg10 (ARM-LST-01)", async () => {
    await using world = await openWorld();
    const ids = await fill(world, 9, ["rg1", "rg10", "RG1"]);
    const of = (group: string) => ids.filter((id) => id.toLowerCase().includes(`/resourcegroups/${group}/`)).sort();
    for (const group of ["rg1", "RG1"])
      assert.deepEqual(idsOf(await world.call("GET", byGroup(group))).sort(), of("rg1"));
    assert.deepEqual(idsOf(await world.call("GET", byGroup("rg10"))), of("rg10"));
    assert.deepEqual(idsOf(await world.call("GET", byGroup("rg"))), []);
    assert.deepEqual(idsOf(await world.call("GET", bySubscription())).sort(), ids.sort());
  });

  it("of what is empty or unknown are {value: []} without nextLink (ARM-LST-02, ARM-LST-06)", async () => {
    await using world = await openWorld({ state: undefined });
    for (const path of [bySubscription(), bySubscription("00000000-0000-4000-8000-0000000000ff"), byGroup("rg")])
      assert.equal((await world.call("GET", path)).body, '{"value":[]}');
  });

  it("show what GET shows, in one schema, without secrets (ARM-GET-03)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const { json } = await world.cluster("GET", "c1");
    assert.deepEqual((await world.call("GET", bySubscription())).json["value"], [json]);
  });

  for (const count of [0, 1, 9, 10, 11, 20, 101])
    it(`of ${count} clusters come in pages of 10, each cluster once (ARM-LST-03)`, async () => {
      await using world = await openWorld();
      const ids = await fill(world, count, ["rg", "rg2"]);
      const found = await pages(world, bySubscription());
      assert.deepEqual(found.flat().sort(), ids.sort());
      assert.equal(found.length, Math.max(1, Math.ceil(count / 10)));
    });

  it("show every untouched cluster exactly once while others come and go (ARM-LST-03)", async () => {
    await using world = await openWorld();
    const ids = await fill(world, 40, ["rg"]);
    const { partitionKey } = (await world.database.clusters.list({ subscription: subscriptionId, pageSize: 1 }))
      .documents[0] as ClusterDocument;
    const random = seededRandom(7);
    const gone = new Set<string>();
    let made = 0;
    const found = await pages(world, bySubscription(), async () => {
      for (let times = 0; times < 3; times++) {
        const n = random.integer(40);
        gone.add(ids[n] as string);
        await world.database.clusters.container.delete(
          partitionKey,
          `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
          "any",
        );
        await world.cluster("PUT", `new-${made}`, { body: clusterBody(1000 + made++) });
      }
    });
    const untouched = ids.filter((id) => !gone.has(id));
    const seen = found.flat();
    assert.deepEqual(seen.filter((id) => untouched.includes(id)).sort(), untouched.sort());
    assert.equal(new Set(seen).size, seen.length);
  });

  it("bound a page by $top, clamp it to 10, and refuse what is no number (ARM-LST-05)", async () => {
    await using world = await openWorld();
    const ids = await fill(world, 12, ["rg"]);
    const found = await pages(world, `${bySubscription()}&$top=5`);
    assert.deepEqual(
      found.map((page) => page.length),
      [5, 5, 2],
    );
    assert.deepEqual(found.flat().sort(), ids.sort());
    for (const top of ["11", "1000", "999999999"])
      assert.equal(idsOf(await world.call("GET", `${bySubscription()}&$top=${top}`)).length, 10);
    for (const top of ["0", "-1", "x", "1.5", "", "1e3", "9999999999", "0x10", " 1"]) {
      const reply = await world.call("GET", `${bySubscription()}&$top=${top}`);
      assert.deepEqual(
        [reply.status, errorOf(reply).code, errorOf(reply).target],
        [400, "InvalidParameter", "$top"],
        top,
      );
    }
  });

  it("keep the other parameters in nextLink (ARM-LST-03)", async () => {
    await using world = await openWorld();
    await fill(world, 12, ["rg"]);
    const { json } = await world.call("GET", `${bySubscription()}&$top=3&foo=b%20r&foo=2`);
    const next = new URL(json["nextLink"] as string);
    assert.deepEqual(next.searchParams.getAll("foo"), ["b r", "2"]);
    assert.deepEqual([next.searchParams.get("$top"), next.searchParams.get("api-version")], ["3", "2025-07-25"]);
    assert.equal(next.searchParams.getAll("$skipToken").length, 1);
    const second = await world.call("GET", (json["nextLink"] as string).slice(armHost.length));
    assert.equal(new URL(second.json["nextLink"] as string).searchParams.getAll("$skipToken").length, 1);
  });

  it("are not begun or continued by a parameter given twice, which is named", async () => {
    await using world = await openWorld();
    await fill(world, 6, ["rg"]);
    const { json } = await world.call("GET", `${bySubscription()}&$top=3`);
    const token = encodeURIComponent(new URL(json["nextLink"] as string).searchParams.get("$skipToken") as string);
    for (const [query, target] of [
      [`$skipToken=${token}&$skiptoken=${token}`, "$skipToken"],
      [`$skipToken=${token}&$skipToken=`, "$skipToken"],
      ["$top=3&$TOP=4", "$top"],
    ] as const) {
      const reply = await world.call("GET", `${bySubscription()}&${query}`);
      const error = errorOf(reply);
      assert.deepEqual([reply.status, error.code, error.target], [400, "InvalidParameter", target], query);
      assert.match(error.message, /was given 2 times/);
    }
  });

  it("give tokens that say nothing, and take none but their own list's (ARM-LST-04)", async () => {
    await using world = await openWorld();
    await fill(world, 24, ["rg", "rg2"]);
    const tokenOf = async (path: string) =>
      new URL((await world.call("GET", path)).json["nextLink"] as string).searchParams.get("$skipToken") as string;
    const token = await tokenOf(bySubscription());
    assert.doesNotMatch(Buffer.from(token, "base64").toString("latin1"), /subscriptions|c1|list/);
    const forged = Buffer.from(token, "base64");
    forged[20] = (forged[20] ?? 0) ^ 1;
    for (const [path, bad] of [
      [bySubscription(), "garbage"],
      [bySubscription(), "%00"],
      [bySubscription(), "AAAA"],
      [bySubscription(), token.slice(0, -8)],
      [bySubscription(), forged.toString("base64")],
      [bySubscription(), "x".repeat(20_000)],
      [bySubscription(), await tokenOf(byGroup("rg"))],
      [byGroup("rg"), token],
      [byGroup("rg2"), await tokenOf(byGroup("rg"))],
      [bySubscription("00000000-0000-4000-8000-0000000000ff"), token],
      [bySubscription(), world.deps.continuationSealer.seal("not json")],
      [
        bySubscription(),
        world.deps.continuationSealer.seal(
          JSON.stringify({ list: `/subscriptions/${subscriptionId}/`, store: "stale" }),
        ),
      ],
    ] as const) {
      const reply = await world.call("GET", `${path}&$skipToken=${encodeURIComponent(bad)}`);
      assert.deepEqual(
        [reply.status, errorOf(reply).code, errorOf(reply).target],
        [400, "InvalidParameter", "$skipToken"],
        bad,
      );
    }
    assert.equal((await world.call("GET", `${bySubscription()}&$skiptoken=${encodeURIComponent(token)}`)).status, 200);
  });

  it("cut a page by bytes too, and lose nothing by it (ARM-HDR-09)", async () => {
    await using world = await openWorld();
    const ids = await fill(world, 12, ["rg"], { blob: "x".repeat(1_500_000) });
    const found = await pages(world, bySubscription());
    assert.deepEqual(found.flat().sort(), ids.sort());
    assert.equal(new Set(found.flat()).size, ids.length);
    assert.ok(found.every((page) => page.length <= 4));
  });

  it("refuse a foreign type or namespace instead of listing clusters under it (ARM-LST-01, ARM-URI-05)", async () => {
    await using world = await openWorld();
    for (const path of [
      bySubscription().replace("openShiftClusters", "hcpOpenShiftClusters"),
      bySubscription().replace("RedHat", "BlueHat"),
    ])
      assert.equal((await world.call("GET", path)).status, 400);
  });
});

describe("GET", () => {
  it("answers 200 in every state, and changes nothing however often it is asked (ARM-GET-01)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    for (const state of ["Creating", "Updating", "AdminUpdating", "Deleting", "Succeeded", "Failed", "Canceled"]) {
      await world.change("c1", (document) => {
        const { openShiftCluster } = document;
        return {
          ...document,
          openShiftCluster: {
            ...openShiftCluster,
            properties: { ...openShiftCluster.properties, provisioningState: state },
          },
        } as never;
      });
      const census = JSON.stringify(await world.census());
      for (let times = 0; times < 3; times++) {
        const { status, headers, json } = await world.cluster("GET", "c1");
        assert.deepEqual([status, (json["properties"] as JsonObject)["provisioningState"]], [200, state]);
        assert.deepEqual(
          [headers["azure-asyncoperation"], headers["location"], headers["retry-after"]],
          [undefined, undefined, undefined],
        );
      }
      assert.equal(JSON.stringify(await world.census()), census);
    }
  });

  it("shows each change at once, though what did not change is shown from memory", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const tags = async () => (await world.cluster("GET", "c1")).json["tags"];
    for (let n = 0; n < 5; n++) {
      await world.cluster("PATCH", "c1", { body: { tags: { n: String(n) } } });
      assert.deepEqual([await tags(), await tags()], [{ n: String(n) }, { n: String(n) }]);
    }
    const { id, partitionKey } = await world.stored("c1");
    await world.database.clusters.container.delete(partitionKey, id, "any");
    assert.equal((await world.cluster("GET", "c1")).status, 404);
    await world.made("c1", 1);
    assert.deepEqual(await tags(), { team: "payments" });
  });

  it("does not show a cluster that only feed readers see", async () => {
    await using world = await openWorld();
    const stored = await world.made("c1", 1);
    assert.equal((await world.cluster("GET", "c1")).status, 200);
    const gone = `deleted:${stored.id}`;
    await world.database.clusters.container.replace(
      stored.partitionKey,
      { ...stored, key: gone, clusterResourceGroupIdKey: gone, clientIdKey: gone, deleting: true, ttl: 60 },
      stored._etag,
    );
    assert.equal((await world.cluster("GET", "c1")).status, 404);
    assert.equal((await world.cluster("DELETE", "c1")).status, 204);
    assert.equal((await world.call("GET", bySubscription())).body, '{"value":[]}');
  });
});
