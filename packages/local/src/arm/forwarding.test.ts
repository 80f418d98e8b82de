import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { type RunningCloud, runCloud } from "../testing/running-cloud.ts";
import type { SeenByProvider, StubAnswer } from "../testing/stub-provider.ts";
import { until } from "../testing/until.ts";

let cloud: RunningCloud;
let token: string;
let group: string;
beforeEach(async () => {
  cloud = await runCloud();
  token = await cloud.token();
  group = `/subscriptions/${cloud.emulator.identities.subscriptionId}/resourceGroups/rg`;
  await until(() => cloud.provider.seen.length > 0);
  cloud.provider.seen.length = 0;
});
afterEach(() => cloud[Symbol.asyncDispose]());

const version = "api-version=2025-07-25";
const clusterPath = () => `${group}/providers/Microsoft.RedHatOpenShift/openShiftClusters/C1`;
const cluster = () => ({ id: clusterPath(), name: "C1", type: "t", location: "eastus", tags: { a: "b" } });
const put = (headers: Record<string, string> = {}) =>
  cloud.call("PUT", `${clusterPath()}?${version}`, { token, headers, body: { location: "eastus" } });
const answers = (answer: (call: SeenByProvider) => StubAnswer | "hang" | "cut") => {
  cloud.provider.answer = answer;
};
const last = (): SeenByProvider => {
  const call = cloud.provider.seen.at(-1);
  assert.ok(call);
  return call;
};
const systemDataOf = (call: SeenByProvider) => JSON.parse(String(call.headers["x-ms-arm-resource-system-data"]));

test("many slashes of a path count as one for a provider's resources too", async () => {
  answers(() => ({ status: 200, headers: {}, body: JSON.stringify(cluster()) }));
  const path = clusterPath().replace("RedHatOpenShift/", "RedHatOpenShift//");
  const answer = await cloud.call("GET", `${path}?${version}`, { token });
  assert.deepEqual([answer.status, last().url], [200, `${clusterPath()}?${version}`]);
});

test("the provider gets path, query and body as they were, and ARM's headers (ARM-HDR-03)", async () => {
  answers(() => ({
    status: 201,
    headers: { "Azure-AsyncOperation": "https://x/y", "Retry-After": "10", "x-ms-request-id": "theirs", etag: "1" },
    body: JSON.stringify(cluster()),
  }));
  const answer = await put({
    "x-ms-client-request-id": "mine",
    "accept-language": "de",
    "if-match": "*",
    "x-ms-correlation-request-id": "together",
  });
  assert.equal(answer.status, 201);
  assert.equal(answer.headers["azure-asyncoperation"], "https://x/y");
  assert.equal(answer.headers["retry-after"], "10");
  assert.equal(answer.headers["etag"], "1");
  assert.equal(answer.headers["x-ms-request-id"], "theirs");
  assert.deepEqual(answer.json, cluster());
  const { url, headers, body } = last();
  assert.equal(url, `${clusterPath()}?${version}`);
  assert.equal(body, '{"location":"eastus"}');
  const { ownerClientId, tenantId } = cloud.emulator.identities;
  assert.equal(headers["referer"], `${cloud.emulator.base}${clusterPath()}?${version}`);
  assert.equal(headers["x-ms-correlation-request-id"], "together");
  assert.equal(headers["x-ms-client-request-id"], "mine");
  assert.equal(headers["accept-language"], "de");
  assert.equal(headers["if-match"], "*");
  assert.equal(headers["x-ms-client-principal-name"], ownerClientId);
  assert.match(String(headers["x-ms-client-object-id"]), /^[0-9a-f-]{36}$/);
  assert.equal(headers["x-ms-client-principal-id"], headers["x-ms-client-object-id"]);
  assert.equal(headers["x-ms-client-app-id"], ownerClientId);
  assert.equal(headers["x-ms-client-app-id-acr"], "1");
  assert.equal(headers["x-ms-client-tenant-id"], tenantId);
  assert.equal(headers["x-ms-home-tenant-id"], tenantId);
  assert.equal(headers["x-ms-client-audience"], cloud.emulator.base);
  assert.equal(headers["x-ms-client-issuer"], `${cloud.emulator.base}/${tenantId}/`);
  assert.equal(headers["x-ms-client-authorization-source"], "RoleBased");
  assert.equal(headers["x-ms-client-ip-address"], "127.0.0.1");
  assert.equal(headers["authorization"], undefined);
});

test("the referer is the address the caller dialled (ARM-HDR-03)", async () => {
  await cloud.call("GET", `${clusterPath()}?${version}&$skipToken=a%20b`, {
    token,
    headers: { host: `127.0.0.1:${cloud.emulator.port}` },
  });
  assert.equal(
    last().headers["referer"],
    `https://127.0.0.1:${cloud.emulator.port}${clusterPath()}?${version}&$skipToken=a%20b`,
  );
});

test("a caller cannot say itself who it is or what ARM knows (ARM-HDR-05)", async () => {
  const forged = {
    "x-ms-client-principal-name": "root",
    "x-ms-client-tenant-id": "elsewhere",
    "x-ms-home-tenant-id": "elsewhere",
    "x-ms-arm-resource-system-data": '{"createdBy":"root"}',
    "x-ms-identity-url": "https://elsewhere",
    "x-ms-client-wids": "root",
    referer: "https://elsewhere",
  };
  await put(forged);
  const { headers } = last();
  for (const [name, value] of Object.entries(forged)) assert.notEqual(headers[name], value, name);
  assert.equal(headers["x-ms-identity-url"], undefined);
});

test("a new resource comes with created and last modified, one that exists with last modified only (ARM-SYS-02)", async () => {
  answers((call) =>
    call.method === "GET"
      ? { status: 200, body: JSON.stringify(cluster()) }
      : { status: 201, body: JSON.stringify(cluster()) },
  );
  await put();
  const { ownerClientId } = cloud.emulator.identities;
  const first = systemDataOf(last());
  assert.equal(first.createdBy, ownerClientId);
  assert.equal(first.createdByType, "Application");
  assert.match(first.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
  assert.equal(first.lastModifiedAt, first.createdAt);
  await put();
  assert.deepEqual(Object.keys(systemDataOf(last())).sort(), [
    "lastModifiedAt",
    "lastModifiedBy",
    "lastModifiedByType",
  ]);
  await cloud.call("GET", `${clusterPath()}?${version}`, { token });
  assert.equal(last().headers["x-ms-arm-resource-system-data"], undefined);
});

test("a resource that was deleted is new when it is written again", async () => {
  answers(() => ({ status: 201, body: JSON.stringify(cluster()) }));
  await put();
  answers(() => ({ status: 202 }));
  assert.equal((await cloud.call("DELETE", `${clusterPath()}?${version}`, { token })).status, 202);
  const deleting = { ...cluster(), properties: { provisioningState: "Deleting" } };
  answers(() => ({ status: 200, body: JSON.stringify(deleting) }));
  assert.equal((await cloud.call("GET", `${clusterPath()}?${version}`, { token })).status, 200);
  answers((call) =>
    call.method === "GET" ? { status: 404, body: "{}" } : { status: 201, body: JSON.stringify(cluster()) },
  );
  await put();
  assert.ok("createdAt" in systemDataOf(last()));
});

test("a read or a write in a group that does not exist ends before the provider, in any case of letters", async () => {
  const elsewhere = clusterPath().replace("/rg/", "/nowhere/");
  const list = elsewhere.slice(0, elsewhere.lastIndexOf("/"));
  for (const [method, path] of [
    ["PUT", elsewhere],
    ["PATCH", elsewhere],
    ["GET", elsewhere],
    ["GET", list],
  ] as const) {
    const body = method === "GET" ? {} : { body: {} };
    const answer = await cloud.call(method, `${path}?${version}`, { token, ...body });
    assert.equal(answer.status, 404);
    assert.deepEqual(answer.json, {
      error: { code: "ResourceGroupNotFound", message: "Resource group 'nowhere' could not be found." },
    });
  }
  assert.equal(cloud.provider.seen.length, 0);
  assert.equal((await cloud.call("PUT", `${clusterPath().toUpperCase()}?${version}`, { token, body: {} })).status, 200);
});

test("a lock forbids writes and deletions before the provider hears of them", async () => {
  cloud.locked.add(group);
  for (const method of ["PUT", "DELETE"]) {
    const answer = await cloud.call(method, `${clusterPath()}?${version}`, {
      token,
      ...(method === "PUT" ? { body: {} } : {}),
    });
    assert.equal(answer.status, 409);
    assert.equal(answer.json.error.code, "ScopeLocked");
  }
  assert.equal(cloud.provider.seen.length, 0);
  assert.equal((await cloud.call("GET", `${clusterPath()}?${version}`, { token })).status, 200);
});

test("types and versions that the provider has not registered are refused by name", async () => {
  const at = (path: string) => cloud.call("GET", `${group}/providers/Microsoft.RedHatOpenShift/${path}`, { token });
  const type = await at(`gardens/g?${version}`);
  assert.equal(type.status, 404);
  assert.equal(type.json.error.code, "InvalidResourceType");
  assert.match(type.json.error.message, /'gardens'/);
  const unknown = await at("openShiftClusters/c?api-version=2000-01-01");
  assert.equal(unknown.status, 400);
  assert.equal(unknown.json.error.code, "NoRegisteredProviderFound");
  assert.match(unknown.json.error.message, /'2000-01-01' for type 'openShiftClusters'.*2025-07-25, /);
  assert.equal((await at(`deployments/d/preflight?${version}`)).status, 404);
  assert.equal(cloud.provider.seen.length, 0);
});

test("a subscription that is not registered may read, not write, and the provider is told of every change (ARM-SUB-01)", async () => {
  const provider = `/subscriptions/${cloud.emulator.identities.subscriptionId}/providers/Microsoft.RedHatOpenShift`;
  const change = (verb: string) => cloud.call("POST", `${provider}/${verb}?api-version=2022-12-01`, { token });
  assert.equal((await change("unregister")).json.registrationState, "Unregistered");
  const told = cloud.provider.seen.filter((call) => call.method === "PUT").at(-1);
  assert.match(told?.url ?? "", /^\/subscriptions\/[0-9a-f-]{36}\?api-version=2\.0$/);
  const body = JSON.parse(told?.body ?? "");
  assert.equal(body.state, "Unregistered");
  assert.equal(body.properties.tenantId, cloud.emulator.identities.tenantId);
  const refused = await put();
  assert.equal(refused.status, 409);
  assert.equal(refused.json.error.code, "MissingSubscriptionRegistration");
  assert.equal((await cloud.call("GET", `${clusterPath()}?${version}`, { token })).status, 200);
  assert.equal((await change("register")).json.registrationState, "Registered");
  assert.equal((await put()).status, 200);
});

test("a namespace with resources cannot be unregistered", async () => {
  answers((call) => ({ status: 200, body: JSON.stringify(call.method === "GET" ? { value: [cluster()] } : {}) }));
  const path = `/subscriptions/${cloud.emulator.identities.subscriptionId}/providers/Microsoft.RedHatOpenShift/unregister`;
  const answer = await cloud.call("POST", `${path}?api-version=2022-12-01`, { token });
  assert.equal(answer.status, 409);
  assert.match(answer.json.error.message, /1 of its resources/);
});

test("a provider that is down is 503 with Retry-After, and back when it is back (ARM-HDR-10)", async () => {
  answers(() => "cut");
  const answer = await put();
  assert.equal(answer.status, 503);
  assert.equal(answer.json.error.code, "ServiceUnavailable");
  assert.equal(answer.headers["retry-after"], "5");
  await cloud.provider[Symbol.asyncDispose]();
  assert.equal((await put()).status, 503);
});

test("an answer over 8 MB is ARM's failure (ARM-HDR-09)", async () => {
  answers(() => ({ status: 200, body: JSON.stringify({ long: "x".repeat(8 * 1024 * 1024) }) }));
  const answer = await cloud.call("GET", `${clusterPath()}?${version}`, { token });
  assert.equal(answer.status, 500);
  assert.equal(answer.json.error.code, "ResponseTooLarge");
});

test("the operations list is the provider's own, of the tenant", async () => {
  answers(() => ({ status: 200, body: '{"value":[1]}' }));
  const answer = await cloud.call("GET", `/providers/Microsoft.RedHatOpenShift/operations?${version}`, { token });
  assert.deepEqual(answer.json, { value: [1] });
  assert.equal(last().headers["x-ms-home-tenant-id"], undefined);
});

test("the resource engine lists clusters by asking the provider, page by page, or from memory when it is down", async () => {
  answers(() => ({ status: 201, body: JSON.stringify(cluster()) }));
  await put();
  answers((call) =>
    call.url.includes("skip")
      ? { status: 200, body: JSON.stringify({ value: [{ ...cluster(), name: "c2" }] }) }
      : {
          status: 200,
          body: JSON.stringify({ value: [cluster()], nextLink: `${String(call.headers["referer"])}&$skipToken=skip` }),
        },
  );
  const scope = { subscription: cloud.emulator.identities.subscriptionId, group: group.toLowerCase() };
  const names = async () => (await cloud.external.list(scope)).map(({ name, apiVersion }) => [name, apiVersion]);
  assert.deepEqual(await names(), [
    ["C1", "2025-07-25"],
    ["c2", "2025-07-25"],
  ]);
  answers(() => "cut");
  assert.deepEqual(await names(), [["C1", "2025-07-25"]]);
  assert.deepEqual(await cloud.external.list({ ...scope, group: `${group}0` }), []);
});

test("a cluster whose PUT lost its answer is not forgotten; one that was refused is", async () => {
  const scope = { subscription: cloud.emulator.identities.subscriptionId, group: group.toLowerCase() };
  answers(() => "cut");
  assert.equal((await put()).status, 503);
  assert.deepEqual(
    (await cloud.external.list(scope)).map((one) => one.name),
    ["C1"],
  );
  answers((call) => ({ status: call.method === "GET" ? 404 : 400, body: "{}" }));
  assert.equal((await put()).status, 400);
  answers(() => "cut");
  assert.deepEqual(await cloud.external.list(scope), []);
});
