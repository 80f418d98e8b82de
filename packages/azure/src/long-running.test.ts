import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "@aro/runtime";
import { AzureError } from "./azure-error.ts";
import { longRunning, type PollerStore, waitOut } from "./long-running.ts";
import { type FakeAzure, fakeAzure, plainClients } from "./testing/index.ts";

const { signal } = new AbortController();

/** A store that writes down what happened to it, between the requests. */
function journal(azure: FakeAzure, stored: Record<string, string> = {}) {
  const events: string[] = [];
  const store: PollerStore = {
    poller: (name) => stored[name],
    rememberPoller: async (name, address) => {
      events.push(`${address === undefined ? "forget" : "remember"} after ${azure.requests.length}`);
      if (address === undefined) delete stored[name];
      else stored[name] = address;
    },
  };
  return { events, store, stored };
}

async function setUp(stored: Record<string, string> = {}) {
  const azure = fakeAzure();
  azure.arm.groups.set("g", { name: "g" });
  const clients = plainClients(azure);
  const network = await clients.network();
  const waits = { clock: azure.clock, random: seededRandom(1), durations: azure.durations };
  const kept = journal(azure, stored);
  const operations = longRunning(clients, kept.store, waits);
  const begin = (options: object) =>
    network.publicIPAddresses.createOrUpdate("g", "ip", { location: "eastus" }, options);
  return { azure, clients, network, waits, operations, begin, ...kept };
}

test("the address is stored before the first poll and forgotten after the last", async () => {
  const { azure, operations, begin, events } = await setUp();
  azure.arm.polls = 2;
  await operations.run("ip", begin, signal);
  assert.deepEqual(
    azure.requests.map(({ method, path }) => `${method} ${path.split("/").at(-1)}`),
    ["PUT ip", "GET op-2", "GET op-2", "GET op-2"],
  );
  assert.deepEqual(events, ["remember after 1", "forget after 4"]);
});

test("an address stored by a former holder is waited out instead of beginning again", async () => {
  const first = await setUp();
  first.azure.arm.polls = 1;
  await first.begin({}).submitted();
  const address = "https://arm.test/operations/op-2?api-version=2020-01-01";
  const second = journal(first.azure, { ip: address });
  await longRunning(first.clients, second.store, first.waits).run("ip", first.begin, signal);
  assert.deepEqual(first.azure.writes(), [
    "PUT /subscriptions/sub/resourceGroups/g/providers/Microsoft.Network/publicIPAddresses/ip",
  ]);
  assert.deepEqual(second.stored, {});
});

test("an address that Azure has forgotten, or that failed, is begun again", async () => {
  const { azure, operations, begin, stored } = await setUp({ ip: "https://arm.test/operations/gone?api-version=1" });
  await operations.run("ip", begin, signal);
  assert.equal(azure.writes().length, 1);
  assert.deepEqual(stored, {});
});

test("an operation that ends badly keeps Azure's whole error, which the SDK's poller would cut (ARM-ERR-05)", async () => {
  const { azure, operations, begin, stored } = await setUp();
  const error = {
    code: "DeploymentFailed",
    message: "at least one",
    details: [{ code: "QuotaExceeded", message: "cores", additionalInfo: [{ type: "Quota", info: { limit: 4 } }] }],
  };
  azure.arm.failures.set("/ip", error);
  await assert.rejects(operations.run("ip", begin, signal), (thrown: unknown) => {
    assert.ok(thrown instanceof AzureError);
    assert.deepEqual(thrown.body, error);
    assert.equal(thrown.status, undefined);
    return true;
  });
  assert.deepEqual(stored, {});
});

test("an interrupted wait leaves the address for whoever goes on", async () => {
  const { azure, operations, begin, stored } = await setUp();
  const controller = new AbortController();
  azure.arm.intercept = ({ path }) => {
    if (path.startsWith("/operations/")) controller.abort(new Error("lease lost"));
    return undefined;
  };
  azure.arm.polls = 5;
  await assert.rejects(operations.run("ip", begin, controller.signal), /lease lost/);
  assert.match(stored["ip"] ?? "", /^\/operations\/op-/, "without the origin: ARM may be reached elsewhere by then");
  azure.arm.intercept = () => undefined;
  await operations.run("ip", begin, signal);
  assert.equal(azure.writes().length, 1, "whoever goes on finds it, and does not begin again");
});

test("Retry-After sets the wait; without it the interval grows to azurePoll", async () => {
  const { azure, operations, begin } = await setUp();
  azure.arm.polls = 6;
  let polls = 0;
  azure.arm.intercept = ({ path }) =>
    path.startsWith("/operations/") && ++polls === 6
      ? { status: 200, headers: { "retry-after": "42" }, body: { status: "InProgress" } }
      : undefined;
  await operations.run("ip", begin, signal);
  assert.deepEqual(azure.clock.sleeps, [1_250, 2_500, 5_000, 10_000, 10_000, 10_000, 42_000, 10_000]);
});

test("a wait below a second is told in milliseconds", async () => {
  const { azure, operations, begin } = await setUp();
  azure.arm.polls = 2;
  let polls = 0;
  azure.arm.intercept = ({ path }) =>
    path.startsWith("/operations/") && ++polls === 1
      ? { status: 200, headers: { "retry-after": "1", "x-ms-retry-after-ms": "70" }, body: { status: "InProgress" } }
      : undefined;
  await operations.run("ip", begin, signal);
  assert.deepEqual(azure.clock.sleeps, [1_250, 70, 5_000, 10_000]);
});

test("a PUT that only says Updating is polled at its own address, one that is finished is not polled", async () => {
  const { azure, operations, begin, events } = await setUp();
  let state = "Updating";
  azure.arm.intercept = ({ method, path }) => {
    if (!path.endsWith("/ip")) return undefined;
    const body = { id: path, properties: { provisioningState: state } };
    if (method === "GET") state = "Succeeded";
    return {
      status: method === "PUT" ? 201 : 200,
      body: method === "PUT" ? { ...body } : { ...body, properties: { provisioningState: state } },
    };
  };
  await operations.run("ip", begin, signal);
  assert.deepEqual(
    azure.requests.map(({ method }) => method),
    ["PUT", "GET"],
  );
  await operations.run("ip", begin, signal);
  assert.deepEqual(
    azure.requests.map(({ method }) => method),
    ["PUT", "GET", "PUT"],
  );
  assert.equal(events.length, 2);
});

test("a delete answered with Location is polled until it is no longer 202", async () => {
  const { azure, clients, operations } = await setUp();
  const resources = await clients.resources();
  azure.arm.polls = 0;
  let polls = 0;
  azure.arm.intercept = ({ path }) => {
    if (!path.startsWith("/operations/")) return undefined;
    return ++polls < 3
      ? { status: 202, headers: { location: "https://arm.test/operations/next?api-version=1" } }
      : { status: 200 };
  };
  await operations.run("group", (options) => resources.resourceGroups.delete("g", options), signal);
  assert.deepEqual(
    azure.requests.map(({ path }) => path.split("/").at(-1)),
    ["g", "op-1", "next", "next"],
  );
});

test("an operation without an end is given up at its limit, its address kept", async () => {
  const { azure, operations, begin, stored } = await setUp();
  azure.arm.polls = 1_000;
  await assert.rejects(operations.run("ip", begin, signal, "attachNsgsLimit"), /did not end within 180 s/);
  assert.notEqual(stored["ip"], undefined);
});

test("a poll that is refused ends the wait at once, with Azure's words, and its address is kept: the operation still runs", async () => {
  const refusals = [
    [401, "ExpiredAuthenticationToken", 2],
    [403, "AuthorizationFailed", 1],
  ] as const;
  for (const [status, code, asked] of refusals) {
    const { azure, operations, begin, stored } = await setUp();
    const polls = () => azure.requests.filter(({ path }) => path.startsWith("/operations/")).length;
    azure.arm.polls = 1_000;
    azure.arm.intercept = ({ path }) =>
      path.startsWith("/operations/") && polls() > 3 ? { status, body: { error: { code, message: "no" } } } : undefined;
    await assert.rejects(operations.run("ip", begin, signal), (error) => {
      assert.ok(error instanceof AzureError);
      assert.deepEqual([error.status, error.body.code], [status, code]);
      return true;
    });
    assert.equal(polls(), 3 + asked, "a refused token is renewed once, a refused right is not asked for again");
    assert.notEqual(stored["ip"], undefined);
  }
});

test("operations side by side write the store one at a time", async () => {
  const { azure, clients, network, waits } = await setUp();
  let writing = 0;
  let most = 0;
  const store: PollerStore = {
    poller: () => undefined,
    rememberPoller: async () => {
      most = Math.max(most, ++writing);
      await new Promise((resolve) => setImmediate(resolve));
      writing--;
    },
  };
  const operations = longRunning(clients, store, waits);
  await Promise.all(
    ["a", "b", "c"].map((name) =>
      operations.run(name, (options) => network.publicIPAddresses.createOrUpdate("g", name, {}, options), signal),
    ),
  );
  assert.equal(most, 1);
  assert.equal(azure.writes().length, 3);
});

test("waiting out says how it ended without throwing for a failure", async () => {
  const { azure, clients, waits, begin } = await setUp();
  azure.arm.failures.set("/ip", { code: "X", message: "x" });
  await begin({}).submitted();
  assert.equal(await waitOut(clients, "https://arm.test/operations/op-2?api-version=1", waits, signal), "failed");
  assert.equal(await waitOut(clients, "https://arm.test/operations/op-9?api-version=1", waits, signal), "forgotten");
});
