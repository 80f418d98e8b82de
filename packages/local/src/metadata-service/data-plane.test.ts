import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { beforeEach, test } from "node:test";
import { fromPem, thumbprint } from "@aro/pki";
import fc from "fast-check";
import { mintAppToken } from "../entra/access-token.ts";
import { assertionType } from "../entra/client-authentication.ts";
import { signJwt } from "../entra/jwt.ts";
import { type Principals, principalsOf } from "../entra/principals.ts";
import {
  base,
  type EntraRig,
  entraRig,
  identities,
  rigKeyring,
  type Seen,
  seen,
  tenantId,
} from "../entra/testing/rig.ts";
import { knownResources } from "../entra/well-known.ts";
import { openSettings } from "../state/settings-store.ts";
import { empty } from "../wall/answers.ts";
import type { WallRequest } from "../wall/wall.ts";
import { openAssignments } from "./assignments.ts";
import { managedIdentityDataPlane } from "./data-plane.ts";
import type { MetadataServiceDeps } from "./deps.ts";
import { withIdentityHeaders } from "./identity-headers.ts";
import { openIssuedCredentials } from "./issued-credentials.ts";
import { openMachines } from "./machines.ts";

const keyring = await rigKeyring();
const dayMs = 86_400_000;
const cluster = `/subscriptions/${identities.subscriptionId}/resourceGroups/g/providers/Microsoft.RedHatOpenShift/openShiftClusters/c1`;
const idOf = (name: string) =>
  `/subscriptions/${identities.subscriptionId}/resourcegroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

let rig: EntraRig;
let principals: Principals;
let deps: MetadataServiceDeps & { urlKey: string };
/** What the provider was sent, and what it answers. */
let sent: WallRequest[];
let providerStatus: number;
beforeEach(async () => {
  rig = await entraRig();
  principals = principalsOf(rig.directory, () => rig.deps.random.uuid());
  const { durable, directory, deps: entra } = rig;
  deps = {
    ...entra,
    cloudName: "AroLocal",
    principals,
    machines: openMachines(durable),
    assignments: openAssignments(durable),
    credentials: openIssuedCredentials({
      durable,
      settings: openSettings(durable),
      directory,
      ca: keyring.ca,
      atOnce: (work) => work(),
      clock: entra.clock,
      random: entra.random,
    }),
    firstPartyClientId: identities.firstPartyClientId,
    urlKey: "key",
  };
  principals.createManagedIdentity({ displayName: "one", resourceId: idOf("one") });
  principals.createManagedIdentity({ displayName: "two", resourceId: idOf("two") });
  sent = [];
  providerStatus = 201;
});

const requestOf = (method: string, url: string, body?: unknown, headers: Record<string, string> = {}): WallRequest => ({
  method,
  url: new URL(url, base),
  headers,
  body: new TextEncoder().encode(body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body)),
  signal: new AbortController().signal,
});
const write = async (method: string, identity: unknown): Promise<Seen> =>
  seen(
    await withIdentityHeaders(async (request) => {
      sent.push(request);
      return empty(providerStatus);
    }, deps)(requestOf(method, `${cluster}?api-version=2025-07-25`, { identity })),
  );
const userAssigned = (...names: string[]) => ({
  type: "UserAssigned",
  userAssignedIdentities: Object.fromEntries(names.map((name) => [idOf(name), {}])),
});
const identityUrl = async () => {
  await write("PUT", userAssigned("one"));
  return sent.at(-1)?.headers["x-ms-identity-url"] ?? "";
};
const tokenOf = (appId: string) => {
  const client = rig.directory.client(appId);
  assert.ok(client?.principal);
  const { appId: audience } = knownResources.managedIdentity;
  return mintAppToken(
    { client, principal: client.principal, method: "2" },
    { version: 1, appId: audience, groups: false, text: "https://identity.aro.test" },
    rig.deps,
  );
};
const ask = async (
  url: string,
  body?: unknown,
  { method = "POST", token = tokenOf(identities.firstPartyClientId), version = "2024-01-01" } = {},
) => {
  const headers: Record<string, string> = token === "" ? {} : { authorization: `Bearer ${token}` };
  return seen(await managedIdentityDataPlane(requestOf(method, `${url}&api-version=${version}`, body, headers), deps));
};
const credentials = async (url: string) => (await ask(url, { identityIds: [idOf("one")] })).json.explicit_identities[0];

test("the provider is told where the credentials are when a resource is given identities (ARM-ENV-02)", async () => {
  const url = new URL(await identityUrl());
  assert.equal(url.origin, base);
  assert.equal(url.searchParams.get("tid"), tenantId);
  assert.equal(sent[0]?.headers["x-ms-identity-principal-id"], "00000000-0000-0000-0000-000000000000");
  await write("PATCH", undefined);
  assert.equal(sent[1]?.headers["x-ms-identity-url"], url.href);
  await write("PATCH", { type: "UserAssigned", userAssignedIdentities: { [idOf("two")]: {}, [idOf("one")]: null } });
  assert.deepEqual(deps.assignments.of(cluster), [idOf("two")]);
  providerStatus = 400;
  await write("PUT", userAssigned("one", "two"));
  assert.deepEqual(deps.assignments.of(cluster), [idOf("two")]);
});

test("an identity that is not there is refused before the provider hears of it", async () => {
  const answer = await write("PUT", userAssigned("one", "gone"));
  assert.deepEqual([answer.status, answer.json.error.code], [400, "FailedIdentityOperation"]);
  assert.match(answer.json.error.message, /userAssignedIdentities\/gone' was not found/);
  assert.deepEqual(sent, []);
  assert.equal(deps.assignments.of(cluster), undefined);
});

test("credentials sign the identity in", { skip: hasOpenssl ? false : "openssl is not installed" }, async () => {
  const credential = await credentials(await identityUrl());
  assert.equal(credential.resource_id, idOf("one"));
  assert.equal(credential.tenant_id, tenantId);
  assert.equal(credential.authentication_endpoint, `${base}/`);
  const input = Buffer.from(credential.client_secret, "base64");
  const text = execFileSync("openssl", ["pkcs12", "-passin", "pass:", "-nodes", "-clcerts"], {
    input,
    encoding: "utf8",
  });
  const identity = fromPem(text);
  assert.ok(identity);
  const now = Math.floor(rig.clock.now() / 1000);
  const x5t = Buffer.from(thumbprint(identity.certificate), "hex").toString("base64url");
  const assertion = () =>
    signJwt(
      { x5t },
      { aud: `${base}/${tenantId}`, iss: credential.client_id, sub: credential.client_id, nbf: now, exp: now + 1e9 },
      identity.key,
    );
  const signIn = () =>
    rig.ask(`/${tenantId}/oauth2/v2.0/token`, {
      grant_type: "client_credentials",
      client_id: credential.client_id,
      client_assertion_type: assertionType,
      client_assertion: assertion(),
      scope: `${base}/.default`,
    });
  const answer = await signIn();
  assert.equal(answer.status, 200, answer.text);
  await rig.clock.advance(91 * dayMs);
  assert.deepEqual((await signIn()).json.error_codes, [700027]);
});

test("a credential is good for 90 days and stays the same until day 46 (spec 03 §8.1)", async () => {
  const url = await identityUrl();
  const first = await credentials(url);
  const days = (time: string) => (Date.parse(time) - rig.clock.now()) / dayMs;
  const round = (value: number) => Math.abs(Math.round(value * 10) / 10);
  assert.deepEqual(
    [first.not_before, first.renew_after, first.not_after, first.cannot_renew_after].map((time) => round(days(time))),
    [0, 46, 90, 90],
  );
  await rig.clock.advance(45 * dayMs);
  assert.equal((await credentials(url)).client_secret, first.client_secret);
  await rig.clock.advance(1.1 * dayMs);
  const second = await credentials(url);
  assert.notEqual(second.client_secret, first.client_secret);
  assert.equal(round(days(second.not_after)), 90);
  deps.credentials.setValidity(60_000);
  await rig.clock.advance(47 * dayMs);
  const short = await credentials(url);
  assert.ok(days(short.not_after) * dayMs <= 60_000);
});

test("an identity's own address renews it alone", async () => {
  const url = await identityUrl();
  const first = await credentials(url);
  const again = await ask(first.client_secret_url, undefined, { method: "GET" });
  assert.deepEqual(again.json.explicit_identities, [first]);
  assert.equal((await ask(first.client_secret_url, {}, { method: "POST" })).status, 405);
  assert.equal((await ask(url, undefined, { method: "GET" })).status, 404);
});

test("nobody but the service's own application is served, with a token for the data plane", async () => {
  const url = await identityUrl();
  const body = { identityIds: [idOf("one")] };
  const anonymous = await ask(url, body, { token: "" });
  assert.equal(anonymous.status, 401);
  assert.equal(
    anonymous.headers["www-authenticate"],
    `Bearer authorization="${base}/${tenantId}", resource="https://identity.aro.test"`,
  );
  assert.equal((await ask(url, body, { token: "x" })).status, 401);
  const other = await ask(url, body, { token: tokenOf(identities.ownerClientId) });
  assert.deepEqual([other.status, other.json.error.code], [403, "Forbidden"]);
});

test("what is asked wrongly is refused by what is wrong with it", async () => {
  const url = await identityUrl();
  const good = { identityIds: [idOf("one")] };
  for (const [address, body, status, code] of [
    [url.replace("/c1/", "/c2/"), good, 400, "InvalidIdentityUrl"],
    [url.replace(/sig=./, "sig=_"), good, 400, "InvalidIdentityUrl"],
    [url, good, 400, "InvalidApiVersion"],
    [url, "{", 400, "InvalidRequest"],
    [url, {}, 400, "InvalidRequest"],
    [url, { identityIds: [] }, 400, "InvalidRequest"],
    [url, { ...good, colour: "red" }, 400, "InvalidRequest"],
    [url, { identityIds: [idOf("two")] }, 400, "IdentityNotAssigned"],
  ] as const) {
    const answer = await ask(address, body, code === "InvalidApiVersion" ? { version: "1" } : {});
    assert.deepEqual([answer.status, answer.json.error.code], [status, code], JSON.stringify(body));
  }
  const { clientId } = principals.managedIdentityAt(idOf("one")) ?? {};
  principals.removeManagedIdentity(clientId ?? "");
  assert.equal((await ask(url, good)).status, 404);
});

test("garbage never gets a 200 or a 5xx", async () => {
  const url = await identityUrl();
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue(),
      fc.constantFrom("GET", "POST", "DELETE", "PUT"),
      fc.string(),
      async (body, method, tail) => {
        const { status } = await ask(`${url.replace("?", `${encodeURIComponent(tail)}?`)}`, body, { method });
        assert.ok(status >= 400 && status < 500, `${method} ${status}`);
      },
    ),
  );
});
