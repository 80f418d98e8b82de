import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject, WorkDocument } from "@aro/api";
import { clusterBody } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import { armHost, openWorld } from "../testing/world.ts";

const operationIn = (address: string | undefined) => /operationsstatus\/([^?]+)/.exec(address ?? "")?.[1] ?? "";

describe("DELETE", () => {
  it("of an absent cluster is 204 without a body, whatever its conditions and the subscription (ARM-DEL-01, ARM-ETG-03)", async () => {
    await using world = await openWorld({ state: undefined });
    for (const headers of [{}, { "if-match": "*" }, { "if-match": '"1"' }]) {
      const reply = await world.cluster("DELETE", "c1", { headers });
      assert.deepEqual([reply.status, reply.body], [204, undefined]);
    }
    assert.deepEqual(Object.values(await world.census()).flat(), []);
  });

  it("answers 202, empty, with the addresses of the deletion and Retry-After; the state is Deleting (ARM-DEL-02)", async () => {
    await using world = await openWorld();
    const before = await world.made("c1", 1);
    const reply = await world.cluster("DELETE", "c1");
    assert.deepEqual([reply.status, reply.body, reply.headers["retry-after"]], [202, undefined, "30"]);
    const id = operationIn(reply.headers["azure-asyncoperation"]);
    assert.match(reply.headers["location"] ?? "", new RegExp(`^${armHost}/.*/operationresults/${id}\\?`));
    const cluster = await world.stored("c1");
    assert.deepEqual(
      [cluster.asyncOperationId, cluster.openShiftCluster.properties.provisioningState, cluster.revision],
      [id, "Deleting", before.revision + 1],
    );
    assert.equal((await world.work(cluster)).operationId, id);
    assert.equal((await world.operation(id))?.asyncOperation.initialStatus, "Deleting");
  });

  it("while deleting answers 202 with the same operation, and changes nothing (ARM-DEL-05)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const first = await world.cluster("DELETE", "c1");
    const census = JSON.stringify(await world.census());
    const again = await world.cluster("DELETE", "c1");
    assert.deepEqual(
      [again.status, again.headers["azure-asyncoperation"]],
      [202, first.headers["azure-asyncoperation"]],
    );
    assert.equal(JSON.stringify(await world.census()), census);
    const put = await world.cluster("PUT", "c1", { body: clusterBody() });
    assert.deepEqual([put.status, errorOf(put).code], [400, "RequestNotAllowed"]);
    assert.match(errorOf(put).message, /'Deleting'/);
  });

  it("ends a running operation as Canceled, with an error, in the same batch, and its worker becomes the predecessor (ARM-DEL-04, ARM-ASY-07)", async () => {
    await using world = await openWorld();
    const created = await world.cluster("PUT", "c1", { body: clusterBody() });
    const cluster = await world.stored("c1");
    const work = await world.work(cluster);
    const leased: WorkDocument = { ...work, state: "leased", owner: "backend-1", token: 7, leaseSeconds: 60 };
    assert.equal(
      (await world.database.clusters.container.replace(cluster.partitionKey, leased, work._etag)).outcome,
      "written",
    );
    const leasedAt = (await world.work(cluster))._ts;

    const deleted = await world.cluster("DELETE", "c1");
    assert.equal(deleted.status, 202);
    const path = new URL(created.headers["azure-asyncoperation"] as string);
    const { json, headers } = await world.call("GET", path.pathname + path.search);
    assert.deepEqual([json["status"], (json["error"] as JsonObject)["code"]], ["Canceled", "OperationCanceled"]);
    assert.ok((json["error"] as JsonObject)["message"]);
    assert.deepEqual([typeof json["endTime"], headers["retry-after"]], ["string", undefined]);
    const canceled = await world.operation(operationIn(created.headers["azure-asyncoperation"]));
    assert.equal(canceled?.ttl, 604_800);
    assert.equal(canceled?.openShiftCluster?.properties.clusterProfile.pullSecret, undefined);

    const next = await world.work(cluster);
    const { owner, token, quietAfter } = next.predecessor ?? {};
    assert.deepEqual(
      [next.state, next.operationId, next.dequeues, owner, token],
      ["queued", operationIn(deleted.headers["azure-asyncoperation"]), 0, "backend-1", 7],
    );
    assert.ok((quietAfter ?? 0) >= leasedAt + 60);
  });

  it("hands on the Azure operations that the canceled run had begun, so that they are waited out (ARM-DEL-04)", async () => {
    await using world = await openWorld();
    await world.cluster("PUT", "c1", { body: clusterBody() });
    const cluster = await world.stored("c1");
    const id = cluster.asyncOperationId as string;
    const operation = await world.operation(id);
    assert.ok(operation);
    const progress = {
      total: 3,
      finished: [],
      percentComplete: 0,
      pollers: { deployBase: "https://arm.example/poll" },
    };
    await world.database.clusters.container.replace(
      cluster.partitionKey,
      { ...operation, asyncOperation: { ...operation.asyncOperation, progress } },
      operation._etag,
    );
    await world.cluster("DELETE", "c1");
    assert.deepEqual(Object.values((await world.work(cluster)).leftBehind ?? {}), ["https://arm.example/poll"]);
  });

  it("does not end anew an operation that has ended, though the cluster still names it", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const ended = (await world.census()).operation[0] as JsonObject & { id: string };
    await world.change("c1", (document) => ({ ...document, asyncOperationId: ended.id }));
    assert.equal((await world.cluster("DELETE", "c1")).status, 202);
    assert.equal((await world.operation(ended.id))?.asyncOperation.status, "Succeeded");
  });

  it("of a running update shows again what is true of the cluster (ARM-PAT-07)", async () => {
    await using world = await openWorld();
    const before = await world.made("c1", 1);
    await world.cluster("PATCH", "c1", {
      body: { tags: { a: "b" }, properties: { servicePrincipalProfile: { clientSecret: "another" } } },
    });
    assert.deepEqual((await world.stored("c1")).openShiftCluster.tags, { a: "b" });
    await world.cluster("DELETE", "c1");
    const after = await world.stored("c1");
    assert.deepEqual(after.openShiftCluster.tags, before.openShiftCluster.tags);
    assert.equal(
      after.openShiftCluster.properties.servicePrincipalProfile?.clientSecret,
      before.openShiftCluster.properties.servicePrincipalProfile?.clientSecret,
    );
  });

  it("is honoured in every state (ARM-DEL-04, ARM-DEL-06, ARM-DEL-07)", async () => {
    for (const [state, failed] of [
      ["Creating", undefined],
      ["Updating", undefined],
      ["AdminUpdating", undefined],
      ["Deleting", undefined],
      ["Succeeded", undefined],
      ["Failed", "Creating"],
      ["Failed", "Updating"],
      ["Failed", "Deleting"],
      ["Canceled", undefined],
    ]) {
      await using world = await openWorld();
      await world.made("c1", 1);
      await world.change("c1", (document) => {
        const { openShiftCluster } = document;
        const properties = {
          ...openShiftCluster.properties,
          provisioningState: state,
          failedProvisioningState: failed,
        };
        return { ...document, openShiftCluster: { ...openShiftCluster, properties } } as never;
      });
      const { status, headers } = await world.cluster("DELETE", "c1");
      assert.equal(status, 202, `${state} ${failed}`);
      assert.match(headers["azure-asyncoperation"] ?? "", /operationsstatus/);
    }
  });

  it("needs a subscription that is Registered, Warned or Suspended (ARM-SUB-05)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const subscription = world.deps.database.subscriptions;
    const [, , id = ""] = (await world.stored("c1")).key.split("/");
    const become = (state: string) =>
      subscription.put(id, (stored) => ({ ...stored, id, subscription: { state } }) as never);
    for (const state of ["Unregistered", "Deleted"]) {
      await become(state);
      const reply = await world.cluster("DELETE", "c1");
      assert.deepEqual([reply.status, errorOf(reply).code], [400, "InvalidSubscriptionState"]);
      assert.equal((await world.cluster("GET", "c1")).status, 200);
    }
    for (const state of ["Warned", "Suspended", "Registered"]) {
      await become(state);
      assert.equal((await world.cluster("DELETE", "c1")).status, 202, state);
    }
  });

  it("still fits into one batch for the largest pull secret that a create takes (ARM-DEL-04)", async () => {
    await using world = await openWorld();
    const body = clusterBody();
    const profile = body.properties["clusterProfile"] as JsonObject;
    profile["pullSecret"] = JSON.stringify({ auths: { registry: { auth: "x".repeat(1_000_000) } } });
    assert.equal((await world.cluster("PUT", "c1", { body })).status, 201);
    assert.equal((await world.cluster("DELETE", "c1")).status, 202);
  });
});
