import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { manualClock } from "@aro/runtime";
import { subscriptionId } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import { clusterPath, openWorld } from "../testing/world.ts";

describe("readiness", () => {
  it("comes after the delay, needs no certificate, and says what is missing", async () => {
    const clock = manualClock();
    let known = true;
    let feed: string | undefined = "the versions are not known";
    await using world = await openWorld({
      clock,
      state: undefined,
      deps: {
        authorisers: { arm: { authorises: () => false, ready: () => known } },
        readiness: [() => feed],
      },
    });
    const ask = () => world.call("GET", "/healthz/ready", { certificate: undefined });
    const early = await ask();
    assert.deepEqual([early.status, errorOf(early).code], [500, "InternalServerError"]);
    assert.match(errorOf(early).message, /just started.*versions are not known/);
    await clock.advance(world.deps.durations.readinessDelay);
    assert.match(errorOf(await ask()).message, /Not ready: the versions are not known\./);
    feed = undefined;
    const ready = await ask();
    assert.deepEqual([ready.status, ready.json, world.frontend.reasons()], [200, {}, []]);
    known = false;
    assert.match(errorOf(await ask()).message, /ARM's client certificates/);
    known = true;
    world.frontend.drain();
    assert.match(errorOf(await ask()).message, /shutting down/);
    // It serves all the same.
    assert.equal((await world.call("GET", "/nothing")).status, 403);
  });

  it("is not audited, everything else is", async () => {
    await using world = await openWorld();
    const lines = async (act: () => Promise<unknown>) => {
      world.logged.length = 0;
      await act();
      return world.logged.filter((line) => line.includes("request.answered")).map((line) => JSON.parse(line));
    };
    const [health] = await lines(() => world.call("GET", "/healthz/ready", { certificate: undefined }));
    assert.deepEqual([health.route, health.log_kind], ["health.ready", undefined]);
    const headers = { "user-agent": "AzureResourceManager", "x-ms-correlation-request-id": "corr" };
    const [got] = await lines(() => world.cluster("GET", "C1", { headers }));
    const { time, request_id, duration, ...line } = got;
    assert.deepEqual(line, {
      level: "info",
      service: "test",
      component: "frontend",
      event: "request.answered",
      log_kind: "ifxaudit",
      category: "ResourceManagement",
      caller_type: "ApplicationID",
      admin: false,
      target_type: "openShiftClusters",
      correlation_id: "corr",
      request_method: "GET",
      request_path: clusterPath("c1").toLowerCase(),
      request_proto: "HTTP/1.1",
      request_remote_addr: "192.0.2.1",
      request_user_agent: "AzureResourceManager",
      subscription_id: subscriptionId,
      resource_group: "rg",
      resource_name: "c1",
      route: "clusters.get",
      response_status_code: 404,
      body_read_bytes: 0,
      body_written_bytes: got.body_written_bytes,
      result_type: "UserError",
    });
    const [refused] = await lines(() => world.call("DELETE", "/x", { certificate: Buffer.from("stranger") }));
    assert.deepEqual([refused.log_kind, refused.response_status_code, refused.route], ["ifxaudit", 403, "none"]);
  });
});
