import assert from "node:assert/strict";
import { test } from "node:test";
import { runCloud } from "../testing/running-cloud.ts";

test("a policy forbids a cluster before the provider hears of it", async () => {
  await using cloud = await runCloud({ engine: "real" });
  const token = await cloud.token();
  const root = `/subscriptions/${cloud.emulator.identities.subscriptionId}`;
  const put = (path: string, version: string, body: object) =>
    cloud.call("PUT", `${path}?api-version=${version}`, { token, body });
  const authorization = `${root}/providers/Microsoft.Authorization`;
  await put(`${root}/resourceGroups/rg`, "2021-04-01", { location: "eastus" });
  const assigned = await put(`${authorization}/policyAssignments/types`, "2021-06-01", {
    properties: {
      policyDefinitionId: "/providers/Microsoft.Authorization/policyDefinitions/6c112d4e-5bc7-47ae-a041-ea2d9dccd749",
      parameters: { listOfResourceTypesNotAllowed: { value: ["Microsoft.RedHatOpenShift/openShiftClusters"] } },
    },
  });
  assert.equal(assigned.status, 201, JSON.stringify(assigned.json));
  cloud.provider.seen.length = 0;
  const cluster = `${root}/resourceGroups/rg/providers/Microsoft.RedHatOpenShift/openShiftClusters/c1`;
  const refused = await put(cluster, "2025-07-25", { location: "eastus" });
  const error = (refused.json as { error: { code: string; target: string; additionalInfo: { type: string }[] } }).error;
  assert.deepEqual([refused.status, error.code, error.target], [403, "RequestDisallowedByPolicy", "c1"]);
  assert.equal(error.additionalInfo[0]?.type, "PolicyViolation");
  assert.deepEqual(cloud.provider.seen, []);
});
