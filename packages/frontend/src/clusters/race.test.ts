import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ClusterDocument, JsonObject, OperationDocument, WorkDocument } from "@aro/api";
import { seededRandom } from "@aro/runtime";
import { clientId, clusterBody } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import { openWorld, type World } from "../testing/world.ts";

/** How many seeds; a longer run is `RACE_SEEDS` of the suite that crosses packages. */
const seeds = 12;
const writers = 50;

/** One document, one operation, one work item for each cluster, and they point at each other: nothing is orphaned (ARM-PUT-12). */
async function checkWhole(world: World, clusters: number): Promise<void> {
  const census = await world.census();
  assert.deepEqual(
    [census.cluster.length, census.operation.length, census.work.length],
    [clusters, clusters, clusters],
  );
  for (const cluster of census.cluster as ClusterDocument[]) {
    const operation = census.operation.find(({ id }) => id === cluster.asyncOperationId) as
      | OperationDocument
      | undefined;
    const work = census.work.find(({ id }) => id === `work-${cluster.id}`) as WorkDocument | undefined;
    assert.equal(operation?.openShiftClusterId, cluster.id);
    assert.equal(work?.operationId, operation?.id);
  }
}

const shuffled = <Item>(items: Item[], seed: number): Item[] => {
  const random = seededRandom(seed);
  return items
    .map((item) => [random.integer(1e9), item] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, item]) => item);
};

describe("racing writers", () => {
  it("of one create: one is answered 201, the others 200 with the same operation (ARM-PUT-12)", async () => {
    await using world = await openWorld();
    const replies = await Promise.all(
      Array.from({ length: writers }, () => world.cluster("PUT", "c1", { body: clusterBody() })),
    );
    assert.equal(replies.filter(({ status }) => status === 201).length, 1);
    assert.equal(replies.filter(({ status }) => status === 200).length, writers - 1);
    assert.equal(new Set(replies.map(({ headers }) => headers["azure-asyncoperation"])).size, 1);
    await checkWhole(world, 1);
  });

  for (let seed = 1; seed <= seeds; seed++)
    it(`of different creates of one name: one wins, the others are refused, nothing is left over (ARM-PUT-12), seed ${seed}`, async () => {
      await using world = await openWorld({ random: seededRandom(seed) });
      const bodies = shuffled(
        Array.from({ length: writers }, (_, n) => clusterBody(n % 10)),
        seed,
      );
      const replies = await Promise.all(bodies.map((body) => world.cluster("PUT", "c1", { body })));
      const winner = replies.findIndex(({ status }) => status === 201);
      assert.equal(replies.filter(({ status }) => status === 201).length, 1);
      for (const [index, reply] of replies.entries()) {
        const same = JSON.stringify(bodies[index]) === JSON.stringify(bodies[winner]);
        if (index === winner) continue;
        assert.equal(reply.status, same ? 200 : 400);
        if (!same)
          assert.ok(
            ["RequestNotAllowed", "PropertyChangeNotAllowed", "InvalidParameter"].includes(errorOf(reply).code),
            errorOf(reply).code,
          );
      }
      await checkWhole(world, 1);
    });

  it("of clusters that share a client id: one wins, the others are told why (ARM-PUT-12, ARM-ERR-07)", async () => {
    await using world = await openWorld();
    const replies = await Promise.all(
      Array.from({ length: writers }, (_, n) => {
        const body = clusterBody(n);
        (body.properties["servicePrincipalProfile"] as JsonObject)["clientId"] = clientId(1);
        return world.cluster("PUT", `c${n}`, { body });
      }),
    );
    assert.equal(replies.filter(({ status }) => status === 201).length, 1);
    for (const reply of replies.filter(({ status }) => status !== 201))
      assert.deepEqual([reply.status, errorOf(reply).code], [400, "DuplicateClientID"]);
    await checkWhole(world, 1);
  });

  it("of one update: one operation, whoever asks for the same is told of it, the others are refused (ARM-PUT-12)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const replies = await Promise.all(
      Array.from({ length: writers }, (_, n) =>
        world.cluster("PATCH", "c1", {
          body: { properties: { servicePrincipalProfile: { clientSecret: `secret ${n % 5}` } } },
        }),
      ),
    );
    const joined = replies.filter(({ status }) => status === 200);
    assert.equal(joined.length, writers / 5);
    assert.equal(new Set(joined.map(({ headers }) => headers["azure-asyncoperation"])).size, 1);
    for (const reply of replies.filter(({ status }) => status !== 200))
      assert.equal(errorOf(reply).code, "RequestNotAllowed");
    const { operation, work } = await world.census();
    assert.deepEqual([operation.length, work.length], [2, 1]);
  });

  it("of different tags are all answered 200, as a burst of ARM's own size would be (ARM-THR-01, ARM-ERR-06)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const { revision } = await world.stored("c1");
    const tags = (n: number) => ({ body: { tags: { n: String(n) } } });
    const replies = await Promise.all(Array.from({ length: 200 }, (_, n) => world.cluster("PATCH", "c1", tags(n))));
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [200]);
    assert.equal((await world.stored("c1")).revision, revision + 200);
  });

  it("of tags and of an update lose neither's change (ARM-ETG-05)", async () => {
    await using world = await openWorld();
    for (let round = 1; round <= 10; round++) {
      if (round === 1) await world.made("c1", 1);
      const tags = { round: String(round) };
      const [tagged, updated] = await Promise.all([
        world.cluster("PATCH", "c1", { body: { tags } }),
        world.cluster("PATCH", "c1", {
          body: { properties: { servicePrincipalProfile: { clientSecret: `s${round}` } } },
        }),
      ]);
      const { openShiftCluster } = await world.stored("c1");
      // Tags are refused once the update runs; accepted before, they are still there.
      if (tagged.status === 200) assert.deepEqual(openShiftCluster.tags, tags);
      else assert.equal(errorOf(tagged).code, "RequestNotAllowed");
      assert.equal(updated.status, 200);
      await world.end("c1", "Succeeded");
    }
  });

  it("for one name are told apart from those for one client id, whichever unique path the store names first (ARM-PUT-12)", async () => {
    await using world = await openWorld();
    const { container } = world.database.clusters;
    const { batch } = container;
    let first = true;
    container.batch = async (partition, operations) => {
      const outcome = await batch.call(container, partition, operations);
      if (!first) return outcome;
      first = false;
      return { outcome: "conflict", index: 0, path: "/clientIdKey" };
    };
    // The first attempt is stored, and said to have been in conflict with itself: the answer is that of a repeated PUT.
    const reply = await world.cluster("PUT", "c1", { body: clusterBody() });
    assert.equal(reply.status, 200);
    await checkWhole(world, 1);
  });

  it("of PUT and DELETE: whatever the order, one cluster that is being deleted or made, every other operation ended (ARM-DEL-04)", async () => {
    for (let seed = 1; seed <= 5; seed++) {
      await using world = await openWorld({ random: seededRandom(seed) });
      const calls = shuffled(
        Array.from({ length: 20 }, (_, n) => (n % 4 === 0 ? "DELETE" : "PUT")),
        seed,
      );
      const replies = await Promise.all(
        calls.map((method) => world.cluster(method, "c1", { body: method === "PUT" ? clusterBody() : undefined })),
      );
      for (const { status } of replies) assert.ok([200, 201, 202, 204, 400].includes(status), String(status));
      const { cluster, operation, work } = await world.census();
      assert.deepEqual([cluster.length, work.length], [1, 1]);
      const running = (operation as OperationDocument[]).filter(
        ({ asyncOperation }) => asyncOperation.endTime === undefined,
      );
      assert.deepEqual(
        running.map(({ id }) => id),
        [(cluster[0] as ClusterDocument).asyncOperationId],
      );
    }
  });

  it("of different frontends over one database behave as one (ARM-PUT-12)", async () => {
    await using world = await openWorld();
    const { createFrontend } = await import("../frontend.ts");
    const { requestOf, clusterPath, version } = await import("../testing/world.ts");
    const others = Array.from({ length: 4 }, () => createFrontend(world.deps));
    const answers = await Promise.all(
      Array.from({ length: writers }, (_, n) =>
        (others[n % others.length] ?? world.frontend).handle(
          requestOf("PUT", `${clusterPath("c1")}?${version}`, { body: clusterBody() }),
        ),
      ),
    );
    assert.deepEqual(
      answers.map(({ status }) => status).filter((status) => status !== 200),
      [201],
    );
    await checkWhole(world, 1);
  });
});
