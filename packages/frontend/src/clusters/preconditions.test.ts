import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "@aro/api";
import { clusterBody } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import { openWorld } from "../testing/world.ts";

const changed = (secret: string): JsonObject => ({ properties: { servicePrincipalProfile: { clientSecret: secret } } });

describe("preconditions", () => {
  it("of PUT: any If-Match fails on what is absent, If-None-Match:* creates (ARM-ETG-01)", async () => {
    await using world = await openWorld();
    for (const tag of ["*", '"1"', 'W/"1"', ""]) {
      const reply = await world.cluster("PUT", "c1", { body: clusterBody(), headers: { "if-match": tag } });
      assert.deepEqual([reply.status, errorOf(reply).code], [412, "PreconditionFailed"]);
    }
    assert.deepEqual(Object.values(await world.census()).flat(), []);
    const created = await world.cluster("PUT", "c1", { body: clusterBody(), headers: { "if-none-match": "*" } });
    assert.equal(created.status, 201);
    const again = await world.cluster("PUT", "c1", { body: clusterBody(), headers: { "if-none-match": "*" } });
    assert.equal(again.status, 412);
  });

  it("of PUT, PATCH and DELETE: a match goes on, a mismatch is 412 and nothing happens (ARM-ETG-01, ARM-ETG-02, ARM-ETG-03)", async () => {
    await using world = await openWorld();
    const { revision } = await world.made("c1", 1);
    const census = JSON.stringify(await world.census());
    for (const [method, body] of [
      ["PUT", clusterBody()],
      ["PATCH", { tags: { a: "b" } }],
      ["PATCH", changed("another")],
      ["DELETE", undefined],
    ] as const)
      for (const tag of ['"1"', `W/"${revision}"`, `"${revision}x"`, '"a", "b"', ""]) {
        const reply = await world.cluster(method, "c1", { body, headers: { "if-match": tag } });
        assert.equal(reply.status, 412, `${method} ${tag}`);
        // Who reads the message learns the present tag.
        assert.match(errorOf(reply).message, new RegExp(String(revision)));
      }
    assert.equal(JSON.stringify(await world.census()), census);
    for (const tag of ["*", `"${revision}"`, `"a" , "${revision}"`, String(revision)])
      assert.equal(
        (await world.cluster("PUT", "c1", { body: clusterBody(), headers: { "if-match": tag } })).status,
        200,
        tag,
      );
    assert.equal(
      (await world.cluster("PATCH", "c1", { body: {}, headers: { "if-none-match": `"${revision}"` } })).status,
      412,
    );
    assert.equal((await world.cluster("PATCH", "c1", { body: {}, headers: { "if-none-match": '"1"' } })).status, 200);
    assert.equal((await world.cluster("DELETE", "c1", { headers: { "if-match": `"${revision}"` } })).status, 202);
  });

  it("use a tag that changes with what a client can see, and only then (ARM-ETG-04)", async () => {
    await using world = await openWorld();
    const tags: (string | undefined)[] = [];
    const look = async () => tags.push((await world.cluster("GET", "c1")).headers["etag"]);
    await world.cluster("PUT", "c1", { body: clusterBody() });
    await look();
    // Heartbeats of a worker replace the work item and the cluster's own bookkeeping, not what is shown.
    for (let beat = 0; beat < 10; beat++) {
      const cluster = await world.stored("c1");
      const work = await world.work(cluster);
      await world.database.clusters.container.replace(
        cluster.partitionKey,
        { ...work, writes: beat } as never,
        work._etag,
      );
      await world.change("c1", (document) => ({ ...document, bookkeeping: beat }));
      await look();
    }
    await world.end("c1", "Succeeded");
    await look();
    await world.cluster("PUT", "c1", { body: clusterBody() });
    await look();
    await world.cluster("PATCH", "c1", { body: { tags: { a: "b" } } });
    await look();
    assert.equal(new Set(tags.slice(0, 11)).size, 1);
    assert.equal(tags[11], tags[12]);
    assert.equal(new Set(tags).size, 3);
    for (const tag of tags) assert.match(tag ?? "", /^"\d+"$/);
  });

  it("never hold for a cluster that was deleted and made anew (ARM-ETG-04)", async () => {
    await using world = await openWorld();
    const first = await world.made("c1", 1);
    assert.equal(
      (await world.database.clusters.container.delete(first.partitionKey, first.id, "any")).outcome,
      "written",
    );
    await world.made("c1", 1);
    const reply = await world.cluster("DELETE", "c1", { headers: { "if-match": `"${first.revision}"` } });
    assert.equal(reply.status, 412);
  });

  it("are checked in the same step as the write: of many changes with one tag one wins (ARM-ETG-05)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    for (let round = 0; round < 5; round++) {
      const { revision } = await world.stored("c1");
      const replies = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          world.cluster("PATCH", "c1", {
            body: { tags: { winner: `${round}-${n}` } },
            headers: { "if-match": `"${revision}"` },
          }),
        ),
      );
      const won = replies.filter(({ status }) => status === 200);
      assert.equal(won.length, 1);
      assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([200, 412]));
      const after = await world.stored("c1");
      assert.deepEqual([after.openShiftCluster.tags, after.revision], [won[0]?.json["tags"], revision + 1]);
    }
  });
});
