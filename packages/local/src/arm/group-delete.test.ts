import assert from "node:assert/strict";
import { test } from "node:test";
import { runCloud } from "../testing/running-cloud.ts";
import { until } from "../testing/until.ts";

test("deleting a group deletes its clusters through the provider first (ARM-DEL-07)", async () => {
  await using cloud = await runCloud({ engine: "real", configuration: { timeScale: 1000, seed: 1 } });
  const token = await cloud.token();
  const group = `/subscriptions/${cloud.emulator.identities.subscriptionId}/resourceGroups/g`;
  const id = `${group}/providers/Microsoft.RedHatOpenShift/openShiftClusters/c`;
  const call = (method: string, path: string, version: string, body?: object) =>
    cloud.call(method, `${path}?api-version=${version}`, { token, ...(body === undefined ? {} : { body }) });
  const cluster = (state: string) =>
    JSON.stringify({ id, name: "c", location: "eastus", properties: { provisioningState: state } });
  let state = "absent";
  cloud.provider.answer = ({ method, url }) => {
    if (method === "PUT" && url.includes("openShiftClusters")) state = "Succeeded";
    else if (method === "PUT") return { status: 200, body: "{}" };
    if (method === "DELETE") {
      state = "Deleting";
      return { status: 202 };
    }
    const list = url.includes("openShiftClusters?");
    if (list) return { status: 200, body: `{"value":[${state === "absent" ? "" : cluster(state)}]}` };
    return state === "absent" ? { status: 404, body: "{}" } : { status: 200, body: cluster(state) };
  };
  assert.equal((await call("PUT", id, "2025-07-25", { location: "eastus" })).json.error.code, "ResourceGroupNotFound");
  assert.equal((await call("PUT", group, "2022-09-01", { location: "eastus" })).status, 201);
  assert.equal((await call("PUT", id, "2025-07-25", { location: "eastus" })).status, 200);
  const listed = await call("GET", `${group}/resources`, "2022-09-01");
  assert.deepEqual(
    listed.json.value.map((one: { id: string }) => one.id),
    [id],
  );
  assert.equal((await call("DELETE", group, "2022-09-01")).status, 202);
  await until(() => state === "Deleting");
  const asked = cloud.provider.seen.find((seen) => seen.method === "DELETE");
  assert.match(String(asked?.headers["referer"]), new RegExp(`^${cloud.emulator.base}/subscriptions/`));
  assert.equal((await call("GET", group, "2022-09-01")).json.properties.provisioningState, "Deleting");
  assert.equal((await call("GET", id, "2025-07-25")).json.properties.provisioningState, "Deleting");
  const late = await call("PUT", id, "2025-07-25", { location: "eastus" });
  assert.deepEqual([late.status, late.json.error.code], [409, "ResourceGroupBeingDeleted"]);
  state = "absent";
  await until(async () => (await call("GET", group, "2022-09-01")).status === 404);
});

test("the resources of a group where no cluster was ever put are listed without asking the provider: it lists its managed groups itself", async () => {
  await using cloud = await runCloud({ engine: "real", configuration: { timeScale: 1000, seed: 1 } });
  const token = await cloud.token();
  const group = `/subscriptions/${cloud.emulator.identities.subscriptionId}/resourceGroups/managed`;
  const call = (method: string, path: string, body?: object) =>
    cloud.call(method, `${path}?api-version=2022-09-01`, { token, ...(body === undefined ? {} : { body }) });
  assert.equal((await call("PUT", group, { location: "eastus" })).status, 201);
  const listed = await call("GET", `${group}/resources`);
  assert.deepEqual([listed.status, listed.json.value], [200, []]);
  assert.deepEqual(
    cloud.provider.seen.filter(({ url }) => url.toLowerCase().includes("openshiftclusters")),
    [],
  );
});
