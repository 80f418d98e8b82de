import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject, OperationDocument, OperationProgress } from "@aro/api";
import { endedOperation } from "@aro/database";
import { isoTime } from "@aro/runtime";
import { clusterBody, subscriptionId } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import { armHost, openWorld, tenantId, version, type World } from "../testing/world.ts";

const path = (kind: "operationsstatus" | "operationresults", id: string, subscription = subscriptionId) =>
  `/subscriptions/${subscription}/providers/Microsoft.RedHatOpenShift/locations/eastus/${kind}/${id}?${version}`;

/** A world in which the creation of c1 runs, with the operation's id. */
async function creating(): Promise<{ world: World; id: string }> {
  const world = await openWorld();
  await world.cluster("PUT", "c1", { body: clusterBody() });
  return { world, id: (await world.stored("c1")).asyncOperationId as string };
}

/** Writes to the operation as its worker would. */
async function change(
  world: World,
  id: string,
  change: (operation: OperationDocument) => OperationDocument,
): Promise<void> {
  const operation = await world.operation(id);
  assert.ok(operation);
  const { outcome } = await world.database.clusters.container.replace(
    subscriptionId,
    change(operation),
    operation._etag,
  );
  assert.equal(outcome, "written");
}

const withProgress = (world: World, id: string, progress: OperationProgress) =>
  change(world, id, (operation) => ({ ...operation, asyncOperation: { ...operation.asyncOperation, progress } }));

describe("the status of an operation", () => {
  it("is found later by whoever reads a cluster that it left Failed, and by nobody else", async () => {
    const { world, id } = await creating();
    await using _ = world;
    const named = async () => (await world.cluster("GET", "c1")).headers["x-ms-failed-operation"];
    assert.equal(await named(), undefined);
    await world.end("c1", "Failed");
    assert.deepEqual([await named(), await named()], [id, id]);
    await world.cluster("PUT", "c1", { body: clusterBody() });
    assert.equal(await named(), undefined);
  });

  it("is 200 with id, name, status and times, whatever came of it (ARM-ASY-04, ARM-ASY-05)", async () => {
    const { world, id } = await creating();
    await using _ = world;
    const running = await world.call("GET", path("operationsstatus", id));
    assert.equal(running.status, 200);
    const { startTime, ...others } = running.json;
    assert.equal(isoTime(Date.parse(startTime as string)), startTime);
    assert.deepEqual(others, {
      id: path("operationsstatus", id).toLowerCase().split("?")[0],
      resourceId: (await world.stored("c1")).key,
      name: id,
      status: "Creating",
      percentComplete: 0,
    });
    assert.equal(running.headers["retry-after"], "30");

    await world.end("c1", "Failed");
    const failed = await world.call("GET", path("operationsstatus", id));
    assert.deepEqual([failed.status, failed.json["status"], failed.headers["retry-after"]], [200, "Failed", undefined]);
    assert.deepEqual(failed.json["error"], { code: "DeploymentFailed", message: "The deployment failed." });
    assert.ok((failed.json["endTime"] as string) >= (startTime as string));
    assert.equal(failed.json["properties"], undefined);
  });

  it("turns terminal together with the cluster, and is 100 % exactly then (ARM-ASY-06, ARM-ASY-08)", async () => {
    const { world, id } = await creating();
    await using _ = world;
    await withProgress(world, id, { total: 2, finished: [], percentComplete: 100 });
    assert.equal((await world.call("GET", path("operationsstatus", id))).json["percentComplete"], 99);
    await world.end("c1", "Succeeded");
    const { json } = await world.call("GET", path("operationsstatus", id));
    assert.deepEqual([json["status"], json["percentComplete"], json["error"]], ["Succeeded", 100, undefined]);
    assert.equal(
      ((await world.cluster("GET", "c1")).json["properties"] as JsonObject)["provisioningState"],
      "Succeeded",
    );
  });

  it("tells the steps as operations[]: done, running, to come; so that place and total can be read off (ARM-ASY-06)", async () => {
    const { world, id } = await creating();
    await using _ = world;
    const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, "0")}.000Z`;
    await withProgress(world, id, {
      total: 4,
      finished: [
        { name: "ensureInfraID", milliseconds: 2_000 },
        { name: "createDNS", milliseconds: 3_000 },
      ],
      current: { name: "deployBase", index: 2, startTime: at(10) },
      percentComplete: 50,
      pollers: { deployBase: "https://arm.internal/secret-address" },
    });
    const { json, body } = await world.call("GET", path("operationsstatus", id));
    assert.deepEqual(json["operations"], [
      { name: "ensureInfraID", status: "Succeeded", startTime: at(5), endTime: at(7) },
      { name: "createDNS", status: "Succeeded", startTime: at(7), endTime: at(10) },
      { name: "deployBase", status: "Running", startTime: at(10) },
      { name: "step 4", status: "NotStarted" },
    ]);
    assert.equal(json["percentComplete"], 50);
    assert.doesNotMatch(body ?? "", /secret-address/);
    await change(world, id, (operation) =>
      endedOperation(operation, {
        status: "Failed",
        endTime: at(30),
        error: { code: "DeploymentFailed", message: "No." },
      }),
    );
    const failed = (await world.call("GET", path("operationsstatus", id))).json["operations"] as JsonObject[];
    assert.deepEqual(failed[2], { name: "deployBase", status: "Failed", startTime: at(10), endTime: at(30) });
    assert.deepEqual(
      failed.map(({ status }) => status),
      ["Succeeded", "Succeeded", "Failed", "NotStarted"],
    );
  });

  it("has an error with code and message on Failed and Canceled, even where none was stored (ARM-ASY-07)", async () => {
    const { world, id } = await creating();
    await using _ = world;
    for (const status of ["Failed", "Canceled"] as const) {
      await change(world, id, (operation) => ({
        ...operation,
        asyncOperation: { ...operation.asyncOperation, status },
      }));
      const { code, message } = errorOf(await world.call("GET", path("operationsstatus", id)));
      assert.ok(code && message);
    }
  });

  it("is found in any casing, and reading it has no effect, however often and parallel (ARM-ASY-04, ARM-URI-03)", async () => {
    const { world, id } = await creating();
    await using _ = world;
    const census = JSON.stringify(await world.census());
    const asked = path("operationsstatus", id);
    const [address = "", query = ""] = asked.split("?");
    const replies = await Promise.all(
      [asked, asked, `${address.toUpperCase()}?${query}`, `${address.toLowerCase()}?${query}`].map((each) =>
        world.call("GET", each),
      ),
    );
    assert.equal(new Set(replies.map(({ status, body }) => `${status} ${body}`)).size, 1);
    assert.equal(JSON.stringify(await world.census()), census);
  });

  it("and the result do not exist for another subscription or tenant (ARM-ASY-13)", async () => {
    const { world, id } = await creating();
    await using _ = world;
    const other = "00000000-0000-4000-8000-0000000000ff";
    for (const kind of ["operationsstatus", "operationresults"] as const) {
      for (const [asked, headers] of [
        [path(kind, id, other), {}],
        [path(kind, id), { "x-ms-home-tenant-id": "88888888-8888-4888-8888-888888888888" }],
        [
          path(kind, id),
          { "x-ms-home-tenant-id": undefined, "x-ms-client-tenant-id": "88888888-8888-4888-8888-888888888888" },
        ],
        [path(kind, "33333333-3333-4333-8333-333333333333"), {}],
        // A document of another kind is no operation.
        [path(kind, (await world.stored("c1")).id), {}],
      ] as const) {
        const reply = await world.call("GET", asked, { headers });
        assert.deepEqual([reply.status, errorOf(reply).code], [404, "NotFound"]);
      }
      for (const headers of [{ "x-ms-home-tenant-id": tenantId.toUpperCase() }, { "x-ms-home-tenant-id": undefined }])
        assert.ok((await world.call("GET", path(kind, id), { headers })).status < 300);
    }
  });

  it("can be read for 7 days after the end, and no longer (ARM-ASY-03)", async () => {
    const { world, id } = await creating();
    await using _ = world;
    await world.end("c1", "Succeeded");
    assert.equal((await world.operation(id))?.ttl, 7 * 24 * 3600);
  });
});

describe("the result of an operation", () => {
  it("is 202, empty, with the address asked for and Retry-After while it runs (ARM-ASY-09)", async () => {
    const { world, id } = await creating();
    await using _ = world;
    const reply = await world.call("GET", path("operationresults", id));
    assert.deepEqual([reply.status, reply.body, reply.headers["retry-after"]], [202, undefined, "30"]);
    assert.equal(reply.headers["location"], armHost + path("operationresults", id));
    assert.equal(
      (await world.call("GET", path("operationresults", id), { headers: { referer: undefined } })).status,
      400,
    );
  });

  it("is the cluster when it succeeded, and also when it failed (ARM-ASY-09)", async () => {
    for (const end of ["Succeeded", "Failed"] as const) {
      const { world, id } = await creating();
      await using _ = world;
      await world.end("c1", end);
      const { status, json, body } = await world.call("GET", path("operationresults", id));
      assert.deepEqual([status, (json["properties"] as JsonObject)["provisioningState"]], [200, end]);
      assert.equal(body, (await world.cluster("GET", "c1")).body);
    }
  });

  it("is 204 once the cluster is deleted, and the cluster is gone from GET and lists at that moment (ARM-DEL-03)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    await world.cluster("DELETE", "c1");
    const cluster = await world.stored("c1");
    const operation = await world.operation(cluster.asyncOperationId as string);
    assert.ok(operation);
    const work = await world.work(cluster);
    const { outcome } = await world.database.clusters.container.batch(subscriptionId, [
      { delete: cluster.id, ifMatch: cluster._etag },
      { delete: work.id, ifMatch: work._etag },
      {
        replace: endedOperation(operation, { status: "Succeeded", endTime: isoTime(Date.now()) }),
        ifMatch: operation._etag,
      },
    ]);
    assert.equal(outcome, "written");
    const [result, status, got, again] = await Promise.all([
      world.call("GET", path("operationresults", operation.id)),
      world.call("GET", path("operationsstatus", operation.id)),
      world.cluster("GET", "c1"),
      world.cluster("DELETE", "c1"),
    ]);
    assert.deepEqual([result.status, status.json["status"], got.status, again.status], [204, "Succeeded", 404, 204]);
  });
});

describe("the operations list", () => {
  it("covers every verb served, with the entry for registration (ARM-PRX-01, ARM-PRX-02)", async () => {
    await using world = await openWorld();
    const { json } = await world.call("GET", "/providers/microsoft.redhatopenshift/operations");
    const entries = json["value"] as { name: string; isDataAction: boolean; display: JsonObject; origin: string }[];
    const names = entries.map(({ name }) => name.replace("Microsoft.RedHatOpenShift/", ""));
    for (const name of [
      "openShiftClusters/read",
      "openShiftClusters/write",
      "openShiftClusters/delete",
      "locations/operationsstatus/read",
      "locations/operationresults/read",
      "operations/read",
      "register/action",
    ])
      assert.ok(names.includes(name), name);
    for (const entry of entries) {
      assert.deepEqual([entry.isDataAction, entry.origin], [false, "user,system"]);
      for (const text of ["provider", "resource", "operation", "description"]) assert.ok(entry.display[text], text);
    }
  });
});
