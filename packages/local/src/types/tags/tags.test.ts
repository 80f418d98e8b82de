import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../../tools/in-process.ts";
import type { ExternalResources } from "../../resources/surroundings.ts";

const root = `/subscriptions/${subscription}`;
const group = `${root}/resourceGroups/rg`;
const table = `${group}/providers/Microsoft.Network/routeTables/t`;
const version = "api-version=2021-04-01";
const tagsOf = (scope: string) => `${scope}/providers/Microsoft.Resources/tags/default?${version}`;

async function fresh(options: Parameters<typeof inProcess>[0] = {}) {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 }, ...options });
  await arm.plain("PUT", `${group}?${version}`, { location: "eastus", tags: { a: "1" } });
  await arm.plain("PUT", `${table}?api-version=2020-08-01`, { location: "eastus", tags: { a: "1" } });
  return arm;
}

test("tags of a subscription, a group and a resource are read, replaced, merged and deleted in one form", async () => {
  await using arm = await fresh();
  const call = async (method: string, scope: string, body?: object) => {
    const answer = await arm.plain(method, tagsOf(scope), body);
    assert.ok(answer.status < 300, answer.text);
    return answer.body?.properties.tags;
  };
  assert.deepEqual(await call("GET", root), {});
  for (const scope of [root, group, table]) {
    await call("PUT", scope, { properties: { tags: { Owner: "me", stage: "test" } } });
    const merged = { operation: "Merge", properties: { tags: { OWNER: "you", more: "x" } } };
    assert.deepEqual(await call("PATCH", scope, merged), { stage: "test", OWNER: "you", more: "x" });
    const deleted = { operation: "Delete", properties: { tags: { owner: "", stage: "other", more: "x" } } };
    assert.deepEqual(await call("PATCH", scope, deleted), { stage: "test" }, "a value that differs stays");
    assert.deepEqual(await call("GET", scope), { stage: "test" });
  }
  assert.deepEqual((await arm.plain("GET", `${group}?${version}`)).body.tags, { stage: "test" });
  const resource = await arm.plain("GET", `${table}?api-version=2020-08-01`);
  assert.deepEqual([resource.body.tags, resource.body.properties.provisioningState], [{ stage: "test" }, "Succeeded"]);
  await call("DELETE", table);
  assert.deepEqual(await call("GET", table), {});
  const listed = await arm.plain("GET", `${root}/resourceGroups?${version}&$filter=tagName eq 'stage'`);
  assert.equal(listed.body.value.length, 1);
});

test("tags through the SDK", async () => {
  await using arm = await fresh();
  const { tagsOperations } = arm.groups;
  const quick = { updateIntervalInMs: 1 };
  await tagsOperations.createOrUpdateAtScope(table, { properties: { tags: { b: "2" } } }, quick);
  await tagsOperations.updateAtScope(table, { operation: "Merge", properties: { tags: { c: "3" } } }, quick);
  assert.deepEqual((await tagsOperations.getAtScope(table)).properties?.tags, { b: "2", c: "3" });
  await tagsOperations.deleteAtScope(table, quick);
  assert.deepEqual((await tagsOperations.getAtScope(table)).properties?.tags ?? {}, {});
});

test("locks, limits, unknown scopes and operations are refused", async () => {
  await using arm = await fresh();
  const refused = async (status: number, code: string, method: string, scope: string, body?: object) => {
    const answer = await arm.plain(method, tagsOf(scope), body);
    assert.deepEqual([answer.status, answer.body?.error?.code], [status, code], answer.text);
  };
  const good = { properties: { tags: { a: "1" } } };
  await refused(404, "ResourceGroupNotFound", "PUT", `${root}/resourceGroups/none`, good);
  await refused(404, "ResourceNotFound", "PUT", `${table}x`, good);
  await refused(400, "InvalidRequestContent", "PUT", group, { properties: { tags: { a: 1 } } });
  await refused(400, "InvalidRequestContent", "PUT", group, { tags: {} });
  await refused(400, "InvalidTagName", "PUT", group, { properties: { tags: { "a<b": "1" } } });
  await refused(400, "InvalidTagPatchOperation", "PATCH", group, { operation: "Swap", ...good });
  const other = await arm.plain("GET", tagsOf(group).replace("default", "other"));
  assert.deepEqual([other.status, other.body.error.code], [404, "TagsNotFound"]);
  await arm.locks.managementLocks.createOrUpdateAtResourceGroupLevel("rg", "l", { level: "ReadOnly" });
  await refused(409, "ScopeLocked", "PUT", table, good);
  await refused(409, "ScopeLocked", "DELETE", group);
});

test("tags of a resource of another provider are asked and changed where it is", async () => {
  const id = `${group}/providers/Microsoft.RedHatOpenShift/openShiftClusters/c`;
  let tags: unknown = { a: "1" };
  const calls: string[] = [];
  const externalResources: ExternalResources = {
    owns: (namespace) => namespace === "microsoft.redhatopenshift",
    list: async () => [
      {
        id,
        type: "Microsoft.RedHatOpenShift/openShiftClusters",
        name: "c",
        location: "eastus",
        apiVersion: "2025-07-25",
      },
    ],
    send: async ({ request }) => {
      calls.push(request.method);
      if (request.method === "PATCH")
        tags = (JSON.parse(new TextDecoder().decode(request.body)) as { tags: unknown }).tags;
      return { status: 200, headers: {}, body: new TextEncoder().encode(JSON.stringify({ id, tags })) };
    },
  };
  await using arm = await fresh({ externalResources });
  const merged = await arm.plain("PATCH", tagsOf(id), { operation: "Merge", properties: { tags: { b: "2" } } });
  assert.deepEqual([merged.status, merged.body.properties.tags], [200, { a: "1", b: "2" }]);
  assert.deepEqual([tags, calls], [{ a: "1", b: "2" }, ["GET", "PATCH"]]);
  const missing = await arm.plain("GET", tagsOf(`${id}x`));
  assert.deepEqual([missing.status, missing.body.error.code], [404, "ResourceNotFound"]);
});
