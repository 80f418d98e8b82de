import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../tools/in-process.ts";

const root = `/subscriptions/${subscription}`;
const group = `${root}/resourceGroups/Rg`;
const version = "api-version=2020-08-01";

async function fresh() {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  await arm.plain("PUT", `${group}?api-version=2019-07-01`, { location: "eastus" });
  await arm.plain("PUT", `${group}/providers/Microsoft.Network/routeTables/rt?${version}`, { location: "eastus" });
  await arm.plain("GET", `${group}?api-version=2019-07-01`);
  return arm;
}

test("CanNotDelete on a group keeps the group and what lies in it, and lets it be written", async () => {
  await using arm = await fresh();
  const lock = await arm.locks.managementLocks.createOrUpdateAtResourceGroupLevel("Rg", "keep", {
    level: "CanNotDelete",
    notes: "why",
  });
  assert.equal(lock.id, `${group}/providers/Microsoft.Authorization/locks/keep`);
  const table = `${group}/providers/Microsoft.Network/routeTables/rt?${version}`;
  const refused = await arm.plain("DELETE", table);
  assert.equal(refused.status, 409);
  assert.equal(refused.body.error.code, "ScopeLocked");
  assert.match(
    refused.body.error.message,
    /cannot perform delete operation because following scope\(s\) are locked: '\/subscriptions\/[^']*\/resourceGroups\/Rg'/,
  );
  assert.equal((await arm.plain("DELETE", `${group}?api-version=2019-07-01`)).body.error.code, "ScopeLocked");
  assert.equal((await arm.plain("PUT", table, { location: "eastus" })).status, 200);
  assert.deepEqual(arm.resources.lockedScopes(`${group}/providers/Microsoft.Other/things/x`, "delete"), [group]);
  assert.deepEqual(arm.resources.lockedScopes(`${group}/providers/Microsoft.Other/things/x`, "write"), []);
  await arm.locks.managementLocks.deleteAtResourceGroupLevel("Rg", "keep");
  assert.equal((await arm.plain("DELETE", table)).status, 202);
});

test("ReadOnly forbids writing too, and a lock on a resource keeps its group", async () => {
  await using arm = await fresh();
  const table = `${group}/providers/Microsoft.Network/routeTables/rt`;
  await arm.plain("PUT", `${table}/providers/Microsoft.Authorization/locks/ro?api-version=2016-09-01`, {
    properties: { level: "ReadOnly" },
  });
  for (const [method, path, body] of [
    ["PUT", `${table}?${version}`, { location: "eastus" }],
    ["PATCH", `${table}?${version}`, { tags: {} }],
    ["PUT", `${table}/routes/r?${version}`, { properties: { nextHopType: "None" } }],
    ["DELETE", `${group}?api-version=2019-07-01`, undefined],
  ] as const)
    assert.equal((await arm.plain(method, path, body)).body.error.code, "ScopeLocked", `${method} ${path}`);
  const other = `${group}/providers/Microsoft.Network/routeTables/other?${version}`;
  assert.equal(
    (await arm.plain("PUT", other, { location: "eastus" })).status,
    201,
    "a lock on one resource leaves its neighbours",
  );
  const listed: (string | undefined)[] = [];
  for await (const one of arm.locks.managementLocks.listAtResourceGroupLevel("Rg")) listed.push(one.name);
  assert.deepEqual(listed, ["ro"]);
});

test("a lock's level is one of two, and a lock extends a resource that is there", async () => {
  await using arm = await fresh();
  const put = (scope: string, body: object) =>
    arm.plain("PUT", `${scope}/providers/Microsoft.Authorization/locks/l?api-version=2016-09-01`, body);
  assert.equal((await put(group, { properties: { level: "Maybe" } })).status, 400);
  assert.equal((await put(group, { properties: {} })).status, 400);
  assert.equal((await put(group, { properties: { level: "ReadOnly", colour: 1 } })).status, 400);
  const nowhere = await put(`${group}/providers/Microsoft.Network/routeTables/none`, {
    properties: { level: "ReadOnly" },
  });
  assert.equal(nowhere.status, 404);
});
