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
  const refused = async () => {
    const answer = await cloud.call("GET", `${scope}/roleAssignments?api-version=2022-04-01`, {
      token: await cloud.token(),
    });
    assert.deepEqual([answer.status, answer.json.error.code], [403, "AuthorizationFailed"]);
  };
  await refused();
  await cloud.restart();
  await refused();
});

test("who owns the first subscription owns every other that is made", async () => {
  await using cloud = await runCloud({ engine: "real" });
  const id = "77777777-7777-4777-8777-777777777777";
  assert.equal((await cloud.control("PUT", `/subscriptions/${id}`, {})).status, 201);
  assert.equal((await cloud.control("PUT", `/subscriptions/${id}`, { displayName: "again" })).status, 200);
  const answer = await cloud.call("PUT", `/subscriptions/${id}/resourceGroups/g?api-version=2021-04-01`, {
    token: await cloud.token(),
    body: { location: "eastus" },
  });
  assert.equal(answer.status, 201, answer.text);
});
