import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { body, deployment, fresh, group, table, template } from "./testing/deploying.ts";

test("a second deployment of a name waits for the first: DeploymentActive; cancel ends it; delete removes its record", async () => {
  const clock = manualClock();
  await using arm = await fresh({ clock, timing: { scale: 1, holdMilliseconds: 0 } });
  const given = template([table("one"), table("two", { dependsOn: ["one"] })]);
  const first = await arm.plain("PUT", deployment("d"), body(given));
  assert.equal(first.status, 201);
  assert.equal(first.body.properties.provisioningState, "Accepted");
  await clock.advance(100);
  const status = new URL(first.headers["azure-asyncoperation"] ?? "");
  assert.match(status.pathname, /\/deployments\/d\/operationStatuses\//);
  assert.equal((await arm.plain("GET", status.pathname + status.search)).body.status, "Running");
  const second = await arm.plain("PUT", deployment("d"), body(given));
  assert.equal(second.status, 409);
  assert.equal(second.body.error.code, "DeploymentActive");
  assert.equal((await arm.plain("DELETE", deployment("d"))).body.error.code, "DeploymentActive");
  assert.equal((await arm.plain("POST", deployment("d", "/cancel"))).status, 204);
  await clock.advance(60_000);
  const ended = await arm.plain("GET", status.pathname + status.search);
  assert.equal(ended.body.status, "Canceled");
  assert.equal((await arm.plain("POST", deployment("d", "/cancel"))).status, 409);
  const names = (await arm.plain("GET", `${group}/resources?api-version=2019-07-01`)).body.value.map(
    (one: { name: string }) => one.name,
  );
  assert.deepEqual(names, ["one"], "what had not begun is not begun");
  assert.equal((await arm.plain("HEAD", deployment("d"))).status, 204);
  assert.deepEqual(
    (
      await arm.plain(
        "GET",
        `${group}/providers/Microsoft.Resources/deployments?api-version=2021-04-01&$filter=provisioningState eq 'Canceled'`,
      )
    ).body.value.length,
    1,
  );
  const removed = await arm.plain("DELETE", deployment("d"));
  assert.equal(removed.status, 202);
  assert.equal((await arm.plain("HEAD", deployment("d"))).status, 404);
  assert.equal((await arm.plain("DELETE", deployment("d"))).status, 204);
});

test("while somebody else works on what a resource needs, the deployment tries again by itself", async () => {
  const clock = manualClock();
  await using arm = await fresh({ clock, timing: { scale: 1, holdMilliseconds: 0 } });
  await arm.plain("PUT", `${group}/providers/Microsoft.Network/routeTables/rt?api-version=2020-08-01`, {
    location: "eastus",
  });
  await arm.plain("PUT", deployment("d"), body(template([table("rt", { tags: { by: "template" } })])));
  await clock.advance(30_000);
  const read = await arm.plain("GET", deployment("d"));
  assert.equal(read.body.properties.provisioningState, "Succeeded", read.text);
  assert.deepEqual(
    (await arm.plain("GET", `${group}/providers/Microsoft.Network/routeTables/rt?api-version=2020-08-01`)).body.tags,
    { by: "template" },
  );
});
