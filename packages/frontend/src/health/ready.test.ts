import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { manualClock } from "@aro/runtime";
import { errorOf } from "../testing/error-of.ts";
import { openWorld } from "../testing/world.ts";

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
    world.logged.length = 0;
    await world.call("GET", "/healthz/ready", { certificate: undefined });
    assert.ok(!world.logged.some((line) => line.includes('"audit"')));
    await world.cluster("GET", "c1", { headers: { "user-agent": "AzureResourceManager" } });
    const line = JSON.parse(world.logged.find((each) => each.includes('"audit"')) ?? "{}");
    assert.deepEqual(
      [line.event, line.category, line.result, line.result_description, line.caller, line.admin, line.target_type],
      ["audit", "ResourceManagement", "Fail", 404, "AzureResourceManager", false, "openShiftClusters"],
    );
    assert.match(line.operation, /^GET \/subscriptions\/.*\/openshiftclusters\/c1$/);
  });
});
