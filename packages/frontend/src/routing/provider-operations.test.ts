import assert from "node:assert/strict";
import { test } from "node:test";
import { providerOperations } from "@aro/api";
import type { Service } from "../deps.ts";
import { openWorld } from "../testing/world.ts";
import { routesOf } from "./routes.ts";

/** ARM asks this by itself, for whoever may write what the template names: nobody holds a right to it. */
const armsOwn = "deployments.preflight";

const verbs = { GET: "read", PUT: "write", PATCH: "write", DELETE: "delete", POST: "action" } as const;

test("the operations list has the action of every route that customers reach through ARM (ARM-PRX-01)", async () => {
  await using world = await openWorld();
  const listed = new Set(providerOperations.map(({ name }) => name.toLowerCase()));
  const routes = routesOf(world.deps as Service, world.frontend).filter(
    ({ name, path }) => path.includes("{namespace}") && name !== armsOwn,
  );
  assert.ok(routes.length >= 13, `${routes.length} routes`);
  for (const { name, method, path } of routes) {
    const type = path
      .replace(/^.*\{namespace\}\//, "")
      .replace("{resourceType}", "openShiftClusters")
      .replaceAll(/\/\{[A-Za-z]+\}/g, "");
    const action = `Microsoft.RedHatOpenShift/${type}/${verbs[method]}`.toLowerCase();
    assert.ok(listed.has(action), `${name}: ${action} is not listed`);
  }
});

test("the operations list is the same in every api-version, and in unknown ones (ARM-PRX-01)", async () => {
  await using world = await openWorld();
  const answers = await Promise.all(
    ["2022-04-01", "2025-07-25", "2099-01-01"].map((version) =>
      world.call("GET", `/providers/Microsoft.RedHatOpenShift/operations?api-version=${version}`),
    ),
  );
  for (const { status, json } of answers) assert.deepEqual([status, json], [200, { value: providerOperations }]);
});
