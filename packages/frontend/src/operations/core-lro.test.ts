import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "@aro/api";
import { scaledDurations } from "@aro/api";
import { endedOperation } from "@aro/database";
import { isoTime } from "@aro/runtime";
import { createHttpPoller, type OperationResponse, type OperationState, type RawRequest } from "@azure/core-lro";
import { clusterBody, subscriptionId } from "../testing/cluster-body.ts";
import { armHost, clusterPath, openWorld, version, type World } from "../testing/world.ts";

/** Which of the three ways of waiting a client takes: those headers are hidden from it. */
const ways = {
  "Azure-AsyncOperation": [],
  Location: ["azure-asyncoperation"],
  "the resource alone": ["azure-asyncoperation", "location"],
} as const;

/** Azure's own client for long-running operations, over the frontend. `meanwhile` is called before each poll. */
function poller(
  world: World,
  method: "PUT" | "DELETE",
  hidden: readonly string[],
  meanwhile: (poll: number) => Promise<void>,
) {
  let polls = 0;
  const path = `${clusterPath("c1")}?${version}`;
  const send = async (
    verb: string,
    address: string,
    body?: JsonObject,
  ): Promise<OperationResponse<JsonObject, RawRequest>> => {
    const target = address.startsWith("http") ? address.slice(armHost.length) : address;
    assert.ok(!address.startsWith("http") || address.startsWith(armHost), address);
    const reply = await world.call(verb, target, { body });
    assert.ok(reply.status < 300, `${reply.status} ${reply.body}`);
    const headers = Object.fromEntries(Object.entries(reply.headers).filter(([name]) => !hidden.includes(name)));
    return {
      flatResponse: reply.json,
      rawResponse: {
        statusCode: reply.status,
        headers,
        body: reply.body === undefined ? undefined : reply.json,
        request: { method: verb, url: address, body },
      },
    };
  };
  return createHttpPoller<JsonObject, OperationState<JsonObject>>(
    {
      sendInitialRequest: () => send(method, path, method === "PUT" ? clusterBody() : undefined),
      sendPollRequest: async (address) => {
        await meanwhile(++polls);
        return await send("GET", address);
      },
    },
    { intervalInMs: 1 },
  );
}

/** A world whose Retry-After is as short as it gets; the client waits a second for each. */
const hasty = () => openWorld({ deps: { durations: scaledDurations(10_000) } });

async function deletedByWorker(world: World): Promise<void> {
  const cluster = await world.stored("c1");
  const operation = await world.operation(cluster.asyncOperationId as string);
  assert.ok(operation);
  await world.database.clusters.container.batch(subscriptionId, [
    { delete: cluster.id, ifMatch: cluster._etag },
    {
      replace: endedOperation(operation, { status: "Succeeded", endTime: isoTime(Date.now()) }),
      ifMatch: operation._etag,
    },
  ]);
}

// The client waits a second between polls; the tests wait side by side.
describe("Azure's client library", { concurrency: true }, () => {
  for (const [way, hidden] of Object.entries(ways)) {
    it(`waits for a create by ${way}, and gets the cluster (ARM-ASY-15)`, async () => {
      await using world = await hasty();
      const result = await poller(world, "PUT", hidden, async (poll) => {
        if (poll === 2) await world.end("c1", "Succeeded");
      }).pollUntilDone();
      assert.equal((result["properties"] as JsonObject)["provisioningState"], "Succeeded");
      assert.equal(result["name"], "c1");
    });

    it(`learns of a failed create by ${way} (ARM-ASY-15)`, async () => {
      await using world = await hasty();
      const outcome = poller(world, "PUT", hidden, async (poll) => {
        if (poll === 2) await world.end("c1", "Failed");
      }).pollUntilDone();
      // By Location the classic API answers 200 with the failed cluster (ARM-ASY-09); the client looks at its state.
      if (way === "Azure-AsyncOperation") await assert.rejects(outcome, /The deployment failed/);
      else
        await outcome.then(
          (result) => assert.equal((result["properties"] as JsonObject)["provisioningState"], "Failed"),
          (error) => assert.match(String(error), /failed/i),
        );
    });

    if (way !== "the resource alone")
      it(`waits for a delete by ${way} (ARM-ASY-15, ARM-DEL-03)`, async () => {
        await using world = await hasty();
        await world.made("c1", 1);
        await poller(world, "DELETE", hidden, async (poll) => {
          if (poll === 2) await deletedByWorker(world);
        }).pollUntilDone();
        assert.equal((await world.cluster("GET", "c1")).status, 404);
      });
  }

  it("does not wait where nothing is to be done (ARM-PUT-04)", async () => {
    await using world = await hasty();
    await world.made("c1", 1);
    let polls = 0;
    const result = await poller(world, "PUT", [], async (poll) => {
      polls = poll;
    }).pollUntilDone();
    assert.deepEqual([polls, result["name"]], [0, "c1"]);
  });
});
