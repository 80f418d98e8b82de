import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../tools/in-process.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const table = (name: string, more: object = {}) => ({
  type: "Microsoft.Network/routeTables",
  apiVersion: "2020-08-01",
  name,
  location: "[resourceGroup().location]",
  ...more,
});

test("what a deployment would change is told, and nothing is changed (ARM-PRE-02)", async () => {
  await using arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  await arm.plain("PUT", `${group}?api-version=2019-07-01`, { location: "eastus" });
  const path = (name: string) => `${group}/providers/Microsoft.Network/routeTables/${name}?api-version=2020-08-01`;
  for (const name of ["same", "changed", "left"])
    await arm.plain("PUT", path(name), { location: "eastus", tags: { a: "1" } });
  const ask = (resources: object[]) =>
    arm.plain("POST", `${group}/providers/Microsoft.Resources/deployments/d/whatIf?api-version=2021-04-01`, {
      properties: {
        mode: "Incremental",
        whatIfSettings: { resultFormat: "FullResourcePayloads" },
        template: {
          $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          contentVersion: "1.0.0.0",
          resources,
        },
      },
    });
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
