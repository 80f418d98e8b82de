import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "@aro/api";
import { clusterBody } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import { openWorld } from "../testing/world.ts";

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;
describe("PUT of an existing cluster", () => {
  it("that asks for what is stored answers 200 and does nothing (ARM-PUT-04, ARM-SYS-04)", async () => {
    await using world = await openWorld();
    const before = await world.made("c1", 1);
    const census = JSON.stringify(await world.census());
    const again = await world.cluster("PUT", "c1", {
      body: clusterBody(),
      headers: { "x-ms-arm-resource-system-data": '{"lastModifiedBy":"x"}' },
    });
    assert.equal(again.status, 200);
    assert.deepEqual([again.headers["azure-asyncoperation"], again.headers["retry-after"]], [undefined, undefined]);
    assert.equal(again.headers["etag"], `"${before.revision}"`);
    assert.equal(JSON.stringify(await world.census()), census);
  });

  it("may be what GET returned, read-only members and all (ARM-PUT-05)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const { json } = await world.cluster("GET", "c1");
    const again = await world.cluster("PUT", "c1", { body: json });
    assert.deepEqual([again.status, again.headers["azure-asyncoperation"]], [200, undefined]);
  });

  it("that repeats a running create answers 200 with its operation, however the body is written (ARM-PUT-12)", async () => {
    await using world = await openWorld();
    const first = await world.cluster("PUT", "c1", { body: clusterBody() });
    const { properties, ...envelope } = clusterBody();
    const again = await world.cluster("PUT", "C1", { body: { properties, unknown: 1, ...envelope } });
    assert.equal(again.status, 200);
    for (const name of ["azure-asyncoperation", "location", "etag", "retry-after"])
      assert.equal(again.headers[name], first.headers[name]);
    const census = await world.census();
    assert.deepEqual([census.cluster.length, census.operation.length, census.work.length], [1, 1, 1]);
  });

  it("that wants something else than the running operation is refused, and stores nothing (ARM-PUT-12, ARM-ASY-11)", async () => {
    await using world = await openWorld();
    await world.cluster("PUT", "c1", { body: clusterBody() });
    const census = JSON.stringify(await world.census());
    const body = clusterBody();
    (body.properties["servicePrincipalProfile"] as JsonObject)["clientSecret"] = "another";
    const reply = await world.cluster("PUT", "c1", { body });
    assert.deepEqual([reply.status, errorOf(reply).code], [400, "RequestNotAllowed"]);
    assert.match(errorOf(reply).message, /'Creating'/);
    const tags = await world.cluster("PATCH", "c1", { body: { tags: {} } });
    assert.equal(errorOf(tags).code, "RequestNotAllowed");
    assert.equal(JSON.stringify(await world.census()), census);
  });

  it("that changes what an update can bring about starts one, which keeps the former values (ARM-PAT-07)", async () => {
    await using world = await openWorld();
    const before = await world.made("c1", 1);
    const body = clusterBody();
    (body.properties["servicePrincipalProfile"] as JsonObject)["clientSecret"] = "another";
    const reply = await world.cluster("PUT", "c1", { body });
    assert.equal(reply.status, 200);
    assert.equal((reply.json["properties"] as JsonObject)["provisioningState"], "Updating");
    const cluster = await world.stored("c1");
    const operation = await world.operation(cluster.asyncOperationId as string);
    assert.equal(operation?.asyncOperation.initialStatus, "Updating");
    const kept = operation?.asyncOperation.before as typeof before.openShiftCluster;
    assert.equal(
      kept.properties.servicePrincipalProfile?.clientSecret,
      before.openShiftCluster.properties.servicePrincipalProfile?.clientSecret,
    );
    assert.equal(cluster.openShiftCluster.properties.lastProvisioningState, "Succeeded");
    assert.equal((await world.work(cluster)).operationId, operation?.id);
    assert.equal(cluster.revision, before.revision + 1);
  });

  it("that changes what no update can bring about yet is refused, naming it", async () => {
    await using world = await openWorld({ deps: { supportedChanges: new Set(["/properties/networkProfile"]) } });
    await world.made("c1", 1);
    const body = clusterBody();
    (body.properties["servicePrincipalProfile"] as JsonObject)["clientSecret"] = "another";
    const reply = await world.cluster("PUT", "c1", { body });
    assert.deepEqual(
      [reply.status, errorOf(reply).code, errorOf(reply).target],
      [400, "InvalidParameter", "properties.servicePrincipalProfile.clientSecret"],
    );
  });

  it("that changes what can never change is refused with the target (ARM-PUT-06)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const body = clusterBody();
    (body.properties["clusterProfile"] as JsonObject)["domain"] = "another";
    const reply = await world.cluster("PUT", "c1", { body });
    assert.deepEqual(
      [reply.status, errorOf(reply).code, errorOf(reply).target],
      [400, "PropertyChangeNotAllowed", "properties.clusterProfile.domain"],
    );
  });

  it("that resumes a create asks Azure again what it asks of every create", async () => {
    let available = true;
    const finding = {
      code: "InvalidParameter",
      message: "Sold out.",
      target: "properties.masterProfile.vmSize",
    } as const;
    await using world = await openWorld({ deps: { createChecks: [async () => (available ? [] : [finding])] } });
    await world.cluster("PUT", "c1", { body: clusterBody() });
    await world.end("c1", "Failed");
    available = false;
    const refused = await world.cluster("PUT", "c1", { body: clusterBody() });
    assert.deepEqual([refused.status, errorOf(refused).target], [400, "properties.masterProfile.vmSize"]);
    available = true;
    assert.match(
      (await world.cluster("PUT", "c1", { body: clusterBody() })).headers["azure-asyncoperation"] ?? "",
      guid,
    );
  });

  it("resumes a create that failed: 200, state Creating, a new operation, and may bring other credentials (ARM-PUT-13)", async () => {
    await using world = await openWorld({ deps: { supportedChanges: new Set() } });
    const first = await world.cluster("PUT", "c1", { body: clusterBody() });
    await world.end("c1", "Failed");
    const body = clusterBody();
    (body.properties["servicePrincipalProfile"] as JsonObject)["clientSecret"] = "the right one";
    const resumed = await world.cluster("PUT", "c1", { body });
    assert.equal(resumed.status, 200);
    assert.equal((resumed.json["properties"] as JsonObject)["provisioningState"], "Creating");
    assert.notEqual(resumed.headers["azure-asyncoperation"], first.headers["azure-asyncoperation"]);
    const cluster = await world.stored("c1");
    const operation = await world.operation(cluster.asyncOperationId as string);
    assert.deepEqual(
      [operation?.asyncOperation.initialStatus, operation?.asyncOperation.before],
      ["Creating", undefined],
    );
    assert.equal(
      world.deps.sealer
        .openText(cluster.openShiftCluster.properties.servicePrincipalProfile?.clientSecret as never)
        .reveal(),
      "the right one",
    );
  });

  it("after a failed update runs it again, even unchanged; after a failed delete only DELETE leads on (ARM-PUT-13, ARM-DEL-06)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const fail = (as: "Updating" | "Deleting") =>
      world.change(
        "c1",
        ({ openShiftCluster, ...others }) =>
          ({
            ...others,
            openShiftCluster: {
              ...openShiftCluster,
              properties: { ...openShiftCluster.properties, provisioningState: "Failed", failedProvisioningState: as },
            },
          }) as never,
      );
    await fail("Deleting");
    const body = clusterBody();
    (body.properties["servicePrincipalProfile"] as JsonObject)["clientSecret"] = "another";
    assert.equal(errorOf(await world.cluster("PUT", "c1", { body })).code, "RequestNotAllowed");
    await fail("Updating");
    const repeated = await world.cluster("PUT", "c1", { body: clusterBody() });
    assert.match(repeated.headers["azure-asyncoperation"] ?? "", guid);
    await world.end("c1", "Failed");
    assert.equal((await world.cluster("DELETE", "c1")).status, 202);
  });
});
