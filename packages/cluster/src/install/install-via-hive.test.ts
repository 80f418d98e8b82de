import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudError } from "@aro/api";
import type { Hub } from "@aro/hive";
import { sampleCluster } from "../testing/sample-cluster.ts";
import { world } from "../testing/world.ts";
import { hiveClusterInstallationComplete } from "./install-via-hive.ts";

test("an install that somebody has taken out of the hub fails at once, told as what it is, and can be begun anew", async () => {
  const { context } = await world(sampleCluster(), { settings: { installViaHive: true } });
  const hub: Pick<Hub, "progress"> = { progress: async () => ({ state: "gone" }) };
  const { signal } = new AbortController();
  const evaluating = hiveClusterInstallationComplete.evaluate({ ...context, hub: async () => hub as Hub }, signal);
  await assert.rejects(evaluating, (error) => {
    assert.ok(error instanceof CloudError);
    assert.equal(error.body.code, "DeploymentFailed");
    assert.match(error.body.message, /was removed while it installed .* begins anew/);
    return true;
  });
});
