import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, type PlainAnswer, subscription } from "../../tools/in-process.ts";
import { furnish } from "../testing/furnished.ts";

const root = `/subscriptions/${subscription}`;

/** A body without what a write itself changes. */
const settled = (answer: PlainAnswer): string => answer.text.replaceAll(/W\/\\"[0-9a-f-]{36}\\"/g, "etag");

test("what a client read of any resource it may PUT back, in any version, and nothing changes (ARM-PUT-04, ARM-PUT-05)", async () => {
  await using arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  await furnish(arm, "rg");
  const resources = (await arm.plain("GET", `${root}/resourceGroups/rg/resources?api-version=2019-07-01`)).body.value;
  assert.equal(resources.length, 10);
  for (const version of ["2020-08-01", "2022-01-01", "2026-01-01"])
    for (const { id } of resources) {
      const path = `${id}?api-version=${version}`;
      const before = await arm.plain("GET", path);
      const put = await arm.plain("PUT", path, before.body);
      assert.equal(put.status, 200, put.text);
      await arm.plain("GET", `${root}/resourceGroups/rg?api-version=2019-07-01`);
      const after = await arm.plain("GET", path);
      assert.deepEqual(JSON.parse(settled(after)), JSON.parse(settled(before)), id);
    }
});

test("the fixed parts of an id have Azure's casing whatever the caller's; names keep the first one's (ARM-URI-03)", async () => {
  await using arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  const lower = `/SUBSCRIPTIONS/${subscription}/RESOURCEGROUPS/Rg`;
  await arm.plain("PUT", `${lower}?api-version=2019-07-01`, { location: "eastus" });
  const made = await arm.plain("PUT", `${lower}/PROVIDERS/microsoft.network/ROUTETABLES/Rt?api-version=2020-08-01`, {
    location: "eastus",
    properties: { routes: [{ name: "R", properties: { nextHopType: "None" } }] },
  });
  assert.equal(made.status, 201);
  assert.equal(made.body.id, `${root}/resourceGroups/Rg/providers/Microsoft.Network/routeTables/Rt`);
  const part = await arm.plain("GET", `${made.body.id.toUpperCase()}/ROUTES/r?api-version=2020-08-01`);
  assert.equal(part.body.id, `${made.body.id}/routes/R`);
});

test("the generic resources client reads, writes, patches, checks and deletes by id", async () => {
  await using arm = inProcess();
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  const id = `${root}/resourceGroups/rg/providers/Microsoft.Network/routeTables/rt`;
  const version = "2020-08-01";
  const { resources } = arm.groups;
  assert.deepEqual(await resources.checkExistenceById(id, version), { body: false });
  const made = await resources.createOrUpdateById(id, version, { location: "eastus", tags: { a: "1" } });
  assert.equal(made.id, id);
  assert.deepEqual(await resources.checkExistenceById(id, version), { body: true });
  const patched = await resources.updateById(id, version, { tags: { b: "2" } });
  assert.deepEqual(patched.tags, { b: "2" });
  assert.deepEqual((await resources.getById(id, version)).tags, { b: "2" });
  const listed: (string | undefined)[] = [];
  for await (const one of resources.listByResourceGroup("rg", {
    filter: "resourceType eq 'Microsoft.Network/routeTables'",
  }))
    listed.push(one.id);
  assert.deepEqual(listed, [id]);
  await resources.deleteById(id, version);
  await assert.rejects(resources.getById(id, version), /was not found/);
});

test("where the regions are known, a group or resource in none of them is refused", async () => {
  await using arm = inProcess({ locations: ["eastus", "westeurope"] });
  const put = (path: string, location: string) => arm.plain("PUT", path, { location });
  const group = `${root}/resourceGroups/rg?api-version=2019-07-01`;
  const nowhere = await put(group, "Atlantis");
  assert.equal(nowhere.status, 400);
  assert.equal(nowhere.body.error.code, "LocationNotAvailableForResourceGroup");
  assert.match(nowhere.body.error.message, /'atlantis'.*eastus,westeurope/);
  assert.equal((await put(group, "East US")).status, 201);
  const table = await put(
    `${root}/resourceGroups/rg/providers/Microsoft.Network/routeTables/r?api-version=2020-08-01`,
    "atlantis",
  );
  assert.equal(table.body.error.code, "LocationNotAvailableForResourceType");
});
