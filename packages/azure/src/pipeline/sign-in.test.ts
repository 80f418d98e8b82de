import assert from "node:assert/strict";
import { test } from "node:test";
import { silentLog } from "@aro/telemetry";
import { fakeAzure } from "../testing/index.ts";

const { signal } = new AbortController();
const group = "/subscriptions/sub/resourceGroups/g";
const refused = { status: 401, body: { error: { code: "InvalidAuthenticationToken", message: "not this one" } } };

/** An ARM that lets in whoever brings one of `good`, and a credential that gives its first token until that is forgotten, then its next. */
function setUp(tokens: readonly string[], good: readonly string[]) {
  const azure = fakeAzure({}, ({ headers }) =>
    good.some((token) => headers["authorization"] === `Bearer ${token}`) ? { status: 200, body: {} } : refused,
  );
  const left = [...tokens];
  const forgotten: (string | undefined)[] = [];
  const clients = azure.clientsFor({
    credential: { getToken: async () => ({ token: left[0] ?? "", expiresOnTimestamp: 4_000_000_000_000 }) },
    subscriptionId: "sub",
    log: silentLog,
    forgetTokens: (token) => {
      forgotten.push(token);
      if (token === left[0]) left.shift();
    },
  });
  const sent = () => azure.requests.map(({ headers }) => headers["authorization"]?.replace("Bearer ", ""));
  return { clients, forgotten, sent };
}

type Clients = ReturnType<typeof setUp>["clients"];

const calls: Readonly<Record<string, (clients: Clients) => Promise<unknown>>> = {
  network: async (clients) => (await clients.network()).subnets.get("g", "v", "s"),
  resources: async (clients) => (await clients.resources()).resourceGroups.get("g"),
  deployments: async (clients) => (await clients.deployments()).deployments.get("g", "d"),
  compute: async (clients) => (await clients.compute()).virtualMachines.get("g", "m"),
  dns: async (clients) => (await clients.dns()).zones.get("g", "z"),
  "call, a poll for one": (clients) => clients.call({ method: "GET", path: group, apiVersion: "1" }, signal),
  "call of a POST": (clients) => clients.call({ method: "POST", path: group, apiVersion: "1" }, signal),
};

for (const [name, call] of Object.entries(calls))
  test(`a token that is refused before its time is renewed once, and the request repeated: ${name}`, async () => {
    const { clients, forgotten, sent } = setUp(["old", "new"], ["new"]);
    await call(clients);
    assert.deepEqual(sent(), ["old", "new"]);
    assert.deepEqual(forgotten, ["old"]);
    await call(clients);
    assert.deepEqual(sent(), ["old", "new", "new"], "the new one is kept");
  });

test("whoever is refused with a renewed token too is told so: it does not go on for ever", async () => {
  const { clients, sent } = setUp(["old", "new", "newer"], ["newer"]);
  const call = calls["call, a poll for one"] ?? assert.fail();
  await assert.rejects(call(clients), { status: 401, message: /InvalidAuthenticationToken/ });
  assert.deepEqual(sent(), ["old", "new"]);
});

test("the region's own service is signed in to anew as ARM is", async () => {
  const { clients, sent } = setUp(["old", "new"], []);
  const question = { scope: group, actions: ["a"], subject: { objectId: "o" } };
  await assert.rejects(clients.deniedActions("eastus", question as never, signal), { status: 401 });
  assert.deepEqual(sent(), ["old", "new"]);
});

test("of requests that are refused side by side, one signs in for all", async () => {
  const { clients, forgotten, sent } = setUp(["old", "new", "newer"], ["new"]);
  const call = calls["call, a poll for one"] ?? assert.fail();
  await Promise.all(Array.from({ length: 5 }, () => call(clients)));
  assert.deepEqual(forgotten, ["old"]);
  assert.deepEqual(sent(), [...Array(5).fill("old"), ...Array(5).fill("new")]);
});
