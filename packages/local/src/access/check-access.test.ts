import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AuthorizationManagementClient } from "@azure/arm-authorization";
import { createHttpHeaders } from "@azure/core-rest-pipeline";
import { type RunningCloud, runCloud } from "../testing/running-cloud.ts";

const path = "/providers/Microsoft.Authorization/checkAccess?api-version=2021-06-01-preview";
const networkContributor = "4d97b98b-1d4f-4787-a291-c67834d212e7";

let cloud: RunningCloud;
let token: string;
let subscriptionId: string;
let principal: { objectId: string; appId: string; clientSecret: string };
let group: string;

before(async () => {
  cloud = await runCloud({ engine: "real" });
  token = await cloud.token({ resource: "https://authorization.aro.test" });
  subscriptionId = cloud.emulator.identities.subscriptionId;
  group = `/subscriptions/${subscriptionId}/resourceGroups/g`;
  principal = (await cloud.control("POST", "/principals", {})).json.principals[0];
  const arm = { token: await cloud.token() };
  await cloud.call("PUT", `${group}?api-version=2021-04-01`, { ...arm, body: { location: "eastus" } });
  const properties = {
    roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${networkContributor}`,
    principalId: principal.objectId,
  };
  const assignment = `${group}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}`;
  const made = await cloud.call("PUT", `${assignment}?api-version=2022-04-01`, { ...arm, body: { properties } });
  assert.equal(made.status, 201, made.text);
});
after(() => cloud[Symbol.asyncDispose]());

const asked = (more: object = {}) => ({
  Subject: { Attributes: { ObjectId: principal.objectId } },
  Actions: [
    { Id: "Microsoft.Network/virtualNetworks/join/action" },
    { Id: "Microsoft.Compute/virtualMachines/write" },
    { Id: "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read", IsDataAction: true },
  ],
  Resource: { Id: `${group}/providers/Microsoft.Network/virtualNetworks/v` },
  ...more,
});

test("each action gets its decision, with the assignment that allows it, at a region's host and on ARM's", async () => {
  const answers = [
    await cloud.call("POST", path, { token, body: asked() }),
    await cloud.call("POST", path, { token, body: asked(), headers: { host: "eastus.authorization.aro.test" } }),
  ];
  for (const { status, json } of answers) {
    assert.equal(status, 200);
    assert.deepEqual(
      json.value.map((one: { accessDecision: string }) => one.accessDecision),
      ["Allowed", "NotAllowed", "NotAllowed"],
    );
    assert.equal(json.value[0].roleAssignment.principalId, principal.objectId);
    assert.match(json.value[0].roleAssignment.roleDefinitionId, new RegExp(`${networkContributor}$`));
    assert.equal(json.value[2].isDataAction, true);
  }
  // No certificate is made out to a region that does not exist.
  const headers = { host: "nowhere.authorization.aro.test" };
  await assert.rejects(cloud.call("POST", path, { token, body: asked(), headers }), {
    code: "ERR_TLS_CERT_ALTNAME_INVALID",
  });
});

test("groups that the question names count", async () => {
  const body = asked({ Subject: { Attributes: { ObjectId: crypto.randomUUID(), Groups: [principal.objectId] } } });
  const { json } = await cloud.call("POST", path, { token, body });
  assert.equal(json.value[0].accessDecision, "Allowed");
});

test("what cannot be asked is refused in the service's own form", async () => {
  const post = async (body: object | string, as = token, at = path) =>
    cloud.call("POST", at, { token: as, body, headers: { "content-type": "application/json" } });
  assert.equal((await post(asked(), await cloud.token())).status, 401);
  assert.equal((await cloud.call("POST", path, { body: asked() })).json.statusCode, "401");
  for (const body of [
    "{",
    "[]",
    {},
    asked({ Subject: {} }),
    asked({ Actions: [] }),
    asked({ Actions: [{}] }),
    asked({ Actions: [1] }),
    asked({ Resource: { Id: "x" } }),
  ]) {
    const answer = await post(body);
    assert.deepEqual([answer.status, answer.json.statusCode], [400, "400"], JSON.stringify(body));
  }
  assert.equal((await post(asked(), token, path.replace("2021-06-01-preview", "2022-01-01"))).status, 400);
  assert.equal((await cloud.call("GET", path, { token })).status, 405);
});

test("the official SDK reads what its caller may do at a group and at a resource", async () => {
  const { base } = cloud.emulator;
  const mine = await cloud.token({ clientId: principal.appId, secret: principal.clientSecret });
  const client = new AuthorizationManagementClient(
    { getToken: async () => ({ token: mine, expiresOnTimestamp: 4_000_000_000_000 }) },
    subscriptionId,
    {
      endpoint: base,
      httpClient: {
        sendRequest: async (request) => {
          const { pathname, search } = new URL(request.url);
          const answer = await cloud.call(request.method, pathname + search, { token: mine });
          return {
            request,
            status: answer.status,
            headers: createHttpHeaders(answer.headers),
            bodyAsText: answer.text,
          };
        },
      },
    },
  );
  const found: (readonly string[] | undefined)[] = [];
  for await (const one of client.permissions.listForResourceGroup("g")) found.push(one.actions);
  assert.equal(found.length, 1);
  assert.ok(found[0]?.includes("Microsoft.Network/*"));
  const ofResource = client.permissions.listForResource("g", "Microsoft.Network", "", "virtualNetworks", "v");
  await assert.rejects(ofResource.next(), { code: "ResourceNotFound" });
});

test("the actions of a namespace are those of the table, and an unknown namespace has none", async () => {
  const arm = { token: await cloud.token() };
  const read = (name: string) =>
    cloud.call("GET", `/providers/Microsoft.Authorization/providerOperations/${name}?api-version=2022-04-01`, arm);
  const { resourceTypes } = (await read("Microsoft.Network")).json as {
    resourceTypes: { name: string; operations: { name: string }[] }[];
  };
  const subnets = resourceTypes.find((one) => one.name === "virtualNetworks/subnets");
  assert.deepEqual(
    subnets?.operations.map((one) => one.name),
    ["delete", "read", "write"].map((verb) => `Microsoft.Network/virtualNetworks/subnets/${verb}`),
  );
  assert.equal((await read("Microsoft.Nothing")).json.error.code, "ProviderNotFound");
});
