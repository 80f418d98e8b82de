import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import {
  AuthorizationCodeCredential,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import { PublicClientApplication } from "@azure/msal-node";
import { stateFiles } from "../client-files.ts";
import { type RunningCloud, runCloud } from "../testing/running-cloud.ts";
import { hiddenOf } from "./testing/browser.ts";
import { cloudBrowser, userOnPage } from "./testing/cloud-browser.ts";
import type { Seen } from "./testing/rig.ts";
import { tokenExchangeName } from "./well-known.ts";

let cloud: RunningCloud;
const host = "AZURE_POD_IDENTITY_AUTHORITY_HOST";
const roots = getCACertificates("default");
before(async () => {
  cloud = await runCloud();
  setDefaultCACertificates([...roots, cloud.keyring.ca.certificate]);
  process.env[host] = cloud.emulator.base;
});
after(async () => {
  delete process.env[host];
  setDefaultCACertificates(roots);
  await cloud[Symbol.asyncDispose]();
});

const options = () => ({
  authorityHost: cloud.emulator.base,
  disableInstanceDiscovery: true,
  retryOptions: { maxRetries: 0 },
});
const scope = () => `${cloud.emulator.base}/.default`;

test("the Azure SDK signs in by secret, and ARM takes the token", async () => {
  const { tenantId, ownerClientId, ownerSecret } = cloud.emulator.identities;
  const credential = new ClientSecretCredential(tenantId, ownerClientId, ownerSecret, options());
  const { token, expiresOnTimestamp } = await credential.getToken(scope());
  assert.ok(expiresOnTimestamp > Date.now() + 3_000_000);
  const answer = await cloud.call("GET", "/subscriptions?api-version=2022-12-01", { token });
  assert.equal(answer.status, 200);
});

test("the Azure SDK signs in by certificate, with and without its chain", async () => {
  const { tenantId, ownerClientId, firstPartyClientId } = cloud.emulator.identities;
  for (const [clientId, file, sendCertificateChain] of [
    [ownerClientId, stateFiles.owner, false],
    [firstPartyClientId, `${stateFiles.secrets}/rp-firstparty`, true],
  ] as const) {
    const certificatePath = join(cloud.folder, file);
    const credential = new ClientCertificateCredential(
      tenantId,
      clientId,
      { certificatePath },
      { ...options(), sendCertificateChain },
    );
    const { token } = await credential.getToken(scope());
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    assert.equal(claims.appid, clientId);
    assert.equal(claims.appidacr, "2");
  }
});

test("the Azure SDK shows Entra's own words when a secret is wrong", async () => {
  const { tenantId, ownerClientId } = cloud.emulator.identities;
  const credential = new ClientSecretCredential(tenantId, ownerClientId, "wrong", options());
  await assert.rejects(credential.getToken(scope()), /AADSTS7000215/);
});

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

test("the Azure SDK gets tokens of the machine's managed identity where AZURE_POD_IDENTITY_AUTHORITY_HOST says", async () => {
  const credential = new ManagedIdentityCredential({ retryOptions: { maxRetries: 0 } });
  const { token, expiresOnTimestamp } = await credential.getToken(scope());
  assert.ok(expiresOnTimestamp > Date.now() + 80_000_000);
  assert.equal((await cloud.call("GET", "/subscriptions?api-version=2022-12-01", { token })).status, 200);
  const unknown = new ManagedIdentityCredential({
    clientId: cloud.emulator.identities.tenantId,
    retryOptions: { maxRetries: 0 },
  });
  await assert.rejects(unknown.getToken(scope()), /Identity not found/);
});

test("the Azure SDK signs an application in by a token of an identity that it trusts, given or in a file", async () => {
  const { tenantId } = cloud.emulator.identities;
  const graph = await cloud.token({ resource: `${cloud.emulator.base}/graph` });
  const post = async (path: string, body: object) =>
    (await cloud.call("POST", `/graph/v1.0${path}`, { token: graph, body })).json;
  const application = await post("/applications", { displayName: "trusting" });
  await post("/servicePrincipals", { appId: application.appId });
  const assertion = async () => (await new ManagedIdentityCredential().getToken(`${tokenExchangeName}/.default`)).token;
  const given = new ClientAssertionCredential(tenantId, application.appId, assertion, options());
  await assert.rejects(given.getToken(scope()), /AADSTS70025/);
  const { iss, sub } = claimsOf(await assertion());
  const trust = { name: "identity", issuer: iss, subject: sub, audiences: [tokenExchangeName] };
  const made = await post(`/applications/${application.id}/federatedIdentityCredentials`, trust);
  assert.equal(made.name, "identity", JSON.stringify(made));
  assert.equal(claimsOf((await given.getToken(scope())).token).appid, application.appId);
  const tokenFilePath = join(cloud.folder, "token");
  writeFileSync(tokenFilePath, await assertion());
  const workload = new WorkloadIdentityCredential({
    tenantId,
    clientId: application.appId,
    tokenFilePath,
    ...options(),
  });
  assert.equal(claimsOf((await workload.getToken(scope())).token).appidacr, "2");
});

test("the Azure SDK redeems an authorization code with the application's secret, and refreshes", async () => {
  const { tenantId } = cloud.emulator.identities;
  const graph = await cloud.token({ resource: `${cloud.emulator.base}/graph` });
  const redirect = "https://localhost:8444/callback";
  const body = { displayName: "web", web: { redirectUris: [redirect] } };
  const { id, appId } = (await cloud.call("POST", "/graph/v1.0/applications", { token: graph, body })).json;
  const added = await cloud.call("POST", `/graph/v1.0/applications/${id}/addPassword`, { token: graph, body: {} });
  const query = new URLSearchParams({
    client_id: appId,
    redirect_uri: redirect,
    response_type: "code",
    scope: `${scope()} openid offline_access`,
  });
  const person = cloudBrowser(cloud);
  const page = await person.get(`/${tenantId}/oauth2/v2.0/authorize?${query}`);
  const answer = await person.submit(page, { user: userOnPage(page.text, "admin@aro.test") });
  const code = new URL(answer.headers["location"] ?? "").searchParams.get("code") ?? "";
  const credential = new AuthorizationCodeCredential(tenantId, appId, added.json.secretText, code, redirect, options());
  const { token } = await credential.getToken(scope());
  assert.equal(claimsOf(token).upn, "admin@aro.test");
  assert.equal((await cloud.call("GET", "/subscriptions?api-version=2022-12-01", { token })).status, 200);
});

/** What the page's script does: sends the answer to the client at its loopback address. */
function sendBack(page: Seen): Promise<void> {
  const action = /action="([^"]+)" id="back"/.exec(page.text)?.[1];
  assert.ok(action, page.text);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return new Promise((resolve, reject) => {
    const outgoing = request(action, { method: "POST", headers }, (incoming) => incoming.resume().on("end", resolve));
    outgoing.on("error", reject).end(new URLSearchParams(hiddenOf(page)).toString());
  });
}

test("MSAL signs a person in with PKCE over a loopback address, and silently for another resource after", async () => {
  const { tenantId } = cloud.emulator.identities;
  const { base } = cloud.emulator;
  const { host: name } = new URL(base);
  const application = new PublicClientApplication({
    auth: {
      clientId: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
      authority: `${base}/${tenantId}`,
      knownAuthorities: [name],
    },
  });
  const person = cloudBrowser(cloud);
  const result = await application.acquireTokenInteractive({
    scopes: [scope()],
    openBrowser: async (address) => {
      const page = await person.get(address);
      const answer = await person.submit(page, { user: userOnPage(page.text, "reader@aro.test") });
      await sendBack(answer);
    },
  });
  assert.equal(result.account?.username, "reader@aro.test");
  assert.equal(claimsOf(result.accessToken).upn, "reader@aro.test");
  assert.ok(result.account);
  const silent = await application.acquireTokenSilent({ account: result.account, scopes: [`${base}/graph/.default`] });
  const me = await cloud.call("GET", "/graph/v1.0/me", { token: silent.accessToken });
  assert.equal(me.json.userPrincipalName, "reader@aro.test");
});
