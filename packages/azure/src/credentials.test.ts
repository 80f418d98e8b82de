import assert from "node:assert/strict";
import { test } from "node:test";
import { type Cloud, knownClouds, Secret, scaledDurations } from "@aro/api";
import "reflect-metadata";
import { seededRandom } from "@aro/runtime";
import * as x509 from "@peculiar/x509";
import { toCloudError } from "./cloud-error.ts";
import { createCredentials } from "./credentials.ts";
import { isFailure } from "./failure-kinds.ts";
import { eagerClock } from "./testing/eager-clock.ts";
import { exchange, type Responder } from "./testing/exchange.ts";
import { fakeEntra } from "./testing/fake-entra.ts";
import { objectIdOf, tokenClaims } from "./token-claims.ts";

const { signal } = new AbortController();
const cloud: Cloud = {
  ...(knownClouds["AzurePublicCloud"] as Cloud),
  authority: "https://login.test",
  resourceManagerAudience: "https://audience.test",
  instanceDiscovery: false,
};

async function certificate(): Promise<string> {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const leaf = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=first-party",
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(1_700_000_000_000),
    notAfter: new Date(2_000_000_000_000),
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const lines = (pkcs8.match(/.{1,64}/g) ?? []).join("\n");
  return `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n${leaf.toString("pem")}\n`;
}

function setUp(pem = { value: "unused" }, before?: Responder) {
  const entra = fakeEntra("login.test", {
    "first-party": { objectId: "fp-oid" },
    app: { secret: "right", objectId: "sp-oid" },
    old: { secret: "right", objectId: "x", expired: true },
  });
  const clock = eagerClock();
  const { httpClient, requests } = exchange(before === undefined ? [entra] : [before, entra]);
  const credentials = createCredentials({
    cloud,
    clock,
    random: seededRandom(1),
    durations: scaledDurations(1),
    httpClient,
    firstParty: { clientId: "first-party", certificate: () => new Secret(pem.value) },
  });
  return { credentials, requests, clock };
}

test("the first party signs in by certificate, with its chain, in the tenant asked for, at the cloud's authority only", async () => {
  const { credentials, requests } = setUp({ value: await certificate() });
  for (const tenant of ["home", "customer"])
    assert.equal(await objectIdOf(credentials.firstParty(tenant), cloud, signal), "fp-oid");
  assert.deepEqual([...new Set(requests.map(({ host }) => host))], ["login.test"]);
  const logins = requests.filter(({ method }) => method === "POST");
  assert.deepEqual(
    logins.map(({ path }) => path.split("/")[1]),
    ["home", "customer"],
  );
  for (const { body } of logins) {
    const form = new URLSearchParams(String(body));
    assert.match(form.get("scope") ?? "", /^https:\/\/audience\.test\/\.default/);
    const header = JSON.parse(
      Buffer.from((form.get("client_assertion") ?? "").split(".")[0] ?? "", "base64url").toString(),
    );
    assert.equal(header.x5c.length, 1);
  }
});

test("tokens are kept by tenant until they are forgotten or the certificate is renewed", async () => {
  const pem = { value: await certificate() };
  const { credentials, requests } = setUp(pem);
  const logins = () => requests.filter(({ method }) => method === "POST").length;
  const signIn = () => objectIdOf(credentials.firstParty("home"), cloud, signal);
  await signIn();
  await signIn();
  assert.equal(logins(), 1);
  credentials.forget("home");
  await signIn();
  assert.equal(logins(), 2);
  pem.value = await certificate();
  await signIn();
  assert.equal(logins(), 3);
});

test("a token that was refused is forgotten once, however many come with it: those after the first find another", async () => {
  const { credentials, requests } = setUp({ value: await certificate() });
  const logins = () => requests.filter(({ method }) => method === "POST").length;
  const token = async () => (await credentials.firstParty("home").getToken("https://audience.test/.default"))?.token;
  const refused = await token();
  assert.equal(logins(), 1);
  credentials.forget("home", refused);
  await token();
  assert.equal(logins(), 2);
  credentials.forget("home", "one that nobody gave");
  credentials.forget("customer", refused);
  await token();
  assert.equal(logins(), 2);
});

test("a service principal signs in by secret; wrong, unknown and expired are told apart", async () => {
  const { credentials } = setUp();
  const signIn = (clientId: string, secret: string) =>
    objectIdOf(
      credentials.servicePrincipal({ tenantId: "customer", clientId, secret: new Secret(secret) }),
      cloud,
      signal,
    );
  assert.equal(await signIn("app", "right"), "sp-oid");
  await assert.rejects(signIn("app", "wrong"), (error) => isFailure(error, "invalidSecret"));
  await assert.rejects(signIn("nobody", "right"), (error) => isFailure(error, "unauthorizedClient"));
  await assert.rejects(signIn("old", "right"), (error) => isFailure(error, "expiredSecret"));
});

test("the token endpoint's reason is kept, and its status is no reason", async () => {
  const { credentials } = setUp();
  const app = { tenantId: "customer", clientId: "app", secret: new Secret("wrong") };
  const thrown = await objectIdOf(credentials.servicePrincipal(app), cloud, signal).catch((error: unknown) => error);
  assert.deepEqual(toCloudError(thrown).body.details, [
    { code: "AADSTS7000215", message: "Invalid client secret provided." },
  ]);
});

test("a token endpoint that nobody answers at is told as Azure's silence, not as a fault of ours", async () => {
  const { credentials } = setUp(undefined, () => "broken");
  const app = { tenantId: "customer", clientId: "app", secret: new Secret("right") };
  const thrown = await objectIdOf(credentials.servicePrincipal(app), cloud, signal).catch((error: unknown) => error);
  const { code, message } = toCloudError(thrown).body;
  assert.equal(code, "ServiceUnavailable");
  assert.match(message, /the token endpoint cannot be reached/);
});

test("a token endpoint that throttles is waited for (ARM-THR-02)", async () => {
  let left = 8;
  const { credentials, clock } = setUp(undefined, ({ method }) =>
    method === "POST" && left-- > 0
      ? { status: 429, headers: { "retry-after": "2" }, body: { error: "x" } }
      : undefined,
  );
  const app = { tenantId: "customer", clientId: "app", secret: new Secret("right") };
  assert.equal(await objectIdOf(credentials.servicePrincipal(app), cloud, signal), "sp-oid");
  assert.deepEqual(clock.sleeps, Array(8).fill(2_000));
});

test("claims are read from a token, and what is no token is refused", () => {
  const token = `h.${Buffer.from('{"oid":"o"}').toString("base64url")}.s`;
  assert.equal(tokenClaims(token)["oid"], "o");
  for (const bad of ["", "x", "a.!!.c", `a.${Buffer.from("7").toString("base64url")}.c`])
    assert.throws(() => tokenClaims(bad), /the token endpoint gave a token/);
});
