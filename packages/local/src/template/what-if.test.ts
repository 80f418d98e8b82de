import assert from "node:assert/strict";
import { test } from "node:test";
import { body, deployment, fresh, group, table, template } from "./testing/deploying.ts";

test("what a deployment would change is told, and nothing is changed (ARM-PRE-02)", async () => {
  await using arm = await fresh();
  const path = (name: string) => `${group}/providers/Microsoft.Network/routeTables/${name}?api-version=2020-08-01`;
  for (const name of ["same", "changed", "left"])
    await arm.plain("PUT", path(name), { location: "eastus", tags: { a: "1" } });
  const ask = (resources: object[]) =>
    arm.plain(
      "POST",
      deployment("d", "/whatIf"),
      body(template(resources), { whatIfSettings: { resultFormat: "FullResourcePayloads" } }),
    );
  const told = await ask([
    table("new"),
    table("same", { tags: { a: "1" }, location: "East US" }),
    table("changed", { tags: { a: "2", b: "[reference('same').x]", c: "3" } }),
    table("never", { condition: false }),
  ]);
  assert.equal(told.status, 200, told.text);
  const changes = told.body.properties.changes as { resourceId: string; changeType: string; delta?: object[] }[];
  assert.deepEqual(
    changes.map((one) => [one.resourceId.split("/").at(-1), one.changeType]),
    [
      ["new", "Create"],
      ["same", "NoChange"],
      ["changed", "Modify"],
      ["left", "Ignore"],
    ],
  );
  assert.deepEqual(changes[2]?.delta, [
    { path: "tags.a", propertyChangeType: "Modify", before: "1", after: "2" },
    { path: "tags.c", propertyChangeType: "Create", after: "3" },
  ]);
  assert.equal((await arm.plain("GET", path("new"))).status, 404);
  assert.equal((await ask([table("[colour()]")])).body.error.code, "InvalidTemplate");
});
