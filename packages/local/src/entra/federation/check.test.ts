import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { beforeEach, test } from "node:test";
import { assertionType } from "../client-authentication.ts";
import { keySet, openIdConfiguration } from "../discovery.ts";
import { signJwt } from "../jwt.ts";
import { principalsOf } from "../principals.ts";
import { base, type EntraRig, entraRig, tenantId } from "../testing/rig.ts";

const issuer = "https://oidc.z1.web.aro.test/tenant/cluster";
const subject = "system:serviceaccount:openshift-machine-api:machine-api-controllers";
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
const kid = "k1";

let rig: EntraRig;
let clientId: string;
let objectId: string;
beforeEach(async () => {
  rig = await entraRig();
  const principals = principalsOf(rig.directory, () => "77777777-7777-4777-8777-777777777777");
  ({ clientId, objectId } = principals.createManagedIdentity({ displayName: "machine-api" }));
  rig.trusts.set(clientId, [{ issuer, subject, audiences: ["openshift"] }]);
  rig.documents.set(`${issuer}/.well-known/openid-configuration`, { issuer, jwks_uri: `${issuer}/openid/v1/jwks` });
  const key = publicKey.export({ format: "jwk" });
  rig.documents.set(`${issuer}/openid/v1/jwks`, { keys: [{ ...key, kid, use: "sig", alg: "RS256" }] });
});

interface Changes {
  claims?: object;
  header?: object;
  key?: string;
}
const assertion = ({ claims = {}, header = {}, key = pem }: Changes = {}) => {
  const now = Math.floor(rig.clock.now() / 1000);
  const all = { iss: issuer, sub: subject, aud: ["openshift"], iat: now, nbf: now, exp: now + 3600, ...claims };
  return signJwt({ kid, ...header }, all, key);
};
const ask = (changes?: Changes, client_id: string = clientId) =>
  rig.ask(`/${tenantId}/oauth2/v2.0/token`, {
    grant_type: "client_credentials",
    client_id,
    client_assertion_type: assertionType,
    client_assertion: assertion(changes),
    scope: `${base}/.default`,
  });

test("a token of a trusted issuer signs a managed identity in", async () => {
  const answer = await ask();
  assert.equal(answer.status, 200, answer.text);
  const claims = JSON.parse(Buffer.from(answer.json.access_token.split(".")[1], "base64url").toString());
  assert.equal(claims.oid, objectId);
  assert.equal(claims.appid, clientId);
  assert.equal(claims.appidacr, "2");
});

test("issuer, subject, audience, time and signature are each refused by a code of their own", async () => {
  const now = () => Math.floor(rig.clock.now() / 1000);
  const otherKey = other.privateKey.export({ type: "pkcs8", format: "pem" }) as string;
  const cases: [Changes, number][] = [
    [{ claims: { iss: "https://elsewhere.aro.test" } }, 700211],
    [{ claims: { sub: subject.toUpperCase() } }, 700213],
    [{ claims: { aud: "api://AzureADTokenExchange" } }, 700212],
    [{ claims: { exp: now() - 301 } }, 700024],
    [{ claims: { nbf: now() + 301 } }, 700024],
    [{ header: { kid: "other" } }, 5000811],
    [{ key: otherKey }, 5000811],
    [{ header: { alg: "none" } }, 5000811],
    [{ header: { alg: "HS256" } }, 5000811],
  ];
  for (const [changes, code] of cases) {
    const answer = await ask(changes);
    assert.deepEqual(answer.json.error_codes, [code], JSON.stringify(changes));
    assert.equal(answer.status, 401);
  }
});

test("an identity without federated credentials is told so, and one that is removed is unknown", async () => {
  rig.trusts.clear();
  assert.deepEqual((await ask()).json.error_codes, [70025]);
  principalsOf(rig.directory, () => "").removeManagedIdentity(clientId);
  assert.deepEqual((await ask()).json.error_codes, [700016]);
});

test("an issuer whose documents cannot be had, or name another, fails the request", async () => {
  const discovery = `${issuer}/.well-known/openid-configuration`;
  for (const document of [
    undefined,
    "x",
    {},
    { issuer: `${issuer}/`, jwks_uri: `${issuer}/openid/v1/jwks` },
    { issuer },
  ]) {
    rig.documents.set(discovery, document);
    const answer = await ask();
    assert.deepEqual(answer.json.error_codes, [50166], JSON.stringify(document));
    assert.equal(answer.status, 400);
  }
  rig.documents.set(discovery, { issuer, jwks_uri: `${issuer}/openid/v1/jwks` });
  for (const [keys, code] of [
    [undefined, 50166],
    [{ keys: "x" }, 50166],
    [{ keys: [{ kid, kty: "RSA" }, 1, null] }, 5000811],
    [{ keys: [{ kid, kty: "EC" }] }, 5000811],
  ] as const) {
    rig.documents.set(`${issuer}/openid/v1/jwks`, keys);
    assert.deepEqual((await ask()).json.error_codes, [code]);
  }
});

test("an application's own federated credentials count too, a token of this tenant's among them", async () => {
  const { appId, applicationObjectId } = rig.directory.ensure({ displayName: "app" });
  const own = `${base}/${tenantId}/v2.0`;
  const { credentialStore } = rig.directory;
  const audiences = ["api://AzureADTokenExchange"];
  credentialStore.putFederated(applicationObjectId, {
    id: "1",
    name: "one",
    issuer: own,
    subject: objectId,
    audiences,
  });
  rig.documents.set(`${own}/.well-known/openid-configuration`, openIdConfiguration(tenantId, "v2", rig.deps));
  rig.documents.set(`${base}/${tenantId}/discovery/v2.0/keys`, keySet(rig.deps));
  const [{ kid: ownKid } = { kid: "" }] = keySet(rig.deps).keys;
  const changes = {
    claims: { iss: own, sub: objectId, aud: audiences[0] },
    header: { kid: ownKid, x5t: ownKid },
    key: rig.deps.signing.key,
  };
  assert.equal((await ask(changes, appId)).status, 200);
});
