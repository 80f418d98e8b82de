import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { systemClock } from "@aro/runtime";
import { openDurable } from "../state/durable.ts";
import { type RunningCloud, runCloud } from "../testing/running-cloud.ts";
import { openSubscriptions } from "./subscriptions.ts";

let cloud: RunningCloud;
let token: string;
const bare = "5b3c1d52-0d0f-4a3a-9d5b-0f8f3c1d2e4f";
const resources = "api-version=2021-04-01";
const network = "api-version=2024-05-01";
const group = (subscription: string) => `/subscriptions/${subscription}/resourceGroups/rg`;
const table = (subscription: string) => `${group(subscription)}/providers/Microsoft.Network/routeTables/t?${network}`;
const provider = (subscription: string, rest = "") =>
  `/subscriptions/${subscription}/providers/Microsoft.Network${rest}?${resources}`;

before(async () => {
  cloud = await runCloud({ engine: "real", configuration: { timeScale: 10_000 } });
  token = await cloud.token();
  await cloud.control("PUT", `/subscriptions/${bare}`, {});
  await call("PUT", `${group(bare)}?${resources}`, { location: "eastus" });
});
after(() => cloud[Symbol.asyncDispose]());

const call = (method: string, path: string, body?: object) =>
  cloud.call(method, path, { token, ...(body === undefined ? {} : { body }) });

test("a write needs the namespace to be registered, reading and deleting do not; registering helps, and unregistering needs that nothing is left", async () => {
  const refused = await call("PUT", table(bare), { location: "eastus" });
  assert.equal(refused.status, 409);
  assert.equal(refused.json.error.code, "MissingSubscriptionRegistration");
  assert.match(refused.json.error.message, /not registered to use namespace 'Microsoft.Network'/);
  assert.equal(refused.json.error.details[0].target, "Microsoft.Network");
  assert.equal((await call("GET", table(bare))).json.error.code, "ResourceNotFound");
  assert.equal((await call("DELETE", table(bare))).status, 204);
  assert.equal((await call("POST", provider(bare, "/register"))).json.registrationState, "Registered");
  assert.equal((await call("PUT", table(bare), { location: "eastus" })).status, 201);
  const left = await call("POST", provider(bare, "/unregister"));
  assert.equal(left.status, 409);
  assert.equal(left.json.error.code, "CannotUnregisterResourceProviderWithResources");
  assert.equal((await call("GET", provider(bare))).json.registrationState, "Registered");
  assert.equal((await call("DELETE", table(bare))).status, 202);
  for (let tries = 0; (await call("GET", table(bare))).status !== 404; tries++) assert.ok(tries < 200);
  assert.equal((await call("POST", provider(bare, "/unregister"))).json.registrationState, "Unregistered");
});

test("a subscription that is there is registered for what it was never asked about, and not for what it was unregistered from", () => {
  const subscriptions = openSubscriptions({ durable: openDurable(":memory:"), clock: systemClock });
  const one = { subscriptionId: bare, tenantId: "t", displayName: "one" };
  subscriptions.ensure(one, ["Microsoft.Network", "Microsoft.Compute"]);
  subscriptions.register(bare, "Microsoft.Compute", "Unregistered");
  subscriptions.ensure(one, ["Microsoft.Network", "Microsoft.Compute", "Microsoft.Storage"]);
  const states = ["Network", "Compute", "Storage", "Insights"].map((name) =>
    subscriptions.registration(bare, `Microsoft.${name}`),
  );
  assert.deepEqual(states, ["Registered", "Unregistered", "Registered", "NotRegistered"]);
});

test("a template registers the namespaces of what it makes, where its caller may", async () => {
  const deployment = `${group(bare)}/providers/Microsoft.Resources/deployments/d?${resources}`;
  const template = {
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    resources: [
      { type: "Microsoft.Network/routeTables", apiVersion: "2024-05-01", name: "t", location: "eastus" },
      { type: "Microsoft.Compute/disks", apiVersion: "2019-03-01", name: "d", condition: false },
    ],
  };
  const body = { properties: { mode: "Incremental", template } };
  const { appId, clientSecret, objectId } = (await cloud.control("POST", "/principals", {})).json.principals[0];
  const role = "b24988ac-6180-42a0-ab88-20f7382dd24c";
  const roleDefinitionId = `/subscriptions/${bare}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  const assigned = await call(
    "PUT",
    `${group(bare)}/providers/Microsoft.Authorization/roleAssignments/0d3f1f5c-9df2-4b53-9a3b-1b54a3fdbb01?api-version=2022-04-01`,
    { properties: { roleDefinitionId, principalId: objectId } },
  );
  assert.equal(assigned.status, 201, assigned.text);
  const ofTheGroup = await cloud.token({ clientId: appId, secret: clientSecret });
  const refused = await cloud.call("PUT", deployment, { token: ofTheGroup, body });
  assert.equal(refused.status, 409);
  assert.equal(refused.json.error.code, "MissingSubscriptionRegistration");
  assert.equal((await call("PUT", deployment, body)).status, 201);
  for (let tries = 0; (await call("GET", deployment)).json.properties.provisioningState !== "Succeeded"; tries++)
    assert.ok(tries < 200);
  assert.equal((await call("GET", provider(bare))).json.registrationState, "Registered");
  const compute = await call("GET", `/subscriptions/${bare}/providers/Microsoft.Compute?${resources}`);
  assert.equal(compute.json.registrationState, "NotRegistered", "what is not made needs no registration");
  assert.equal((await call("GET", table(bare))).status, 200);
});
