import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { StoreUnavailable } from "@aro/database";
import { manualClock } from "@aro/runtime";
import { createFrontend } from "./frontend.ts";
import { clusterBody, subscriptionId } from "./testing/cluster-body.ts";
import { errorOf } from "./testing/error-of.ts";
import { armHost, clusterPath, openWorld, requestOf, version, type World } from "./testing/world.ts";

describe("headers", () => {
  it("give a fresh request id, never an echo, and the client's own id only when asked (ARM-HDR-01, ARM-HDR-02)", async () => {
    await using world = await openWorld();
    const ids = {
      "x-ms-client-request-id": "client-1",
      "x-ms-request-id": "mine",
      "x-ms-correlation-request-id": "corr-1",
    };
    for (const [ask, echo] of [
      [undefined, undefined],
      ["false", undefined],
      ["true", "client-1"],
      ["TRUE", "client-1"],
    ] as const)
      for (const path of [`${clusterPath("c1")}?${version}`, "/nothing", `/subscriptions/${subscriptionId}`]) {
        const { headers } = await world.call("GET", path, {
          headers: { ...ids, "x-ms-return-client-request-id": ask },
        });
        assert.equal(headers["x-ms-client-request-id"], echo);
        assert.notEqual(headers["x-ms-request-id"], "mine");
        const line =
          world.logged.find(
            (each) => each.includes("request.answered") && each.includes(headers["x-ms-request-id"] ?? "?"),
          ) ?? "";
        assert.match(line, /"correlation_id":"corr-1".*"client_request_id":"client-1"/);
      }
  });

  it("cannot break a log line, or a header, with control characters", async () => {
    await using world = await openWorld();
    await world.call("GET", `${clusterPath("c1")}?${version}`, {
      headers: {
        "user-agent": 'a\r\n{"level":"error"}',
        "x-ms-client-request-id": "x\r\ny",
        "x-ms-return-client-request-id": "true",
      },
    });
    for (const line of world.logged) assert.equal(line.trimEnd().split("\n").length, 1);
    assert.ok(!world.logged.join("").includes("\\r"));
  });
});

describe("failures", () => {
  const hung = <T>() => new Promise<T>(() => {});

  for (const [what, hang] of [
    [
      "reading the subscription",
      (world: World) => {
        world.database.subscriptions.read = hung;
      },
    ],
    [
      "reading the cluster",
      (world: World) => {
        world.database.clusters.byKey = hung;
      },
    ],
    [
      "the batch",
      (world: World) => {
        world.database.clusters.container.batch = hung;
      },
    ],
  ] as const)
    it(`answers 503 with Retry-After in time though ${what} hangs (ARM-HDR-08, ARM-HDR-10)`, async () => {
      const clock = manualClock();
      await using world = await openWorld({ clock });
      hang(world);
      const answer = world.cluster("PUT", "c1", { body: clusterBody() });
      await clock.advance(0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await clock.advance(world.deps.durations.dependencyDeadline);
      const reply = await answer;
      assert.deepEqual(
        [reply.status, errorOf(reply).code, reply.headers["retry-after"]],
        [503, "ServiceUnavailable", "10"],
      );
    });

  it("answers 503 after 50 s though a check of the create never ends (ARM-HDR-08)", async () => {
    const clock = manualClock();
    const signals: AbortSignal[] = [];
    await using world = await openWorld({ clock });
    const frontend = createFrontend({
      ...world.deps,
      durations: { ...world.deps.durations, dependencyDeadline: 1e9 },
      createChecks: [
        (_create, signal) => {
          signals.push(signal);
          return hung();
        },
      ],
    });
    const answer = frontend.handle(requestOf("PUT", `${clusterPath("c1")}?${version}`, { body: clusterBody() }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await clock.advance(49_999);
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [false],
    );
    await clock.advance(1);
    assert.equal((await answer).status, 503);
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true],
    );
    assert.deepEqual((await world.census()).cluster, []);
  });

  it("says 503 when the store cannot answer, and 500 without the reason for anything else (ARM-ERR-02, ARM-ERR-07)", async () => {
    await using world = await openWorld();
    world.database.clusters.byKey = () => Promise.reject(new StoreUnavailable("disk /dev/sda1 is busy"));
    const busy = await world.cluster("GET", "c1");
    assert.deepEqual([busy.status, busy.headers["retry-after"]], [503, "10"]);
    world.database.clusters.byKey = () => Promise.reject(new Error("host db-7.internal exploded"));
    const broken = await world.cluster("GET", "c1");
    assert.deepEqual(
      [broken.status, errorOf(broken).code, broken.headers["retry-after"]],
      [500, "InternalServerError", undefined],
    );
    assert.doesNotMatch(`${busy.body}${broken.body}`, /sda1|db-7|at /);
    assert.match(errorOf(broken).message, new RegExp(broken.headers["x-ms-request-id"] as string));
    assert.match(world.logged.join(""), /db-7\.internal exploded/);
  });

  it("ends the request that failed only (ARM-ERR-08)", async () => {
    await using world = await openWorld();
    const { byKey } = world.database.clusters;
    let calls = 0;
    world.database.clusters.byKey = (key) =>
      calls++ % 2 === 0 ? Promise.reject(new Error("odd one out")) : byKey(key);
    const statuses = await Promise.all(Array.from({ length: 20 }, () => world.cluster("GET", "c1")));
    assert.deepEqual(new Set(statuses.map(({ status }) => status)), new Set([500, 404]));
  });
});

describe("links", () => {
  it("take scheme and host from Referer, never from Host (ARM-HDR-03)", async () => {
    await using world = await openWorld();
    const created = await world.cluster("PUT", "c1", {
      body: clusterBody(),
      headers: { host: "our.internal:8443", referer: `${armHost}/x?${version}` },
    });
    assert.equal(created.status, 201);
    for (const name of ["azure-asyncoperation", "location"])
      assert.equal(new URL(created.headers[name] as string).origin, armHost);
    assert.doesNotMatch(JSON.stringify(created), /our\.internal/);
  });

  for (const referer of [
    undefined,
    "",
    "/relative",
    "not an address",
    "ftp://arm.example/",
    "https://",
    "javascript:alert(1)",
  ])
    it(`are refused with 400, and nothing is stored, for the Referer ${JSON.stringify(referer)} (ARM-HDR-04)`, async () => {
      await using world = await openWorld();
      const put = await world.cluster("PUT", "c1", { body: clusterBody(), headers: { referer } });
      assert.deepEqual([put.status, errorOf(put).target], [400, "Referer"]);
      assert.deepEqual((await world.census()).cluster, []);
      await world.made("c1", 1);
      assert.equal((await world.cluster("DELETE", "c1", { headers: { referer } })).status, 400);
      assert.equal((await world.stored("c1")).openShiftCluster.properties.provisioningState, "Succeeded");
      // What emits no link needs none.
      assert.equal((await world.cluster("GET", "c1", { headers: { referer } })).status, 200);
      assert.equal((await world.cluster("PUT", "c1", { body: clusterBody(), headers: { referer } })).status, 200);
      assert.equal((await world.cluster("DELETE", "none", { headers: { referer } })).status, 204);
    });
});
