import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ClusterDocument, JsonObject, ProvisioningState } from "@aro/api";
import { clusterBody } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import { openWorld, type World } from "../testing/world.ts";

const inState = (world: World, state: ProvisioningState, failed?: ProvisioningState) =>
  world.change("c1", (document) => {
    const { openShiftCluster } = document;
    const properties = {
      ...openShiftCluster.properties,
      provisioningState: state,
      ...(failed === undefined ? {} : { failedProvisioningState: failed }),
    };
    return { ...document, openShiftCluster: { ...openShiftCluster, properties } } as ClusterDocument;
  });

describe("PATCH", () => {
  it("of an absent cluster is 404, whatever its conditions, and creates nothing (ARM-PAT-01, ARM-ETG-02)", async () => {
    await using world = await openWorld();
    for (const headers of [{}, { "if-match": "*" }, { "if-match": '"1"' }, { "if-none-match": "*" }]) {
      const reply = await world.cluster("PATCH", "c1", { body: clusterBody(), headers });
      assert.deepEqual([reply.status, errorOf(reply).code], [404, "ResourceNotFound"]);
    }
    assert.deepEqual(Object.values(await world.census()).flat(), []);
  });

  it("of tags alone stores them at once in any terminal state, and starts nothing (ARM-PAT-03, ARM-PAT-04)", async () => {
    await using world = await openWorld({ deps: { supportedChanges: new Set() } });
    await world.made("c1", 1);
    let round = 0;
    for (const [state, failed] of [
      ["Succeeded", undefined],
      ["Failed", "Creating"],
      ["Failed", "Updating"],
      ["Failed", "Deleting"],
      ["Canceled", undefined],
    ] as const) {
      await inState(world, state, failed);
      const before = await world.stored("c1");
      const tags = { round: String(round++) };
      const reply = await world.cluster("PATCH", "c1", { body: { tags } });
      assert.equal(reply.status, 200);
      // All tags are replaced, not merged.
      assert.deepEqual(reply.json["tags"], tags);
      assert.equal((reply.json["properties"] as JsonObject)["provisioningState"], state);
      assert.equal(reply.headers["azure-asyncoperation"], undefined);
      const after = await world.stored("c1");
      assert.deepEqual([after.asyncOperationId, after.revision], [undefined, before.revision + 1]);
    }
    assert.equal((await world.census()).operation.length, 1);
    const none = await world.cluster("PATCH", "c1", { body: { tags: null } });
    assert.deepEqual([none.status, none.json["tags"]], [200, undefined]);
  });

  it("of nothing answers 200 and changes nothing (ARM-PAT-05)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const census = JSON.stringify(await world.census());
    const { json } = await world.cluster("GET", "c1");
    for (const body of [
      {},
      { properties: {} },
      { tags: { team: "payments" } },
      { location: "EastUS" },
      { id: json["id"], name: json["name"], type: json["type"], location: json["location"] } as JsonObject,
      { properties: { provisioningState: "Succeeded" } },
    ]) {
      const reply = await world.cluster("PATCH", "c1", { body: body as JsonObject });
      assert.deepEqual([reply.status, reply.body], [200, JSON.stringify(json)], JSON.stringify(body));
      assert.equal(reply.headers["azure-asyncoperation"], undefined);
    }
    assert.equal(JSON.stringify(await world.census()), census);
  });

  it("with another provisioning state than the stored one is 400 (ARM-ASY-02)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const reply = await world.cluster("PATCH", "c1", { body: { properties: { provisioningState: "Failed" } } });
    assert.equal(reply.status, 400);
  });

  it("that needs an update answers 200 with the cluster in a non-terminal state and the operation (ARM-PAT-06, ARM-ASY-01)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const reply = await world.cluster("PATCH", "c1", {
      body: { properties: { servicePrincipalProfile: { clientSecret: "another" } } },
    });
    assert.equal(reply.status, 200);
    assert.equal((reply.json["properties"] as JsonObject)["provisioningState"], "Updating");
    assert.match(reply.headers["azure-asyncoperation"] ?? "", /operationsstatus/);
    const profile = (await world.stored("c1")).openShiftCluster.properties.servicePrincipalProfile;
    assert.equal(world.deps.sealer.openText(profile?.clientSecret as never).reveal(), "another");
    assert.equal(profile?.clientId, clusterBody().properties["servicePrincipalProfile"]?.["clientId" as never]);
    const again = await world.cluster("PATCH", "c1", {
      body: { properties: { servicePrincipalProfile: { clientSecret: "another" } } },
    });
    assert.deepEqual(
      [again.status, again.headers["azure-asyncoperation"]],
      [200, reply.headers["azure-asyncoperation"]],
    );
  });

  it("after a failed create or delete says what leads on instead (ARM-PUT-13)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const body = { properties: { servicePrincipalProfile: { clientSecret: "another" } } };
    for (const [failed, text] of [
      ["Creating", /PUT/],
      ["Deleting", /Delete it again/],
    ] as const) {
      await inState(world, "Failed", failed);
      const reply = await world.cluster("PATCH", "c1", { body });
      assert.deepEqual([reply.status, errorOf(reply).code], [400, "RequestNotAllowed"]);
      assert.match(errorOf(reply).message, text);
    }
  });
});
