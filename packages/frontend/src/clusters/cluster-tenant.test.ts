import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "@aro/api";
import { clusterBody, subscriptionId } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import { openWorld, type World } from "../testing/world.ts";

const notify = (world: World, tenantId: string) =>
  world.call("PUT", `/subscriptions/${subscriptionId}?api-version=2.0`, {
    body: { state: "Registered", properties: { tenantId } },
  });

/** A PUT that an update would be needed for. */
const update = (): JsonObject => {
  const body = clusterBody(1);
  (body.properties["servicePrincipalProfile"] as JsonObject)["clientSecret"] = "another";
  return body;
};

describe("a cluster whose subscription was moved to another tenant", () => {
  it("is not updated, which would need identities of the former one, and nothing is stored (ARM-SUB-07)", async () => {
    await using world = await openWorld();
    await notify(world, "Former");
    await world.made("c1", 1);
    await notify(world, "other");
    const census = JSON.stringify(await world.census());
    const reply = await world.cluster("PUT", "c1", { body: update() });
    assert.deepEqual([reply.status, errorOf(reply).code], [400, "RequestNotAllowed"]);
    assert.match(errorOf(reply).message, /moved to another tenant/);
    assert.equal(JSON.stringify(await world.census()), census);
    await notify(world, "former");
    assert.equal((await world.cluster("PUT", "c1", { body: update() })).status, 200);
  });

  it("may be read, tagged, and deleted (ARM-PAT-04, ARM-DEL-06)", async () => {
    await using world = await openWorld();
    await notify(world, "former");
    await world.made("c1", 1);
    await notify(world, "other");
    assert.equal((await world.cluster("PUT", "c1", { body: clusterBody(1) })).status, 200);
    assert.equal((await world.cluster("GET", "c1")).status, 200);
    assert.equal((await world.cluster("PATCH", "c1", { body: { tags: { a: "b" } } })).status, 200);
    assert.equal((await world.cluster("DELETE", "c1")).status, 202);
  });

  it("belongs to the new one when its failed creation is resumed there (ARM-PUT-13)", async () => {
    await using world = await openWorld();
    await notify(world, "former");
    await world.cluster("PUT", "c1", { body: clusterBody(1) });
    await world.end("c1", "Failed");
    await notify(world, "other");
    assert.equal((await world.cluster("PUT", "c1", { body: clusterBody(1) })).status, 200);
    assert.equal((await world.stored("c1")).tenantId, "other");
  });
});

describe("a subscription whose tenant ARM has not named", () => {
  const unnamed = (world: World, body: JsonObject) =>
    world.call("PUT", `/subscriptions/${subscriptionId}?api-version=2.0`, { body });

  it("gets no cluster, and is told what is missing before anything is stored (ARM-SUB-07)", async () => {
    for (const properties of [undefined, {}, { tenantId: null }, { tenantId: "" }] as const) {
      await using world = await openWorld({ state: undefined });
      await unnamed(world, { state: "Registered", ...(properties === undefined ? {} : { properties }) });
      const reply = await world.cluster("PUT", "c1", { body: clusterBody(1) });
      assert.deepEqual([reply.status, errorOf(reply).code], [400, "InvalidSubscriptionState"]);
      assert.match(errorOf(reply).message, /tenant of the subscription is not known.*Register the provider/);
      assert.equal((await world.census()).cluster.length, 0);
      await notify(world, "named");
      assert.equal((await world.cluster("PUT", "c1", { body: clusterBody(1) })).status, 201);
    }
  });
});
