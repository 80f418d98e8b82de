import assert from "node:assert/strict";
import { test } from "node:test";
import type { Log } from "@aro/telemetry";
import { AzureError } from "./azure-error.ts";
import { listAll } from "./list-all.ts";
import { fakeAzure, plainClients, tokenOf } from "./testing/index.ts";

const { signal } = new AbortController();
const subnet = "/subscriptions/sub/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/s";

test("every call of every client carries the operation's correlation id, its own id and our name (ARM-HDR-02)", async () => {
  const azure = fakeAzure();
  azure.arm.groups.set("g", { id: "/subscriptions/sub/resourceGroups/g", name: "g", location: "eastus" });
  azure.arm.have(subnet, { properties: { addressPrefix: "10.0.0.0/24" } });
  azure.arm.have("/subscriptions/sub/resourceGroups/g/providers/Microsoft.Resources/deployments/storage");
  const clients = plainClients(azure, "correlation-1");
  await (await clients.resources()).resourceGroups.get("g");
  await (await clients.network()).subnets.get("g", "v", "s");
  await (await clients.deployments()).deployments.get("g", "storage");
  await clients.call({ method: "GET", path: subnet, apiVersion: "2020-08-01" }, signal);
  assert.equal(azure.requests.length, 4);
  for (const { headers } of azure.requests) {
    assert.equal(headers["x-ms-correlation-request-id"], "correlation-1");
    assert.match(headers["x-ms-client-request-id"] ?? "", /^[0-9a-f-]{36}$/);
    assert.match(headers["user-agent"] ?? "", /^aro\/test/);
  }
  assert.equal(new Set(azure.requests.map(({ headers }) => headers["x-ms-client-request-id"])).size, 4);
});

test("every client asks the token endpoint for the audience of the cloud", async () => {
  const azure = fakeAzure();
  const scopes: unknown[] = [];
  const clients = azure.clientsFor({
    credential: {
      getToken: async (asked) => {
        scopes.push(asked);
        return { token: "t", expiresOnTimestamp: 4_000_000_000_000 };
      },
    },
    subscriptionId: "sub",
    log: { debug() {}, info() {}, warn() {}, error() {}, with: () => ({}) as Log },
  });
  await assert.rejects((await clients.resources()).resourceGroups.get("g"));
  await assert.rejects((await clients.network()).subnets.get("g", "v", "s"));
  await assert.rejects((await clients.deployments()).deployments.get("g", "storage"));
  await assert.rejects(clients.call({ method: "GET", path: subnet, apiVersion: "1" }, signal));
  assert.deepEqual(scopes, Array(4).fill(["https://audience.test/.default"]));
});

test("a refusal keeps code, message, details and additionalInfo, whichever client asked (ARM-ERR-05)", async () => {
  const error = {
    code: "RequestDisallowedByPolicy",
    message: "denied",
    details: [{ code: "Inner", message: "deep", additionalInfo: [{ type: "T", info: { a: 1 } }] }],
    additionalInfo: [{ type: "PolicyViolation", info: { policyAssignmentName: "p" } }],
  };
  const azure = fakeAzure({}, ({ host }) => (host === "arm.test" ? { status: 403, body: { error } } : undefined));
  const clients = plainClients(azure);
  const network = await clients.network();
  const attempts = [
    () => network.subnets.get("g", "v", "s"),
    () => network.subnets.createOrUpdate("g", "v", "s", {}).submitted(),
    () => clients.call({ method: "GET", path: subnet, apiVersion: "1" }, signal),
  ];
  for (const attempt of attempts)
    await assert.rejects(attempt(), (thrown: unknown) => {
      assert.ok(thrown instanceof AzureError);
      assert.deepEqual(thrown.body, error);
      assert.equal(thrown.status, 403);
      assert.match(thrown.requestId ?? "", /^request-/);
      return true;
    });
});

test("a token never leaves for an address outside ARM", async () => {
  const azure = fakeAzure();
  const clients = plainClients(azure);
  for (const path of ["https://elsewhere.test/x", "https://arm.test.elsewhere.test/x", "http://arm.test/x"])
    await assert.rejects(clients.call({ method: "GET", path }, signal), /is not below https:\/\/arm\.test/);
  assert.equal(azure.requests.length, 0);
});

test("a POST is sent again after a server's fault only when its caller says that it may be (ARM-THR-02)", async () => {
  for (const [repeatable, times] of [
    [false, 1],
    [true, 2],
  ] as const) {
    const azure = fakeAzure();
    azure.arm.intercept = () =>
      azure.requests.length === 1
        ? { status: 500, body: { error: { code: "InternalServerError", message: "m" } } }
        : { status: 200, body: {} };
    const call = { method: "POST", path: `${subnet}/ask`, apiVersion: "1", repeatable } as const;
    await plainClients(azure)
      .call(call, signal)
      .catch((error: unknown) => assert.ok(error instanceof AzureError));
    assert.equal(azure.requests.length, times);
  }
});

test("a list is followed by its nextLink as given", async () => {
  const azure = fakeAzure({}, ({ host, query }) => {
    if (host !== "arm.test") return undefined;
    return query["page"] === "2"
      ? { status: 200, body: { value: [{ n: 2 }] } }
      : { status: 200, body: { value: [{ n: 1 }], nextLink: "https://arm.test/list?page=2&api-version=7" } };
  });
  const items = await listAll(plainClients(azure), { path: "/list", apiVersion: "7" }, signal);
  assert.deepEqual(items, [{ n: 1 }, { n: 2 }]);
  assert.equal(azure.requests[1]?.url, "https://arm.test/list?page=2&api-version=7");
});

test("renew forgets tokens and builds the clients anew", async () => {
  const azure = fakeAzure();
  azure.arm.groups.set("g", { id: "/subscriptions/sub/resourceGroups/g", name: "g", location: "eastus" });
  const tokens = ["first", "second"];
  let forgotten = 0;
  const clients = azure.clientsFor({
    credential: { getToken: () => tokenOf(tokens.shift()).getToken() },
    subscriptionId: "sub",
    log: { debug() {}, info() {}, warn() {}, error() {}, with: () => ({}) as Log },
    forgetTokens: () => forgotten++,
  });
  const get = async () => (await clients.resources()).resourceGroups.get("g");
  await get();
  await get();
  clients.renew();
  await get();
  assert.deepEqual(
    azure.requests.map(({ headers }) => headers["authorization"]),
    ["Bearer first", "Bearer first", "Bearer second"],
  );
  assert.equal(forgotten, 1);
});

test("a logged call names method, path, status and ids, and neither query nor header", async () => {
  const lines: string[] = [];
  const note = (event: string, fields?: object) => void lines.push(JSON.stringify({ event, ...fields }));
  const log: Log = { debug: note, info: note, warn: note, error: note, with: () => log };
  const azure = fakeAzure({}, () => ({
    status: 200,
    body: { value: [] },
    headers: { "x-ms-ratelimit-remaining-subscription-reads": "3" },
  }));
  const clients = azure.clientsFor({ credential: tokenOf("sesame"), subscriptionId: "sub", log });
  await clients.call({ method: "GET", path: "/x", apiVersion: "1", query: { sig: "open" } }, signal);
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? "", /"event":"azure call".*"method":"GET","url":"https:\/\/arm\.test\/x".*"status":200/);
  assert.match(lines[1] ?? "", /limit near.*remaining-subscription-reads.*"remaining":3/);
  assert.doesNotMatch(lines.join(), /sesame|open/);
});
