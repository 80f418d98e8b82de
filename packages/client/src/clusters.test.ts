import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "./api-error.ts";
import { clusters } from "./clusters.ts";
import { scripted } from "./testing/script.ts";

const address = { subscriptionId: "s", resourceGroup: "g", name: "c 1" };
const path = "/subscriptions/s/resourceGroups/g/providers/Microsoft.RedHatOpenShift/openShiftClusters/c%201";

test("PUT gives the cluster and the operation that creates it", async () => {
  const { connection, asked } = scripted(() => ({
    status: 201,
    body: { properties: { provisioningState: "Creating" } },
    headers: { "Azure-AsyncOperation": "https://arm.invalid/o/1?api-version=1", "retry-after": "7" },
  }));
  const accepted = await clusters(connection).put(address, { location: "l", properties: {} }, { ifNoneMatch: "*" });
  assert.deepEqual(accepted.operation, {
    verb: "create",
    statusAddress: "https://arm.invalid/o/1?api-version=1",
    resourcePath: path,
    firstPollMilliseconds: 7000,
  });
  assert.equal(new URL(asked[0]?.url ?? "").pathname, path);
  assert.equal(asked[0]?.headers.get("if-none-match"), "*");
  assert.equal(asked[0]?.headers.get("content-type"), "application/json");
});

test("PUT that changes nothing has no operation", async () => {
  const { connection } = scripted(() => ({ status: 200, body: { properties: { provisioningState: "Succeeded" } } }));
  const accepted = await clusters(connection).put(address, { location: "l", properties: {} });
  assert.equal(accepted.operation, undefined);
  assert.equal(accepted.cluster?.properties.provisioningState, "Succeeded");
});

test("DELETE of what is absent has nothing to follow", async () => {
  const { connection } = scripted(() => ({ status: 204 }));
  assert.deepEqual(await clusters(connection).delete(address), { cluster: undefined, operation: undefined });
});

test("an absent cluster is a value that keeps the service's words; other refusals are thrown", async () => {
  const { connection } = scripted((_, count) => ({
    status: count === 1 ? 404 : 403,
    body: { error: { code: "ResourceNotFound", message: "gone" } },
  }));
  const found = await clusters(connection).find(address);
  assert.equal(!found.found && found.error.body.message, "gone");
  await assert.rejects(clusters(connection).find(address), ApiError);
});

test("clusters are listed of a subscription or of a group", async () => {
  const { connection, asked } = scripted(() => ({ status: 200, body: { value: [] } }));
  await Array.fromAsync(clusters(connection).list({ subscriptionId: "s" }));
  await Array.fromAsync(clusters(connection).list({ subscriptionId: "s", resourceGroup: "g" }));
  assert.deepEqual(
    asked.map((request) => new URL(request.url).pathname),
    [
      "/subscriptions/s/providers/Microsoft.RedHatOpenShift/openShiftClusters",
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.RedHatOpenShift/openShiftClusters",
    ],
  );
});

test("credentials come by POST, the kubeconfig decoded; an answer without one is undefined", async () => {
  const { connection, asked } = scripted((_, count) => ({
    status: 200,
    body: [{ kubeadminUsername: "kubeadmin", kubeadminPassword: "p" }, { kubeconfig: "YTog8J+YgA==" }, {}][count - 1],
  }));
  const api = clusters(connection);
  assert.deepEqual(await api.listCredentials(address), { kubeadminUsername: "kubeadmin", kubeadminPassword: "p" });
  assert.equal(await api.listAdminCredentials(address), "a: 😀");
  assert.equal(await api.listAdminCredentials(address), undefined);
  assert.deepEqual(
    asked.map(({ method, url }) => `${method} ${new URL(url).pathname}`),
    [`POST ${path}/listCredentials`, `POST ${path}/listAdminCredentials`, `POST ${path}/listAdminCredentials`],
  );
});
