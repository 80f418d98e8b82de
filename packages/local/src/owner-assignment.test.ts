import assert from "node:assert/strict";
import { test } from "node:test";
import { runCloud } from "./testing/running-cloud.ts";

test("the first principal is Owner of the first subscription; taken away, the role stays away", async () => {
  await using cloud = await runCloud({ engine: "real" });
  const scope = `/subscriptions/${cloud.emulator.identities.subscriptionId}/providers/Microsoft.Authorization`;
  const list = async () => {
    const answer = await cloud.call("GET", `${scope}/roleAssignments?api-version=2022-04-01`, {
      token: await cloud.token(),
    });
    assert.equal(answer.status, 200);
    return answer.json.value as { id: string; properties: { principalId: string; roleDefinitionId: string } }[];
  };
  const token = await cloud.token();
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  const [assignment, ...more] = await list();
  assert.deepEqual(more, []);
  assert.equal(assignment?.properties.principalId, claims.oid);
  assert.match(assignment?.properties.roleDefinitionId ?? "", /8e3af657-a8ff-443c-a75c-2fe8c4bcb635$/);
  await cloud.restart();
  assert.equal((await list()).length, 1);
  await cloud.call("DELETE", `${assignment?.id}?api-version=2022-04-01`, { token: await cloud.token() });
  await cloud.restart();
  assert.deepEqual(await list(), []);
});
