import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { inProcess, subscription } from "../../tools/in-process.ts";
import { furnish } from "../testing/furnished.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import type { WallResponse } from "../wall/wall.ts";
import type { ExternalResource, ExternalResources } from "./surroundings.ts";

const root = `/subscriptions/${subscription}`;
const version = "api-version=2020-08-01";
const groupVersion = "api-version=2019-07-01";

test("deleting a group deletes what lies in it in the order that its parts need, and leaves nothing (ARM-DEL-07, ARM-DEL-08, ARM-DEL-09)", async () => {
  await using arm = inProcess();
  await furnish(arm, "rg");
  await arm.storage.storageAccounts.create("rg", "acct1x", {
    location: "eastus",
    kind: "StorageV2",
    sku: { name: "Standard_LRS" },
  });
  await arm.storage.blobContainers.create("rg", "acct1x", "c1c", {});
  await arm.authorization.roleAssignments.create(`${root}/resourceGroups/rg`, "11111111-1111-1111-1111-111111111111", {
    principalId: "22222222-2222-2222-2222-222222222222",
    roleDefinitionId: `${root}/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c`,
  });
  await arm.groups.resourceGroups.delete("rg");
  const left = (table: string) =>
    arm.durable.database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number };
  assert.equal(left("arm_resources").n, 0);
  assert.equal(left("arm_links").n, 0);
  assert.equal(left("arm_leases").n, 0);
});

test("a group that goes refuses new resources, and a DELETE again follows the same operation", async () => {
  const clock = manualClock();
  await using arm = inProcess({ clock, timing: { scale: 1, holdMilliseconds: 0 } });
  await arm.plain("PUT", `${root}/resourceGroups/rg?${groupVersion}`, { location: "eastus" });
  await arm.plain("PUT", `${root}/resourceGroups/rg/providers/Microsoft.Network/routeTables/r?${version}`, {
    location: "eastus",
  });
  await clock.advance(10_000);
  const first = await arm.plain("DELETE", `${root}/resourceGroups/rg?${groupVersion}`);
  assert.equal(first.status, 202);
  const again = await arm.plain("DELETE", `${root}/resourceGroups/rg?${groupVersion}`);
  assert.equal(again.headers["location"], first.headers["location"]);
  assert.equal(
    (await arm.plain("GET", `${root}/resourceGroups/rg?${groupVersion}`)).body.properties.provisioningState,
    "Deleting",
  );
  const late = await arm.plain(
    "PUT",
    `${root}/resourceGroups/rg/providers/Microsoft.Network/routeTables/s?${version}`,
    { location: "eastus" },
  );
  assert.equal(late.status, 409);
  assert.equal(late.body.error.code, "ResourceGroupBeingDeleted");
  const poll = new URL(first.headers["location"] ?? "");
  assert.equal((await arm.plain("GET", poll.pathname + poll.search)).status, 202);
  await clock.advance(60_000);
  assert.equal((await arm.plain("GET", poll.pathname + poll.search)).status, 200);
  assert.equal((await arm.plain("GET", `${root}/resourceGroups/rg?${groupVersion}`)).status, 404);
});

test("a group whose resources are needed elsewhere is not deleted: the operation fails and names them", async () => {
  await using arm = inProcess();
  await furnish(arm, "rg");
  await arm.groups.resourceGroups.createOrUpdate("other", { location: "eastus" });
  await arm.network.networkInterfaces.createOrUpdate("other", "guest", {
    location: "eastus",
    ipConfigurations: [
      {
        name: "c",
        subnet: { id: `${root}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s` },
      },
    ],
  });
  const asked = await arm.plain("DELETE", `${root}/resourceGroups/rg?${groupVersion}`);
  const poll = new URL(asked.headers["location"] ?? "");
  let answer = await arm.plain("GET", poll.pathname + poll.search);
  for (let tries = 0; answer.status === 202 && tries < 50; tries++)
    answer = await arm.plain("GET", poll.pathname + poll.search);
  assert.equal(answer.status, 409);
  assert.equal(answer.body.error.code, "ResourceGroupDeletionBlocked");
  assert.match(answer.text, /virtualNetworks\/v/);
  assert.ok(answer.body.error.details.some((one: { code: string }) => one.code === "InUseSubnetCannotBeDeleted"));
  assert.equal((await arm.groups.resourceGroups.get("rg")).properties?.provisioningState, "Succeeded");
  await arm.groups.resourceGroups.delete("other");
  await arm.groups.resourceGroups.delete("rg");
});

/** What a provider that is forwarded to has in the group. */
const cluster: ExternalResource = {
  id: `${root}/resourceGroups/rg/providers/Microsoft.RedHatOpenShift/openShiftClusters/c`,
  type: "Microsoft.RedHatOpenShift/openShiftClusters",
  name: "c",
  location: "eastus",
  apiVersion: "2025-07-25",
};

test("resources of forwarded providers are deleted before the group's own, and a refusal of theirs ends the deletion", async () => {
  let there: "there" | "going" | "gone" | "locked" = "locked";
  const seen: string[] = [];
  const answer = (status: number, body?: object): WallResponse => ({
    status,
    headers: {},
    body: new TextEncoder().encode(body === undefined ? "" : JSON.stringify(body)),
  });
  const externalResources: ExternalResources = {
    owns: (namespace) => namespace === "microsoft.redhatopenshift",
    list: async () => (there === "gone" ? [] : [cluster]),
    send: async ({ request }: ArmCall) => {
      seen.push(`${request.method} ${request.url.pathname}${request.url.search}`);
      if (there === "locked") return answer(409, { error: { code: "NotNow", message: "The cluster is busy." } });
      there = there === "there" ? "going" : "gone";
      return answer(request.method === "DELETE" ? 202 : 404);
    },
  };
  await using arm = inProcess({ externalResources });
  await arm.plain("PUT", `${root}/resourceGroups/rg?${groupVersion}`, { location: "eastus" });
  await arm.plain("PUT", `${root}/resourceGroups/rg/providers/Microsoft.Network/routeTables/r?${version}`, {
    location: "eastus",
  });
  await assert.rejects(arm.groups.resourceGroups.delete("rg"), /NotNow|could not be deleted/);
  const listed = await arm.plain("GET", `${root}/resourceGroups/rg/resources?${groupVersion}`);
  assert.deepEqual(
    listed.body.value.map((one: { name: string }) => one.name),
    ["r", "c"],
  );
  there = "there";
  await arm.groups.resourceGroups.delete("rg");
  assert.equal(seen[1], `DELETE ${cluster.id}?api-version=2025-07-25`);
  assert.equal(there, "gone");
  await assert.rejects(arm.groups.resourceGroups.get("rg"));
});

test("a provider's deletion that failed for what goes with the group is begun again when that has gone; when nothing goes the group's deletion fails", async () => {
  let state: "Failed" | "gone" | "there" = "there";
  let deletions = 0;
  const network = () =>
    arm.plain("GET", `${root}/resourceGroups/rg/providers/Microsoft.Network/routeTables/r?${version}`);
  const externalResources: ExternalResources = {
    owns: (namespace) => namespace === "microsoft.redhatopenshift",
    list: async () => (state === "gone" ? [] : [cluster]),
    send: async ({ request }: ArmCall) => {
      if (request.method === "DELETE") {
        deletions++;
        state = !stuck && (await network()).status === 404 ? "gone" : "Failed";
        return { status: 202, headers: {}, body: new Uint8Array() };
      }
      const body = JSON.stringify({ properties: { provisioningState: state } });
      return { status: 200, headers: {}, body: new TextEncoder().encode(body) };
    },
  };
  let stuck = true;
  await using arm = inProcess({ externalResources });
  const table = { location: "eastus" };
  await arm.plain("PUT", `${root}/resourceGroups/rg?${groupVersion}`, table);
  await arm.plain("PUT", `${root}/resourceGroups/rg/providers/Microsoft.Network/routeTables/r?${version}`, table);
  await assert.rejects(
    arm.groups.resourceGroups.delete("rg"),
    /openShiftClusters\/c' ended in the state 'Failed'|could not be deleted/,
  );
  assert.equal((await arm.groups.resourceGroups.get("rg")).properties?.provisioningState, "Succeeded");
  stuck = false;
  [state, deletions] = ["there", 0];
  await arm.plain("PUT", `${root}/resourceGroups/rg/providers/Microsoft.Network/routeTables/r?${version}`, table);
  await arm.groups.resourceGroups.delete("rg");
  assert.equal(deletions, 2);
  await assert.rejects(arm.groups.resourceGroups.get("rg"));
});
