import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type RunningCloud, runCloud } from "../testing/running-cloud.ts";
import { until } from "../testing/until.ts";

let cloud: RunningCloud;
before(async () => {
  cloud = await runCloud({ configuration: { timeScale: 20 } });
});
after(() => cloud[Symbol.asyncDispose]());

test("everything but health wants the secret of the state folder", async () => {
  const health = await cloud.call("GET", "/_local/health");
  assert.deepEqual([health.status, health.json], [200, { status: "ok" }]);
  for (const token of [undefined, "wrong", await cloud.token()]) {
    const answer = await cloud.call("GET", "/_local/status", token === undefined ? {} : { token });
    assert.equal(answer.status, 401);
    assert.equal(answer.json.error.code, "Unauthorized");
  }
  assert.equal((await cloud.call("POST", "/_local/health")).status, 401);
});

test("principals are made by the hundred, each signs in with its own secret", async () => {
  const made = await cloud.control("POST", "/principals", { displayName: "cluster", count: 100 });
  assert.equal(made.status, 201);
  const { principals } = made.json;
  assert.equal(new Set(principals.map((one: { clientSecret: string }) => one.clientSecret)).size, 100);
  const [first, second] = principals;
  assert.equal(first.displayName, "cluster-1");
  await cloud.token({ clientId: first.appId, secret: first.clientSecret });
  await assert.rejects(cloud.token({ clientId: first.appId, secret: second.clientSecret }), /AADSTS7000215/);
  const claims = JSON.parse(
    Buffer.from(
      (await cloud.token({ clientId: first.appId, secret: first.clientSecret })).split(".")[1] ?? "",
      "base64url",
    ).toString(),
  );
  assert.equal(claims.oid, first.objectId);
});

test("a secret may be made that has ended, another added, and the principal removed", async () => {
  const { principals } = (await cloud.control("POST", "/principals", { secretEndsAt: "2020-01-01T00:00:00Z" })).json;
  const [{ appId, clientSecret }] = principals;
  await assert.rejects(cloud.token({ clientId: appId, secret: clientSecret }), /AADSTS7000222/);
  const added = await cloud.control("POST", `/principals/${appId}/secrets`, {});
  const token = await cloud.token({ clientId: appId, secret: added.json.clientSecret });
  assert.equal((await cloud.control("DELETE", `/principals/${appId}`)).status, 200);
  await assert.rejects(cloud.token({ clientId: appId, secret: added.json.clientSecret }), /AADSTS700016/);
  // As in Azure, a token outlives the principal it was given to.
  assert.equal((await cloud.call("GET", "/subscriptions?api-version=2022-12-01", { token })).status, 200);
  assert.equal((await cloud.control("DELETE", `/principals/${appId}`)).status, 404);
});

test("what cannot be made is refused with the reason", async () => {
  for (const body of [{ count: 0 }, { count: 1001 }, { count: "2" }, { displayName: 1 }, { secretEndsAt: "soon" }])
    assert.equal((await cloud.control("POST", "/principals", body)).status, 400, JSON.stringify(body));
  assert.equal((await cloud.control("PUT", "/time", { scale: 0 })).status, 400);
  assert.equal((await cloud.control("PUT", "/subscriptions/x", {})).status, 400);
  const subscription = "/subscriptions/88888888-8888-4888-8888-888888888888";
  for (const body of [{ state: "Odd" }, { features: [1] }, { registered: "x" }, { name: "x" }])
    assert.equal((await cloud.control("PUT", subscription, body)).status, 400, JSON.stringify(body));
  assert.equal((await cloud.control("GET", "/nothing")).status, 404);
  const method = await cloud.control("PUT", "/faults", {});
  assert.equal(method.status, 405);
  assert.equal(method.headers["allow"], "GET, POST, DELETE");
});

test("the time scale is set while it runs, and kept", async () => {
  assert.deepEqual((await cloud.control("GET", "/time")).json, { scale: 20 });
  assert.equal((await cloud.control("PUT", "/time", { scale: 50 })).status, 200);
  await cloud.restart();
  assert.deepEqual((await cloud.control("GET", "/time")).json, { scale: 50 });
});

test("another subscription is made, and the provider told of it and its features", async () => {
  const id = "99999999-9999-4999-8999-999999999999";
  const body = {
    displayName: "second",
    registered: ["Microsoft.RedHatOpenShift"],
    features: ["Microsoft.RedHatOpenShift/x"],
  };
  assert.equal((await cloud.control("PUT", `/subscriptions/${id}`, body)).status, 201);
  const told = () => cloud.provider.seen.findLast((call) => call.url.includes(id));
  await until(() => told() !== undefined);
  const notification = JSON.parse(told()?.body ?? "");
  assert.equal(notification.state, "Registered");
  assert.deepEqual(notification.properties.registeredFeatures, [
    { name: "Microsoft.RedHatOpenShift/x", state: "Registered" },
  ]);
  await cloud.control("PUT", `/subscriptions/${id}`, { state: "Disabled" });
  await until(() => JSON.parse(told()?.body ?? "").state === "Suspended");
});

test("status counts calls by type and outcome", async () => {
  const token = await cloud.token();
  await cloud.call("GET", "/subscriptions?api-version=2022-12-01", { token });
  await cloud.call("GET", "/subscriptions?api-version=2022-12-01");
  const status = (await cloud.control("GET", "/status")).json;
  assert.equal(status.calls["GET Microsoft.Resources/subscriptions 200"], 1);
  assert.equal(status.calls["GET Microsoft.Resources/subscriptions 401"], 1);
  assert.equal(status.calls["POST /{id}/oauth2/v2.0 200"], 1);
  assert.equal(status.timeScale, 50);
  assert.deepEqual(status.notificationsPending, []);
});

test("new principals are seen late when that is set, those made for at once excepted; the setting is kept", async () => {
  assert.deepEqual((await cloud.control("GET", "/entra")).json, { visibilityDelayMilliseconds: 0 });
  for (const body of [{ visibilityDelayMilliseconds: -1 }, { visibilityDelayMilliseconds: "1" }, { delay: 1 }])
    assert.equal((await cloud.control("PUT", "/entra", body)).status, 400);
  await cloud.control("PUT", "/entra", { visibilityDelayMilliseconds: 3_600_000 });
  const make = async (body: object) => (await cloud.control("POST", "/principals", body)).json.principals[0];
  const late = await make({});
  await assert.rejects(cloud.token({ clientId: late.appId, secret: late.clientSecret }), /AADSTS700016/);
  const soon = await make({ visibleAtOnce: true });
  await cloud.token({ clientId: soon.appId, secret: soon.clientSecret });
  await cloud.restart();
  assert.deepEqual((await cloud.control("GET", "/entra")).json, { visibilityDelayMilliseconds: 3_600_000 });
  await cloud.token();
  await cloud.control("PUT", "/entra", { visibilityDelayMilliseconds: 0 });
});

test("people and their groups are listed, for who configures a portal", async () => {
  const { users, groups } = (await cloud.control("GET", "/people")).json;
  const sre = users.find((one: { userPrincipalName: string }) => one.userPrincipalName === "sre@aro.test");
  const names = sre.groups.map((id: string) => groups.find((one: { id: string }) => one.id === id).displayName);
  assert.deepEqual(new Set(names), new Set(["SRE", "SRE elevated"]));
});

test("machines and as whom they act are set, and asked for by their name", async () => {
  const { principals } = (await cloud.control("POST", "/principals", {})).json;
  const body = { location: "westus", identities: [{ clientId: principals[0].appId, system: true }] };
  assert.equal((await cloud.control("PUT", "/machines/m1", body)).status, 201);
  assert.equal((await cloud.control("PUT", "/machines/m1", body)).status, 200);
  for (const wrong of [{ colour: "red" }, { location: 1 }, { tags: [] }, { identities: [{}] }])
    assert.equal((await cloud.control("PUT", "/machines/m1", wrong)).status, 400, JSON.stringify(wrong));
  const headers = { metadata: "true" };
  const location = "/machines/m1/metadata/instance/compute/location?api-version=2021-02-01";
  assert.equal((await cloud.call("GET", location, { headers })).text, "westus");
  const resource = encodeURIComponent(cloud.emulator.base);
  const place = `/machines/m1/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${resource}`;
  assert.equal((await cloud.call("GET", place, { headers })).json.client_id, principals[0].appId);
  assert.equal((await cloud.control("DELETE", "/machines/m1")).status, 200);
  assert.equal((await cloud.control("DELETE", "/machines/m1")).status, 404);
  assert.equal((await cloud.call("GET", location, { headers })).status, 404);
  assert.equal((await cloud.control("PUT", "/managed-identity-credentials", { validityMilliseconds: 1 })).status, 400);
  await cloud.control("PUT", "/managed-identity-credentials", { validityMilliseconds: 60_000 });
  assert.deepEqual((await cloud.control("GET", "/managed-identity-credentials")).json, {
    validityMilliseconds: 60_000,
  });
});
