import assert from "node:assert/strict";
import { createPrivateKey, sign } from "node:crypto";
import { beforeEach, test } from "node:test";
import { thumbprint } from "@aro/pki";
import fc from "fast-check";
import { createLocalJWKSet, jwtVerify } from "jose";
import { assertionType } from "../client-authentication.ts";
import { keySet, openIdConfiguration } from "../discovery.ts";
import { entra } from "../entra.ts";
import { signJwt } from "../jwt.ts";
import { base, type EntraRig, entraRig, requestOf, rigKeyring, type Seen, tenantId } from "../testing/rig.ts";

const keyring = await rigKeyring();
const appId = "22222222-2222-4222-8222-222222222222";
let rig: EntraRig;
beforeEach(async () => {
  rig = await entraRig();
  rig.directory.ensure({ appId, displayName: "one" });
  rig.directory.addSecret(appId, { value: "right" });
  rig.directory.addCertificate(appId, keyring.owner.certificate);
});

const ask: EntraRig["ask"] = (...call) => rig.ask(...call);
const v2 = `/${tenantId}/oauth2/v2.0/token`;
const bySecret = (changes: Record<string, string> = {}) => ({
  grant_type: "client_credentials",
  client_id: appId,
  client_secret: "right",
  scope: `${base}/.default`,
  ...changes,
});
const assertion = (changes: { claims?: object; header?: object; key?: string } = {}) => {
  const now = Math.floor(rig.clock.now() / 1000);
  const x5t = Buffer.from(thumbprint(keyring.owner.certificate), "hex").toString("base64url");
  return signJwt(
    { x5t, ...changes.header },
    { aud: `${base}${v2}`, iss: appId, sub: appId, exp: now + 600, nbf: now, ...changes.claims },
    changes.key ?? keyring.owner.key,
  );
};
const byCertificate = (client_assertion: string) => ({
  grant_type: "client_credentials",
  client_id: appId,
  client_assertion_type: assertionType,
  client_assertion,
  scope: `${base}/.default`,
});

test("a token for ARM has version 1 claims, and jose verifies it with the published keys", async () => {
  const { status, json } = await ask(v2, bySecret());
  assert.equal(status, 200);
  assert.equal(json.token_type, "Bearer");
  assert.equal(json.expires_in, 3599);
  const { payload } = await jwtVerify(json.access_token, createLocalJWKSet(keySet(rig.deps) as never), {
    currentDate: new Date(rig.clock.now()),
    audience: base,
    issuer: `${base}/${tenantId}/`,
  });
  const { objectId } = rig.directory.find(appId) ?? {};
  assert.equal(payload["appid"], appId);
  assert.equal(payload["appidacr"], "1");
  assert.equal(payload["oid"], objectId);
  assert.equal(payload.sub, objectId);
  assert.equal(payload["tid"], tenantId);
  assert.equal(payload["idtyp"], "app");
  assert.equal(payload["ver"], "1.0");
  assert.ok(typeof payload["uti"] === "string" && payload["uti"] !== "");
  assert.equal((payload.exp ?? 0) * 1000 - rig.clock.now(), 3_600_000);
});

test("a token for an application has version 2 claims", async () => {
  const { json } = await ask(v2, bySecret({ scope: `api://${appId}/.default` }));
  const { payload } = await jwtVerify(json.access_token, createLocalJWKSet(keySet(rig.deps) as never), {
    currentDate: new Date(rig.clock.now()),
    audience: appId,
    issuer: `${base}/${tenantId}/v2.0`,
  });
  assert.equal(payload["azp"], appId);
  assert.equal(payload["azpacr"], "1");
  assert.equal(payload["ver"], "2.0");
  assert.equal(payload["appid"], undefined);
});

test("every form of the token endpoint answers, each in its own style", async () => {
  const v1 = await ask(`/${tenantId}/oauth2/token`, { ...bySecret(), resource: `${base}/` });
  assert.equal(v1.json.expires_in, "3599");
  assert.equal(v1.json.resource, `${base}/`);
  const adfs = await ask("/adfs/oauth2/token", bySecret());
  assert.equal(adfs.status, 200);
  assert.equal((await ask(`/${tenantId.toUpperCase()}/OAuth2/v2.0/Token`, bySecret())).status, 200);
  const basic = `Basic ${Buffer.from(`${appId}:right`).toString("base64")}`;
  const { client_id: _, client_secret: __, ...rest } = bySecret();
  assert.equal((await ask(v2, rest, { authorization: basic })).status, 200);
});

test("the audience keeps the slash it was asked with, as Azure's does", async () => {
  const { json } = await ask(v2, bySecret({ scope: `${base}//.default` }));
  const claims = JSON.parse(Buffer.from(json.access_token.split(".")[1], "base64url").toString());
  assert.equal(claims.aud, `${base}/`);
});

const refusals: readonly (readonly [string, () => Promise<Seen>, status: number, error: string, code: number])[] = [
  ["wrong secret", () => ask(v2, bySecret({ client_secret: "wrong" })), 401, "invalid_client", 7000215],
  ["unknown application", () => ask(v2, bySecret({ client_id: tenantId })), 400, "unauthorized_client", 700016],
  ["no secret", () => ask(v2, { ...bySecret(), client_secret: "" }), 401, "invalid_client", 7000218],
  ["no grant", () => ask(v2, {}), 400, "invalid_request", 900144],
  ["no form", () => ask(v2, "{}", { "content-type": "application/json" }), 400, "invalid_request", 900144],
  ["twice the same parameter", () => ask(v2, "grant_type=a&grant_type=b"), 400, "invalid_request", 9002313],
  ["another grant", () => ask(v2, bySecret({ grant_type: "password" })), 400, "unsupported_grant_type", 70003],
  ["no /.default", () => ask(v2, bySecret({ scope: base })), 400, "invalid_scope", 1002012],
  ["two scopes", () => ask(v2, bySecret({ scope: `${base}/.default x/.default` })), 400, "invalid_scope", 70011],
  ["unknown resource", () => ask(v2, bySecret({ scope: "https://x/.default" })), 400, "invalid_resource", 500011],
  ["unknown tenant", () => ask(`/${appId}/oauth2/v2.0/token`, bySecret()), 400, "invalid_request", 90002],
  ["no tenant", () => ask("/common/oauth2/v2.0/token", bySecret()), 400, "invalid_request", 50059],
];
for (const [what, call, status, error, code] of refusals)
  test(`${what} is refused with AADSTS${code}`, async () => {
    const answer = await call();
    assert.equal(answer.status, status);
    assert.equal(answer.json.error, error);
    assert.deepEqual(answer.json.error_codes, [code]);
    assert.match(
      answer.json.error_description,
      new RegExp(`^AADSTS${code}: .* Trace ID: .* Correlation ID: .* Timestamp: `),
    );
    assert.equal(answer.json.trace_id, answer.headers["x-ms-request-id"]);
    assert.match(answer.json.timestamp, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
  });

test("a secret that ended is refused with AADSTS7000222, a newer one works at the same time", async () => {
  const { value } = rig.directory.addSecret(appId, { endsAt: rig.clock.now() - 1 });
  const answer = await ask(v2, bySecret({ client_secret: value }));
  assert.equal(answer.status, 401);
  assert.deepEqual(answer.json.error_codes, [7000222]);
  assert.equal((await ask(v2, bySecret())).status, 200);
});

test("certificate assertions are taken by either thumbprint, padded or not, in RS256 and PS256", async () => {
  assert.equal((await ask(v2, byCertificate(assertion()))).status, 200);
  const sha1 = Buffer.from(thumbprint(keyring.owner.certificate), "hex").toString("base64");
  const padded = sha1.replaceAll("+", "-").replaceAll("/", "_");
  assert.ok(padded.endsWith("="));
  assert.equal((await ask(v2, byCertificate(assertion({ header: { x5t: padded } })))).status, 200);
  const sha256 = Buffer.from(thumbprint(keyring.owner.certificate, "sha256"), "hex").toString("base64url");
  const [, claims] = assertion().split(".");
  const head = Buffer.from(JSON.stringify({ alg: "PS256", typ: "JWT", "x5t#S256": sha256 })).toString("base64url");
  const key = { key: createPrivateKey(keyring.owner.key), padding: 6, saltLength: 32 };
  const signature = sign("sha256", Buffer.from(`${head}.${claims}`), key).toString("base64url");
  const answer = await ask(v2, byCertificate(`${head}.${claims}.${signature}`));
  assert.equal(answer.status, 200);
  const token = JSON.parse(Buffer.from(answer.json.access_token.split(".")[1], "base64url").toString());
  assert.equal(token.appidacr, "2");
});

test("an assertion is refused when any part of it is not as registered", async () => {
  const now = () => Math.floor(rig.clock.now() / 1000);
  const cases: [Parameters<typeof assertion>[0], number][] = [
    [{ header: { x5t: "AAAA" } }, 700027],
    [{ key: keyring["first-party"].key }, 700027],
    [{ header: { alg: "none" } }, 700027],
    [{ header: { alg: "HS256" } }, 700027],
    [{ claims: { iss: tenantId } }, 700021],
    [{ claims: { sub: undefined } }, 700021],
    [{ claims: { aud: "https://login.microsoftonline.com/x" } }, 700023],
    [{ claims: { exp: now() - 301 } }, 700024],
    [{ claims: { nbf: now() + 301 } }, 700024],
    [{ claims: { exp: undefined } }, 700024],
    [{ claims: { exp: 1e300, nbf: 1e300 } }, 700024],
  ];
  for (const [changes, code] of cases) {
    const answer = await ask(v2, byCertificate(assertion(changes)));
    assert.deepEqual(answer.json.error_codes, [code], JSON.stringify(changes));
    assert.equal(answer.status, 401);
  }
  assert.deepEqual((await ask(v2, byCertificate("garbage"))).json.error_codes, [50027]);
});

test("nothing that is sent to the token endpoint is answered 200 or 5xx without the right secret", async () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom("client_credentials", appId, assertionType, `${base}/.default`, "a.b.c"),
  );
  const name = fc.constantFrom(
    "grant_type",
    "client_id",
    "client_secret",
    "scope",
    "resource",
    "client_assertion",
    "client_assertion_type",
    "x",
  );
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(name, word),
      fc.constantFrom("/adfs", `/${tenantId}`, "/%00", "/%zz"),
      async (form, tenant) => {
        fc.pre(form["client_secret"] !== "right");
        const answer = await entra(requestOf(`${tenant}/oauth2/token`, form), rig.deps);
        assert.ok(answer !== undefined && answer.status >= 400 && answer.status < 500);
      },
    ),
  );
});

test("discovery names endpoints that are served, for the tenant, for all, and in the AD FS form", async () => {
  for (const [path, form] of [
    [`/${tenantId}/v2.0`, "v2"],
    [`/${tenantId}`, "v1"],
    ["/adfs", "adfs"],
    ["/common/v2.0", "v2"],
  ] as const) {
    const { status, json } = await ask(`${path}/.well-known/openid-configuration`);
    assert.equal(status, 200, path);
    assert.deepEqual(json, openIdConfiguration(path.split("/")[1] ?? "", form, rig.deps));
    assert.equal((await ask(json.jwks_uri)).json.keys.length, 1);
  }
  assert.equal(
    (await ask(`/${tenantId}/v2.0/.well-known/openid-configuration`)).json.issuer,
    `${base}/${tenantId}/v2.0`,
  );
  assert.match((await ask("/common/v2.0/.well-known/openid-configuration")).json.issuer, /\{tenantid\}/);
  assert.deepEqual((await ask(`/${appId}/v2.0/.well-known/openid-configuration`)).json.error_codes, [90002]);
});

test("instance discovery knows this cloud and no other", async () => {
  const path = (endpoint: string) =>
    `/common/discovery/instance?authorization_endpoint=${encodeURIComponent(endpoint)}`;
  const { json } = await ask(path(`${base}/${tenantId}/oauth2/v2.0/authorize`));
  assert.equal(json.tenant_discovery_endpoint, `${base}/${tenantId}/v2.0/.well-known/openid-configuration`);
  assert.equal((await ask(path("https://login.microsoftonline.com/common"))).json.error, "invalid_instance");
  assert.equal((await ask("/common/discovery/instance")).status, 400);
});

test("what is not the authority's is left to others; a wrong method is refused", async () => {
  assert.equal(await entra(requestOf("/subscriptions/x"), rig.deps), undefined);
  const answer = await ask(v2);
  assert.equal(answer.status, 405);
  assert.equal(answer.headers["allow"], "POST");
});
