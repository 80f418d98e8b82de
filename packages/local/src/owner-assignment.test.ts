import assert from "node:assert/strict";
import { test } from "node:test";
import { runCloud } from "./testing/running-cloud.ts";

test("the first principal is Owner of the first subscription, as is one of its people, another reads; taken away, a role stays away", async () => {
  await using cloud = await runCloud({ engine: "real" });
  const scope = `/subscriptions/${cloud.emulator.identities.subscriptionId}/providers/Microsoft.Authorization`;
  const list = async () => {
    const answer = await cloud.call("GET", `${scope}/roleAssignments?api-version=2022-04-01`, {
      token: await cloud.token(),
    });
    assert.equal(answer.status, 200);
    return answer.json.value as {
      id: string;
      properties: { principalId: string; principalType: string; roleDefinitionId: string };
    }[];
  };
  const token = await cloud.token();
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  const held = await list();
  const assignment = held.find(({ properties }) => properties.principalType === "ServicePrincipal");
  const people = held.filter((one) => one !== assignment).map(({ properties }) => properties);
  assert.deepEqual(new Set(people.map((one) => one.principalType)), new Set(["User"]));
  assert.deepEqual(
    new Set(people.map((one) => one.roleDefinitionId.slice(-12))),
    new Set(["2fe8c4bcb635", "f606fba81ae7"]),
  );
  assert.equal(assignment?.properties.principalId, claims.oid);
  assert.match(assignment?.properties.roleDefinitionId ?? "", /8e3af657-a8ff-443c-a75c-2fe8c4bcb635$/);
  await cloud.restart();
  assert.equal((await list()).length, 3);
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
