import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { HttpAnswer } from "../testing/cloud-calls.ts";
import { type RunningCloud, runCloud } from "../testing/running-cloud.ts";
import { until } from "../testing/until.ts";

const versions = { groups: "2021-04-01", network: "2020-08-01", access: "2022-04-01", deployments: "2021-04-01" };
const roles = {
  owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
  reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
  network: "4d97b98b-1d4f-4787-a291-c67834d212e7",
};

interface Person {
  appId: string;
  objectId: string;
  call(method: string, path: string, version: string, body?: object): Promise<HttpAnswer>;
}

let cloud: RunningCloud;
let owner: Person["call"];
let root: string;
const group = (name: string) => `${root}/resourceGroups/${name}`;
const network = (name: string, type: string) => `${group(name)}/providers/Microsoft.Network/${type}`;

before(async () => {
  cloud = await runCloud({ engine: "real", configuration: { timeScale: 1_000, throttling: { enabled: false } } });
  root = `/subscriptions/${cloud.emulator.identities.subscriptionId}`;
  owner = callAs(await cloud.token());
  for (const name of ["one", "two"])
    assert.equal((await owner("PUT", group(name), "groups", { location: "eastus" })).status, 201);
});
after(() => cloud[Symbol.asyncDispose]());

const callAs =
  (token: string): Person["call"] =>
  (method, path, version, body) =>
    cloud.call(
      method,
      `${path}?api-version=${versions[version as keyof typeof versions] ?? version}`,
      body === undefined ? { token } : { token, body },
    );

/** Somebody new, with a role at each of the scopes. */
async function person(given: readonly (readonly [role: keyof typeof roles, scope: string])[] = []): Promise<Person> {
  const made = (await cloud.control("POST", "/principals", {})).json.principals[0];
  const someone: Person = {
    ...made,
    call: callAs(await cloud.token({ clientId: made.appId, secret: made.clientSecret })),
  };
  for (const [role, scope] of given) await assign(someone, role, scope);
  return someone;
}

async function assign(
  { objectId }: Pick<Person, "objectId">,
  role: keyof typeof roles,
  scope: string,
): Promise<string> {
  const path = `${scope}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}`;
  const roleDefinitionId = `${root}/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`;
  const properties = { roleDefinitionId, principalId: objectId, principalType: "ServicePrincipal" };
  const answer = await owner("PUT", path, "access", { properties });
  assert.equal(answer.status, 201, answer.text);
  return path;
}

const errorOf = (answer: HttpAnswer) => [answer.status, answer.json?.error?.code];

test("a principal without a role is refused in the words that az shows: client, object id, action, scope", async () => {
  const guest = await person();
  const path = network("one", "virtualNetworks/v");
  const answer = await guest.call("PUT", path, "network", { location: "eastus" });
  assert.deepEqual(errorOf(answer), [403, "AuthorizationFailed"]);
  assert.equal(
    answer.json.error.message,
    `The client '${guest.appId}' with object id '${guest.objectId}' does not have authorization to perform action 'Microsoft.Network/virtualNetworks/write' over scope '${path}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
  for (const [method, where] of [
    ["GET", root],
    ["GET", `${root}/resourcegroups`],
    ["GET", group("one")],
    ["DELETE", group("one")],
    ["GET", `${root}/resources`],
    ["GET", `${root}/locations`],
    ["POST", `${root}/providers/Microsoft.Compute/register`],
    ["GET", `${group("nothing")}/providers/Microsoft.Network/virtualNetworks/v`],
  ] as const)
    assert.deepEqual(
      errorOf(await guest.call(method, where, where.includes("Network") ? "network" : "groups")),
      [403, "AuthorizationFailed"],
      `${method} ${where}`,
    );
  const head = await guest.call("HEAD", group("one"), "groups");
  assert.deepEqual([head.status, head.text], [403, ""]);
  assert.deepEqual((await guest.call("GET", "/subscriptions", "groups")).json.value, []);
});

test("lists show what the caller may read, and are refused to whom has nothing there", async () => {
  const someone = await person([["reader", group("one")]]);
  const names = async (path: string, version: string) =>
    ((await someone.call("GET", path, version)).json.value as { name?: string; subscriptionId?: string }[]).map(
      (one) => one.name ?? one.subscriptionId,
    );
  for (const name of ["one", "two"])
    await owner("PUT", network(name, `routeTables/of-${name}`), "network", { location: "eastus" });
  assert.deepEqual(await names("/subscriptions", "groups"), [root.split("/")[2]]);
  assert.equal((await someone.call("GET", root, "groups")).status, 200);
  assert.deepEqual(await names(`${root}/resourcegroups`, "groups"), ["one"]);
  assert.deepEqual(await names(`${root}/resources`, "groups"), ["of-one"]);
  assert.deepEqual(await names(`${root}/providers/Microsoft.Network/routeTables`, "network"), ["of-one"]);
  assert.deepEqual(await names(network("one", "routeTables"), "network"), ["of-one"]);
  const other = await someone.call("GET", network("two", "routeTables"), "network");
  assert.deepEqual(errorOf(other), [403, "AuthorizationFailed"]);
  assert.match(
    other.json.error.message,
    /'Microsoft\.Network\/routeTables\/read' over scope '.*\/providers\/Microsoft\.Network'/,
  );
});

test("naming what is another's needs a right to join it (LinkedAuthorizationFailed)", async () => {
  const someone = await person([["network", group("one")]]);
  const vnet = network("two", "virtualNetworks/shared");
  const subnets = [{ name: "s", properties: { addressPrefix: "10.0.0.0/24" } }];
  const properties = { addressSpace: { addressPrefixes: ["10.0.0.0/16"] }, subnets };
  await owner("PUT", vnet, "network", { location: "eastus", properties });
  await until(async () => (await owner("GET", vnet, "network")).json.properties.provisioningState === "Succeeded");
  const card = network("one", "networkInterfaces/n");
  const body = {
    location: "eastus",
    properties: { ipConfigurations: [{ name: "c", properties: { subnet: { id: `${vnet}/subnets/s` } } }] },
  };
  const refused = await someone.call("PUT", card, "network", body);
  assert.deepEqual(errorOf(refused), [403, "LinkedAuthorizationFailed"]);
  assert.equal(
    refused.json.error.message,
    `The client '${someone.appId}' with object id '${someone.objectId}' has permission to perform action 'Microsoft.Network/networkInterfaces/write' on scope '${card}'; however, it does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked scope(s) '${vnet}/subnets/s' (respectively) or the linked scope(s) are invalid.`,
  );
  await assign(someone, "network", vnet);
  assert.equal((await someone.call("PUT", card, "network", body)).status, 201);
  const table = network("two", "routeTables/of-two");
  const part = { properties: { addressPrefix: "10.0.1.0/24", routeTable: { id: table } } };
  const subnet = await someone.call("PUT", `${vnet}/subnets/t`, "network", part);
  assert.match(subnet.json.error.message, /routeTables\/join\/action/);
});

test("a write to the provider joins the subnets that it names, and assigns the identities (spec 03 §11.2)", async () => {
  const someone = await person([["contributor", group("one")]]);
  await cloud.control("PUT", `/subscriptions/${root.split("/")[2]}`, { registered: ["Microsoft.RedHatOpenShift"] });
  const cluster = `${group("one")}/providers/Microsoft.RedHatOpenShift/openShiftClusters/c`;
  const subnetId = `${network("two", "virtualNetworks/shared")}/subnets/s`;
  const body = (more: object) => ({ location: "eastus", properties: { masterProfile: { subnetId } }, ...more });
  const refused = await someone.call("PUT", cluster, "2025-07-25", body({}));
  assert.deepEqual(errorOf(refused), [403, "LinkedAuthorizationFailed"]);
  assert.match(refused.json.error.message, /openShiftClusters\/write.*subnets\/join\/action/);
  assert.ok(!cloud.provider.seen.some((call) => call.method === "PUT" && call.url.includes("openShiftClusters")));
  await assign(someone, "network", subnetId);
  assert.equal((await someone.call("PUT", cluster, "2025-07-25", body({}))).status, 200);
  const id = `${group("two")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i`;
  const identity = { type: "UserAssigned", userAssignedIdentities: { [id]: {} } };
  const assigned = await someone.call("PUT", cluster, "2025-07-25", body({ identity }));
  assert.match(assigned.json.error.message, /userAssignedIdentities\/assign\/action/);
  const guest = await person([["reader", group("one")]]);
  assert.match(
    (await guest.call("DELETE", cluster, "2025-07-25")).json.error.message,
    /'Microsoft\.RedHatOpenShift\/openShiftClusters\/delete'/,
  );
});

test("a template makes what its caller may write: all refusals are told at once, and nothing is made", async () => {
  const someone = await person([["contributor", group("one")]]);
  const rights = (name: string, principalId: string) => ({
    type: "Microsoft.Authorization/roleAssignments",
    apiVersion: "2018-09-01-preview",
    name: crypto.randomUUID(),
    properties: {
      roleDefinitionId: `[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${roles.reader}')]`,
      principalId,
      description: name,
    },
  });
  const deployment = `${group("one")}/providers/Microsoft.Resources/deployments/d`;
  const table = { type: "Microsoft.Network/routeTables", apiVersion: "2020-08-01", name: "made", location: "eastus" };
  const deploy = (resources: object[], how = "PUT", path = deployment) =>
    someone.call(how, path, "deployments", {
      properties: {
        mode: "Incremental",
        template: {
          $schema: "https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#",
          contentVersion: "1.0.0.0",
          resources,
        },
      },
    });
  const one = await deploy([table, rights("a", someone.objectId)]);
  assert.deepEqual(errorOf(one), [403, "InvalidTemplateDeployment"]);
  assert.match(
    one.json.error.message,
    /^The template deployment failed with error: 'Authorization failed for template resource '.*' of type 'Microsoft\.Authorization\/roleAssignments'\. The client '.*' does not have permission to perform action 'Microsoft\.Authorization\/roleAssignments\/write' at scope '.*'\.'\.$/,
  );
  const both = await deploy(
    [rights("a", someone.objectId), rights("b", someone.objectId)],
    "POST",
    `${deployment}/validate`,
  );
  assert.match(both.json.error.message, /^Deployment failed with multiple errors: 'Auth.*\.:Authorization failed/);
  assert.equal((await owner("GET", network("one", "routeTables/made"), "network")).status, 404);
  assert.equal((await deploy([table])).status, 201);
  await until(
    async () => (await owner("GET", deployment, "deployments")).json.properties.provisioningState === "Succeeded",
  );
  // A subnet of another group is refused when its turn comes, as the provider's refusal is told (spec 03 §2.4).
  const subnet = { id: `${network("two", "virtualNetworks/shared")}/subnets/s` };
  const card = {
    type: "Microsoft.Network/networkInterfaces",
    apiVersion: "2020-08-01",
    name: "card",
    location: "eastus",
    properties: { ipConfigurations: [{ name: "c", properties: { subnet } }] },
  };
  await deploy([card]);
  await until(
    async () => (await owner("GET", deployment, "deployments")).json.properties.provisioningState === "Failed",
  );
  const { error } = (await owner("GET", deployment, "deployments")).json.properties;
  assert.equal(error.details[0].code, "Forbidden");
  assert.equal(JSON.parse(error.details[0].message).error.code, "LinkedAuthorizationFailed");
});

test("an Owner may not touch what a deny assignment guards, whoever is left out may (spec 03 §9.3)", async () => {
  const service = await serviceToken();
  const managed = `${root}/resourceGroups/managed`;
  const managedBy = `${group("one")}/providers/Microsoft.RedHatOpenShift/openShiftClusters/c`;
  const clusters = await person();
  assert.equal((await service("PUT", managed, "groups", { location: "eastus", managedBy })).status, 201);
  await assign(clusters, "contributor", managed);
  const name = crypto.randomUUID();
  const template = {
    $schema: "https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    resources: [
      {
        type: "Microsoft.Authorization/denyAssignments",
        apiVersion: "2018-07-01-preview",
        name,
        properties: {
          denyAssignmentName: "guarded",
          permissions: [{ actions: ["*/action", "*/delete", "*/write"], notActions: ["Microsoft.Resources/tags/*"] }],
          scope: "[resourceGroup().id]",
          principals: [{ id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" }],
          excludePrincipals: [{ id: clusters.objectId, type: "ServicePrincipal" }],
          isSystemProtected: true,
        },
      },
    ],
  };
  const deployment = `${managed}/providers/Microsoft.Resources/deployments/storage`;
  const body = { properties: { mode: "Incremental", template } };
  const mine = `${group("one")}/providers/Microsoft.Resources/deployments/mine`;
  await owner("PUT", mine, "deployments", body);
  await until(async () => (await owner("GET", mine, "deployments")).json.properties.provisioningState === "Failed");
  const [nobodys] = (await owner("GET", mine, "deployments")).json.properties.error.details;
  assert.match(JSON.parse(nobodys.message).error.message, /denyAssignments\/write/, "providers alone make them");
  assert.equal((await service("PUT", deployment, "deployments", body)).status, 201);
  const table = `${managed}/providers/Microsoft.Network/routeTables/t`;
  await until(async () => (await owner("PUT", table, "network", { location: "eastus" })).status === 403);
  const denied = await owner("PUT", table, "network", { location: "eastus" });
  assert.deepEqual(errorOf(denied), [403, "DenyAssignmentAuthorizationFailed"]);
  assert.match(
    denied.json.error.message,
    new RegExp(
      `has permission to perform action 'Microsoft\\.Network/routeTables/write' on scope '${table}'; however, the access is denied because of the deny assignment with name 'guarded' and Id '${name.replaceAll("-", "")}' at scope '${managed}'\\.$`,
    ),
  );
  assert.deepEqual(errorOf(await owner("DELETE", managed, "groups")), [403, "DenyAssignmentAuthorizationFailed"]);
  assert.equal((await owner("GET", managed, "groups")).status, 200);
  assert.equal((await clusters.call("PUT", table, "network", { location: "eastus" })).status, 201);
  await until(async () => (await owner("GET", table, "network")).json.properties.provisioningState === "Succeeded");
  // Who made a system-protected one is not bound by it, and the group is the service's to remove.
  assert.equal((await service("PUT", table, "network", { location: "eastus", tags: { a: "b" } })).status, 200);
  assert.equal((await service("DELETE", managed, "groups")).status, 202);
  await until(async () => (await owner("GET", managed, "groups")).status === 404);
});

test("the service may do in a subscription what its registration gives it, and nothing to the customer's network without a role", async () => {
  const service = await serviceToken();
  const table = network("one", "routeTables/of-one");
  assert.equal((await service("GET", group("one"), "groups")).status, 200);
  assert.deepEqual(errorOf(await service("GET", table, "network")), [403, "AuthorizationFailed"]);
  const id = "66666666-6666-4666-8666-666666666666";
  await cloud.control("PUT", `/subscriptions/${id}`, {});
  const elsewhere = `/subscriptions/${id}/resourceGroups/g`;
  assert.deepEqual(errorOf(await service("GET", elsewhere, "groups")), [403, "AuthorizationFailed"]);
  await owner("POST", `/subscriptions/${id}/providers/Microsoft.RedHatOpenShift/register`, "groups");
  assert.equal((await service("GET", elsewhere, "groups")).status, 404);
  const listed = await owner("GET", `${root}/providers/Microsoft.RedHatOpenShift/providerPermissions`, "groups");
  assert.equal(listed.json.value[0].roleDefinition.name, "AzureRedHatOpenShiftRP Service Role");
  assert.deepEqual(listed.json.value[0].managedByRoleDefinition.permissions[0].actions, ["*"]);
});

test("a new role is seen when the delay that was set has passed", async () => {
  assert.equal((await cloud.control("PUT", "/access", { visibilityDelayMilliseconds: 400 })).status, 200);
  const someone = await person([["reader", group("one")]]);
  assert.deepEqual(errorOf(await someone.call("GET", group("one"), "groups")), [403, "AuthorizationFailed"]);
  await until(async () => (await someone.call("GET", group("one"), "groups")).status === 200);
  for (const body of [{ visibilityDelayMilliseconds: -1 }, { delay: 1 }, {}])
    assert.equal((await cloud.control("PUT", "/access", body)).status, 400);
  await cloud.control("PUT", "/access", { visibilityDelayMilliseconds: 0 });
  assert.deepEqual((await cloud.control("GET", "/access")).json, { visibilityDelayMilliseconds: 0 });
});

/** The service's own principal, with a secret that a test gave it. */
async function serviceToken(): Promise<Person["call"]> {
  const { firstPartyClientId: clientId } = cloud.emulator.identities;
  const { clientSecret: secret } = (await cloud.control("POST", `/principals/${clientId}/secrets`, {})).json;
  return callAs(await cloud.token({ clientId, secret }));
}
