import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type RunningCloud, runCloud } from "../testing/running-cloud.ts";

let cloud: RunningCloud;
let token: string;
let path: string;
before(async () => {
  cloud = await runCloud();
  token = await cloud.token();
  const { subscriptionId } = cloud.emulator.identities;
  path = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.RedHatOpenShift/openShiftClusters/c?api-version=2025-07-25`;
});
after(() => cloud[Symbol.asyncDispose]());
beforeEach(async () => {
  await cloud.control("DELETE", "/faults");
  cloud.provider.seen.length = 0;
});

const put = () => cloud.call("PUT", path, { token, body: { a: 1 } });
const arm = async (order: object) => assert.equal((await cloud.control("POST", "/faults", order)).status, 201);
const writes = () => cloud.provider.seen.filter((call) => call.method === "PUT").length;

test("a reset and a lost answer look to the caller like a connection that broke", async () => {
  await arm({ match: { method: "PUT" }, do: { kind: "reset" } });
  await assert.rejects(put(), /ECONNRESET|socket hang up/);
  assert.equal(writes(), 0);
  await arm({ match: { method: "PUT", actor: "client" }, do: { kind: "lose" } });
  await assert.rejects(put(), /ECONNRESET|socket hang up/);
  assert.equal(writes(), 1);
  assert.equal((await put()).status, 200);
});

test("a fault between ARM and the provider looks to the caller as ARM makes it look", async () => {
  await arm({ match: { actor: "emulator", method: "PUT" }, do: { kind: "status", status: 500, code: "Theirs" } });
  const failed = await put();
  assert.equal(failed.status, 500);
  assert.equal(failed.json.error.code, "Theirs");
  assert.equal(writes(), 0);
  await arm({ match: { actor: "emulator", method: "PUT" }, do: { kind: "lose" } });
  assert.equal((await put()).status, 503);
  assert.equal(writes(), 1);
});

test("the service's own calls are told from its customers' by their token", async () => {
  const { firstPartyClientId, tenantId } = cloud.emulator.identities;
  await arm({ match: { actor: "rp" }, do: { kind: "throttle" } });
  assert.equal((await put()).status, 200);
  const asking = await cloud.call("POST", `/${tenantId}/oauth2/v2.0/token`, {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `client_id=${firstPartyClientId}&grant_type=client_credentials`,
  });
  assert.equal(asking.status, 429);
});

test("faults are listed with what they have done, and cleared one by one", async () => {
  await arm({ match: { method: "PUT" }, do: { kind: "delay", milliseconds: 1 }, count: "always" });
  await arm({ match: { method: "DELETE" }, do: { kind: "reset" } });
  await put();
  const { faults } = (await cloud.control("GET", "/faults")).json;
  assert.deepEqual(
    faults.map((fault: { seen: number; struck: number }) => [fault.seen, fault.struck]),
    [
      [1, 1],
      [0, 0],
    ],
  );
  assert.equal((await cloud.control("DELETE", `/faults/${faults[0].id}`)).status, 200);
  assert.equal((await cloud.control("DELETE", `/faults/${faults[0].id}`)).status, 404);
  assert.equal((await cloud.control("DELETE", "/faults")).json.cleared, 1);
  const wrong = await cloud.control("POST", "/faults", { do: { kind: "explode" } });
  assert.equal(wrong.status, 400);
  assert.match(wrong.json.error.message, /do\.kind/);
});

test("faults survive a restart of the emulator", async () => {
  await arm({ match: { method: "PUT" }, do: { kind: "status", status: 418 } });
  await cloud.restart();
  token = await cloud.token();
  assert.equal((await put()).status, 418);
  assert.equal((await put()).status, 200);
});

test("a boundary that nothing waits for lets the reporter go on; one that is not whole is refused", async () => {
  const boundary = { process: "rp", clusterId: "/c", operationId: "o", step: "createDNS", edge: "started" };
  assert.equal((await cloud.control("POST", "/boundary", boundary)).status, 200);
  assert.equal((await cloud.control("POST", "/boundary", { ...boundary, edge: "middle" })).status, 400);
  assert.equal((await cloud.control("POST", "/boundary", {})).status, 400);
});

test("what faults may name is told, and a type that the cloud has not is refused with one that it has", async () => {
  const { json } = await cloud.control("GET", "/fault-names");
  assert.ok(json.steps.includes("createDNS") && json.types.includes("Microsoft.Network/virtualNetworks"));
  const arm = (match: object) => cloud.control("POST", "/faults", { match, do: { kind: "reset" } });
  for (const type of ["Microsoft.Network/virtualNetwork", "Microsoft.Netwrok/virtualNetworks"]) {
    const refused = await arm({ type });
    assert.equal(refused.status, 400);
    assert.match(refused.json.error.message, /no resource type .* Microsoft\.Network\/virtualNetworks$/);
  }
  for (const type of ["microsoft.network/VirtualNetworks/subnets", "Microsoft.Resources/deployments"])
    assert.equal((await arm({ type })).status, 201);
  await cloud.control("DELETE", "/faults");
});
