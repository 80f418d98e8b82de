import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding, JsonObject } from "@aro/api";
import { clusterBody, subscriptionId } from "../testing/cluster-body.ts";
import { clusterPath, openWorld } from "../testing/world.ts";

const path = (deployment: string) =>
  `/subscriptions/${subscriptionId}/resourceGroups/RG/providers/Microsoft.RedHatOpenShift/deployments/${deployment}/preflight?api-version=2025-07-25`;
const resource = (name: string, body: JsonObject, apiVersion = "2025-07-25"): JsonObject => ({
  id: clusterPath(name),
  name,
  type: "Microsoft.RedHatOpenShift/openShiftClusters",
  apiVersion,
  ...body,
});
const changed = (change: (properties: Record<string, JsonObject>) => void, n = 1): JsonObject => {
  const body = structuredClone(clusterBody(n));
  change(body["properties"] as Record<string, JsonObject>);
  return body;
};
const ask = async (
  world: Awaited<ReturnType<typeof openWorld>>,
  resources: unknown,
  deployment = "d",
): Promise<{ status: string; error?: { code: string; message: string; details: JsonObject[] } }> => {
  const body = typeof resources === "string" ? resources : { resources };
  const { status, json } = await world.call("POST", path(deployment), { body: body as JsonObject });
  assert.equal(status, 200);
  return json as never;
};

test("clusters that a PUT would accept succeed, and nothing is changed by the question (ARM-PRE-01, ARM-PRE-02)", async () => {
  await using world = await openWorld();
  await world.made("c2", 2);
  const before = await world.census();
  assert.deepEqual(await ask(world, [resource("c1", clusterBody(1)), resource("c2", clusterBody(2))]), {
    status: "Succeeded",
  });
  assert.deepEqual(await world.census(), before);
});

test("what a PUT refuses is told with the same code, message and target, for every cluster (ARM-PRE-04, ARM-PRE-05)", async () => {
  await using world = await openWorld();
  const bad = changed(({ networkProfile = {}, masterProfile = {} }) => {
    networkProfile["podCidr"] = "10.0.0.0/30";
    masterProfile["vmSize"] = "Standard_Nonsense";
  });
  const put = await world.cluster("PUT", "c1", { body: bad });
  assert.equal(put.status, 400);
  const { status, error } = await ask(world, [resource("c1", bad), resource("c3", bad)]);
  assert.equal(status, "Failed");
  const refused = (put.json as { error: { code: string; message: string; details: JsonObject[] } }).error;
  assert.deepEqual(
    error?.details.map(({ target }) => target),
    [clusterPath("c1"), clusterPath("c3")],
  );
  for (const one of error?.details ?? []) {
    assert.deepEqual([one["code"], one["message"]], [refused.code, refused.message]);
    assert.deepEqual(one["details"], refused.details);
  }
});

test("a value that is still a template's expression is not judged, the rest is (ARM-PRE-03)", async () => {
  await using world = await openWorld();
  const open = changed(({ masterProfile = {}, servicePrincipalProfile = {} }) => {
    masterProfile["vmSize"] = "[parameters('size')]";
    servicePrincipalProfile["clientId"] = "[reference('principal').appId]";
  });
  assert.deepEqual(await ask(world, [resource("c1", open)]), { status: "Succeeded" });
  const also = structuredClone(open);
  (also["properties"] as { networkProfile: JsonObject }).networkProfile["podCidr"] = "nonsense";
  const { error } = await ask(world, [resource("c1", also)]);
  assert.deepEqual(
    error?.details.flatMap(({ details }) => (details as JsonObject[]).map(({ target }) => target)),
    ["properties.networkProfile.podCidr"],
  );
});

test("other providers' resources, unknown versions and bodies that are none break nothing (ARM-PRE-04)", async () => {
  await using world = await openWorld();
  assert.deepEqual(await ask(world, [{ type: "Microsoft.Network/virtualNetworks", name: "v" }, 7, null]), {
    status: "Succeeded",
  });
  const { status, error } = await ask(world, [resource("c1", clusterBody(1), "1999-01-01")]);
  assert.equal(status, "Failed");
  assert.equal(error?.code, "InvalidResourceType");
  assert.equal((await ask(world, "{")).error?.code, "InvalidRequestContent");
  assert.equal((await ask(world, "null")).status, "Failed");
  assert.equal((await ask(world, {})).status, "Succeeded");
});

test("a cluster that is there is judged as an update of it (ARM-PRE-06)", async () => {
  await using world = await openWorld();
  await world.made("c1", 1);
  const other = changed(({ masterProfile = {} }) => {
    masterProfile["vmSize"] = "Standard_D16s_v5";
  });
  const { error } = await ask(world, [resource("c1", other)]);
  const put = await world.cluster("PUT", "c1", { body: other });
  assert.equal(error?.code, (put.json as { error: { code: string } }).error.code);
});

test("Azure is asked in a dry run only, which the deployment's name says; a principal that is yet to be made is not looked at", async () => {
  const asked: JsonObject[] = [];
  const finding: Finding = { code: "InvalidLinkedVNet", message: "m", target: "properties.masterProfile.subnetId" };
  await using world = await openWorld({
    deps: {
      createChecks: [async () => [{ ...finding, code: "ResourceQuotaExceeded" }]],
      dryRunChecks: [
        async ({ creating, principalKnown }) => {
          asked.push({ creating, principalKnown });
          return [finding];
        },
      ],
    },
  });
  assert.equal((await ask(world, [resource("c1", clusterBody(1))])).status, "Succeeded");
  const { error } = await ask(world, [resource("c1", clusterBody(1))], "aro-validate-c1");
  assert.deepEqual(
    ((error?.details[0]?.["details"] ?? []) as JsonObject[]).map(({ code }) => code),
    ["ResourceQuotaExceeded", "InvalidLinkedVNet"],
  );
  const open = changed(({ servicePrincipalProfile = {} }) => {
    servicePrincipalProfile["clientId"] = "[to be made]";
    servicePrincipalProfile["clientSecret"] = "[to be made]";
  });
  await ask(world, [resource("c1", open)], "ARO-validate-c1");
  assert.deepEqual(asked, [
    { creating: true, principalKnown: true },
    { creating: true, principalKnown: false },
  ]);
});

test("a check that fails to decide does not stand in the way (ARM-PRE-01)", async () => {
  await using world = await openWorld({
    deps: {
      dryRunChecks: [
        async () => {
          throw new Error("Azure is away");
        },
      ],
    },
  });
  assert.equal((await ask(world, [resource("c1", clusterBody(1))], "aro-validate-x")).status, "Succeeded");
});
