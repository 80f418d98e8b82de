import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type RunningCloud, runCloud } from "../testing/running-cloud.ts";

let cloud: RunningCloud;
let token: string;
let subscription: string;
before(async () => {
  cloud = await runCloud();
  token = await cloud.token();
  subscription = `/subscriptions/${cloud.emulator.identities.subscriptionId}`;
});
after(() => cloud[Symbol.asyncDispose]());

const get = (path: string, headers: Record<string, string> = {}) => cloud.call("GET", path, { token, headers });
const versioned = (path: string, version = "2022-12-01") => `${path}?api-version=${version}`;

test("a call without, with a torn, or with somebody else's token is refused with a challenge", async () => {
  const { tenantId, firstPartyClientId } = cloud.emulator.identities;
  const [head, claims, signature] = token.split(".");
  const forged = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(claims ?? "", "base64url").toString()), oid: "x" }),
  );
  const graph = await cloud.token({ resource: `${cloud.emulator.base}/graph` });
  const cases: [string | undefined, string][] = [
    [undefined, "AuthenticationFailed"],
    ["Basic eDp5", "AuthenticationFailed"],
    ["Bearer x", "InvalidAuthenticationToken"],
    [`Bearer ${head}.${forged.toString("base64url")}.${signature}`, "InvalidAuthenticationToken"],
    [`Bearer ${graph}`, "InvalidAuthenticationTokenAudience"],
  ];
  for (const [authorization, code] of cases) {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const answer = await cloud.call("GET", versioned("/subscriptions"), { headers });
    assert.equal(answer.status, 401, code);
    assert.equal(answer.json.error.code, code);
    const challenge = answer.headers["www-authenticate"] ?? "";
    assert.match(
      challenge,
      new RegExp(`^Bearer authorization_uri="${cloud.emulator.base}/${tenantId}", error="invalid_token"`),
    );
  }
  assert.notEqual(firstPartyClientId, "");
});

test("every answer has ids of its own, and echoes the caller's only when asked (ARM-HDR-01) (ARM-HDR-02)", async () => {
  const mine = { "x-ms-client-request-id": "mine", "x-ms-correlation-request-id": "together" };
  const first = await get(versioned("/subscriptions"), mine);
  assert.equal(first.headers["x-ms-client-request-id"], undefined);
  assert.equal(first.headers["x-ms-correlation-request-id"], "together");
  const second = await get(versioned("/subscriptions"), { ...mine, "x-ms-return-client-request-id": "True" });
  assert.equal(second.headers["x-ms-client-request-id"], "mine");
  assert.notEqual(second.headers["x-ms-request-id"], first.headers["x-ms-request-id"]);
  assert.match(second.headers["x-ms-routing-request-id"] ?? "", /^EASTUS:\d{8}T\d{6}Z:[0-9a-f-]{36}$/);
  assert.match(second.headers["date"] ?? "", /GMT$/);
});

test("the api-version is one, well formed and known (ARM-URI-01)", async () => {
  const cases = [
    ["/subscriptions", "MissingApiVersionParameter"],
    ["/subscriptions?api-version=", "MissingApiVersionParameter"],
    ["/subscriptions?api-version=new", "InvalidApiVersionParameter"],
    ["/subscriptions?api-version=2022-12-01&api-version=2022-12-01", "InvalidApiVersionParameter"],
    ["/subscriptions?api-version=1999-01-01", "InvalidApiVersionParameter"],
    [`${subscription}?api-version=2.0`, "InvalidApiVersionParameter"],
    ["/subscriptions?api-version=2022-12-01&subscriptionId=x", "InvalidQueryParameter"],
  ];
  for (const [path = "", code] of cases) {
    const answer = await get(path);
    assert.equal(answer.status, 400, path);
    assert.equal(answer.json.error.code, code, path);
  }
  assert.equal((await get("/subscriptions?API-Version=2022-12-01")).status, 200);
});

test("subscriptions, tenants and locations are as az and the SDKs read them", async () => {
  const { subscriptionId, tenantId } = cloud.emulator.identities;
  const list = (await get(versioned("/subscriptions"))).json.value;
  assert.deepEqual(
    list.map((one: { subscriptionId: string; state: string; tenantId: string }) => [
      one.subscriptionId,
      one.state,
      one.tenantId,
    ]),
    [[subscriptionId, "Enabled", tenantId]],
  );
  assert.equal((await get(versioned(subscription.toUpperCase()))).json.id, subscription);
  assert.equal((await get(versioned("/tenants"))).json.value[0].tenantId, tenantId);
  const locations = (await get(versioned(`${subscription}/locations`))).json.value;
  const eastus = locations.find((one: { name: string }) => one.name === "eastus");
  assert.equal(eastus.displayName, "East US");
  assert.equal(eastus.availabilityZoneMappings.length, 3);
});

test("a subscription that does not exist is 404, one that is no GUID 400, and nothing else is looked at", async () => {
  const unknown = await get(versioned("/subscriptions/99999999-9999-4999-8999-999999999999/resourceGroups/x"));
  assert.equal(unknown.status, 404);
  assert.equal(unknown.json.error.code, "SubscriptionNotFound");
  const malformed = await get(versioned("/subscriptions/x/resourceGroups/x"));
  assert.equal(malformed.status, 400);
  assert.equal(malformed.json.error.code, "InvalidSubscriptionId");
});

test("a disabled subscription can be read, not written; a deleted one is gone", async () => {
  const id = "77777777-7777-4777-8777-777777777777";
  const group = versioned(`/subscriptions/${id}/resourceGroups/rg`, "2022-09-01");
  const put = () => cloud.call("PUT", group, { token, body: { location: "eastus" } });
  assert.equal((await cloud.control("PUT", `/subscriptions/${id}`, { state: "Disabled" })).status, 201);
  assert.equal((await put()).json.error.code, "ReadOnlyDisabledSubscription");
  assert.equal((await get(group)).status, 200);
  assert.equal((await cloud.control("PUT", `/subscriptions/${id}`, { state: "Deleted" })).status, 200);
  assert.equal((await get(group)).json.error.code, "SubscriptionNotFound");
  const list = (await get(versioned("/subscriptions"))).json.value as { subscriptionId: string }[];
  assert.ok(!list.some((one) => one.subscriptionId === id));
});

test("what nothing serves is an error that names it", async () => {
  const path = await get(versioned("/nothing/here"));
  assert.equal(path.status, 404);
  assert.match(path.json.error.message, /GET \/nothing\/here/);
  const namespace = await get(versioned(`${subscription}/providers/Microsoft.Nothing/things`));
  assert.equal(namespace.json.error.code, "InvalidResourceNamespace");
  assert.match(namespace.json.error.message, /Microsoft\.Nothing/);
});

test("metadata is open to everybody, in the shape of each generation", async () => {
  const { base } = cloud.emulator;
  const read = async (version: string) => (await cloud.call("GET", versioned("/metadata/endpoints", version))).json;
  const old = await read("2015-01-01");
  assert.equal(old.authentication.loginEndpoint, `${base}/adfs`);
  assert.deepEqual(old.authentication.audiences, [base, `${base}/`]);
  const now = await read("2022-09-01");
  assert.equal(now.resourceManager, base);
  assert.equal(now.authentication.loginEndpoint, base);
  for (const version of ["2018-05-01", "2019-05-01", "2020-06-01"]) assert.deepEqual(await read(version), [now]);
  const unknown = await cloud.call("GET", versioned("/metadata/endpoints", "2000-01-01"));
  assert.equal(unknown.status, 400);
});

test("providers show the engine's types and ours; a namespace is registered by asking", async () => {
  const list = (await get(versioned(`${subscription}/providers`))).json.value as { namespace: string }[];
  const names = list.map((one) => one.namespace);
  for (const name of ["Microsoft.RedHatOpenShift", "Microsoft.Network", "Microsoft.Authorization"])
    assert.ok(names.includes(name));
  const network = (await get(versioned(`${subscription}/providers/microsoft.network`))).json;
  assert.equal(network.registrationState, "Registered");
  assert.equal(network.resourceTypes[0].resourceType, "virtualNetworks");
  const path = versioned(`${subscription}/providers/Microsoft.Network/unregister`);
  assert.equal((await cloud.call("POST", path, { token })).json.registrationState, "Unregistered");
  const again = versioned(`${subscription}/providers/Microsoft.Network/register`);
  assert.equal((await cloud.call("POST", again, { token })).json.registrationState, "Registered");
  assert.equal((await get(versioned(`${subscription}/providers/Microsoft.Nothing`))).status, 404);
  const free = versioned(`${subscription}/providers/Microsoft.Authorization/unregister`);
  assert.equal((await cloud.call("POST", free, { token })).status, 409);
  const tenantWide = (await get(versioned("/providers/Microsoft.RedHatOpenShift"))).json;
  assert.equal(tenantWide.registrationState, undefined);
});
