import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setDefaultCACertificates, type TLSSocket } from "node:tls";
import { systemClock } from "@aro/runtime";
import { ClientSecretCredential } from "@azure/identity";
import { CertificateClient } from "@azure/keyvault-certificates";
import { SecretClient } from "@azure/keyvault-secrets";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { stateFiles } from "./client-files.ts";
import { signJwt } from "./entra/jwt.ts";
import { secureThrough, throughProxy } from "./testing/named-services.ts";
import { type RunningCloud, runCloud } from "./testing/running-cloud.ts";

let cloud: RunningCloud;
let arm = "";
let group = "";
before(async () => {
  cloud = await runCloud({
    engine: "real",
    configuration: { timeScale: 10_000, throttling: { enabled: false }, entra: { visibilityDelayMilliseconds: 0 } },
  });
  setDefaultCACertificates([cloud.keyring.ca.certificate]);
  arm = await cloud.token();
  group = `/subscriptions/${cloud.emulator.identities.subscriptionId}/resourceGroups/rg`;
  await put(group, "2021-04-01", { location: "eastus" });
});
after(() => cloud[Symbol.asyncDispose]());

/** A PUT to ARM, waited for. */
async function put(path: string, version: string, body: object): Promise<void> {
  const made = await cloud.call("PUT", `${path}?api-version=${version}`, { token: arm, body });
  assert.ok(made.status < 300, made.text);
  for (let tries = 0; tries < 400; tries++) {
    const { json } = await cloud.call("GET", `${path}?api-version=${version}`, { token: arm });
    const state = json?.properties?.provisioningState ?? "Succeeded";
    if (state === "Succeeded") return;
    await systemClock.sleep(5);
  }
  assert.fail(`${path} was never done`);
}

const proxyOptions = () => ({ host: "http://127.0.0.1", port: cloud.emulator.proxyPort });
const credential = () => {
  const { tenantId, ownerClientId, ownerSecret } = cloud.emulator.identities;
  return new ClientSecretCredential(tenantId, ownerClientId, ownerSecret, {
    authorityHost: cloud.emulator.base,
    disableInstanceDiscovery: true,
  });
};

/** Object id of who calls, as its token says. */
const caller = () => String(JSON.parse(Buffer.from(arm.split(".")[1] ?? "", "base64url").toString()).oid);

const role = (id: string) => ({
  properties: {
    roleDefinitionId: `${group.split("/resourceGroups")[0]}/providers/Microsoft.Authorization/roleDefinitions/${id}`,
    principalId: caller(),
    principalType: "ServicePrincipal",
  },
});

test("clients are told of the proxy, and what goes around it", () => {
  const variables = JSON.parse(readFileSync(join(cloud.folder, stateFiles.environment), "utf8"));
  assert.equal(variables.HTTPS_PROXY, `http://127.0.0.1:${cloud.emulator.proxyPort}`);
  assert.equal(variables.NO_PROXY, "localhost,127.0.0.1");
  const endpoints = JSON.parse(readFileSync(join(cloud.folder, stateFiles.endpoints), "utf8"));
  assert.equal(endpoints.proxy, variables.HTTPS_PROXY);
});

test("a vault made through ARM keeps secrets and certificates at once, for the SDKs through the proxy", async () => {
  const permissions = { secrets: ["all"], certificates: ["all"], keys: [] };
  const { tenantId } = cloud.emulator.identities;
  const properties = {
    tenantId,
    sku: { family: "A", name: "standard" },
    accessPolicies: [{ tenantId, objectId: caller(), permissions }],
  };
  await put(`${group}/providers/Microsoft.KeyVault/vaults/kvlive1`, "2023-07-01", { location: "eastus", properties });
  const url = "https://kvlive1.vault.aro.test";
  const secrets = new SecretClient(url, credential(), { proxyOptions: proxyOptions() });
  await secrets.setSecret("s", "v");
  assert.equal((await secrets.getSecret("s")).value, "v");
  const certificates = new CertificateClient(url, credential(), { proxyOptions: proxyOptions() });
  const policy = {
    issuerName: "OneCertV2-PublicCA",
    subject: "CN=a.aro.test",
    contentType: "application/x-pem-file",
  } as const;
  const order = await certificates.beginCreateCertificate("c", policy, { intervalInMs: 5 });
  assert.ok((await order.pollUntilDone()).cer !== undefined);
  await cloud.restart();
  arm = await cloud.token();
  const again = new SecretClient(url, credential(), { proxyOptions: proxyOptions() });
  assert.equal((await again.getSecret("s")).value, "v", "a restart forgets nothing");
  assert.match((await again.getSecret("c")).value ?? "", /BEGIN CERTIFICATE/);
});

test("a fault between a vault and its authority fails an order", async () => {
  const match = { path: "/issuers/OneCertV2-PublicCA/**", actor: "emulator" };
  const fault = { match, do: { kind: "status", status: 400, code: "Denied", message: "no [Status:Failed]" } };
  assert.equal((await cloud.control("POST", "/faults", fault)).status, 201);
  const client = new CertificateClient("https://kvlive1.vault.aro.test", credential(), {
    proxyOptions: proxyOptions(),
  });
  const policy = { issuerName: "OneCertV2-PublicCA", subject: "CN=b.aro.test" } as const;
  await assert.rejects(
    client.beginCreateCertificate("failing", policy, { intervalInMs: 5 }).then((one) => one.pollUntilDone()),
    /no \[Status:Failed\]/,
  );
});

test("an account made through ARM keeps blobs at once, for who has the role", async () => {
  const account = `${group}/providers/Microsoft.Storage/storageAccounts/acctlive1`;
  const body = { location: "eastus", kind: "StorageV2", sku: { name: "Standard_LRS" } };
  await put(account, "2023-05-01", body);
  const options = { proxyOptions: proxyOptions(), retryOptions: { maxTries: 1 } };
  const service = new BlobServiceClient("https://acctlive1.blob.aro.test", credential(), options);
  const box = service.getContainerClient("box");
  await box.create();
  await assert.rejects(box.getBlockBlobClient("b").upload("x", 1), { code: "AuthorizationPermissionMismatch" });
  const assignment = `${account}/providers/Microsoft.Authorization/roleAssignments/11111111-2222-3333-4444-555555555555`;
  await put(assignment, "2022-04-01", role("ba92f5b4-2d11-453d-a403-e96b0029c9fe"));
  await box.getBlockBlobClient("b").upload("x", 1);
  assert.equal((await box.getBlobClient("b").downloadToBuffer()).toString(), "x");
});

test("an identity trusts the issuer that a cluster publishes on a static website, and gets a token for its assertion", async () => {
  const account = `${group}/providers/Microsoft.Storage/storageAccounts/oidclive1`;
  await put(account, "2023-05-01", { location: "eastus", kind: "StorageV2", sku: { name: "Standard_LRS" } });
  const keys = await cloud.call("POST", `${account}/listKeys?api-version=2023-05-01`, { token: arm });
  const key = new StorageSharedKeyCredential("oidclive1", keys.json.keys[0].value);
  const options = { proxyOptions: proxyOptions(), retryOptions: { maxTries: 1 } };
  const service = new BlobServiceClient("https://oidclive1.blob.aro.test", key, options);
  await service.setProperties({ staticWebsite: { enabled: true } });
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const issuer = `https://oidclive1.web.aro.test/${cloud.emulator.identities.tenantId}/doc`;
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "k", use: "sig", alg: "RS256" };
  const publish = async (name: string, value: object) => {
    const text = JSON.stringify(value);
    const blob = service.getContainerClient("$web").getBlockBlobClient(`${new URL(issuer).pathname.slice(1)}/${name}`);
    await blob.upload(text, text.length, { blobHTTPHeaders: { blobContentType: "application/json" } });
  };
  await publish(".well-known/openid-configuration", { issuer, jwks_uri: `${issuer}/openid/v1/jwks` });
  await publish("openid/v1/jwks", { keys: [jwk] });

  const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ingress`;
  await put(identity, "2023-01-31", { location: "eastus" });
  const { json } = await cloud.call("GET", `${identity}?api-version=2023-01-31`, { token: arm });
  const subject = "system:serviceaccount:openshift-ingress-operator:ingress-operator";
  const trust = { properties: { issuer, subject, audiences: ["openshift"] } };
  await put(`${identity}/federatedIdentityCredentials/ingress`, "2023-01-31", trust);
  const now = Math.floor(systemClock.now() / 1000);
  const claims = { iss: issuer, sub: subject, aud: "openshift", iat: now, nbf: now, exp: now + 600 };
  const assertion = signJwt({ kid: "k" }, claims, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  const form = {
    grant_type: "client_credentials",
    client_id: json.properties.clientId,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
    scope: `${cloud.emulator.base}/.default`,
  };
  const answer = await cloud.call("POST", `/${cloud.emulator.identities.tenantId}/oauth2/v2.0/token`, {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  });
  assert.equal(answer.status, 200, answer.text);
});

test("a name has the certificate of its service, signed by the authority that clients trust", async () => {
  const names = { "kvlive1.vault.aro.test": "*.vault.aro.test", "acctlive1.web.aro.test": "*.web.aro.test" };
  for (const [host, wanted] of Object.entries(names)) {
    const socket: TLSSocket = await secureThrough(cloud.emulator.proxyPort, host);
    assert.equal(socket.authorized, true);
    assert.equal(socket.getPeerCertificate().subjectaltname, `DNS:${wanted}`);
    socket.destroy();
  }
});

test("what is not there is refused by the proxy with its name", async () => {
  for (const host of [
    "nobody.vault.aro.test",
    "acctlive1.queue.aro.test",
    "management.usgovcloudapi.net",
    "localhost",
  ]) {
    const { status, text, socket } = await throughProxy(cloud.emulator.proxyPort, `${host}:443`);
    let rest = text;
    for await (const chunk of socket) rest += String(chunk);
    assert.equal(status, 403, host);
    assert.ok(rest.includes(`'${host}:443'`), host);
  }
});
