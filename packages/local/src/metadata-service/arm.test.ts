import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { ClientAssertionCredential, ClientCertificateCredential } from "@azure/identity";
import { stateFiles } from "../client-files.ts";
import { tokenExchangeName } from "../entra/well-known.ts";
import { type RunningCloud, runCloud } from "../testing/running-cloud.ts";

let cloud: RunningCloud;
let group: string;
let token: string;
const roots = getCACertificates("default");
before(async () => {
  cloud = await runCloud({ engine: "real" });
  setDefaultCACertificates([...roots, cloud.keyring.ca.certificate]);
  token = await cloud.token();
  group = `/subscriptions/${cloud.emulator.identities.subscriptionId}/resourceGroups/g`;
  await put(`${group}?api-version=2021-04-01`, { location: "eastus" });
});
after(async () => {
  setDefaultCACertificates(roots);
  await cloud[Symbol.asyncDispose]();
});

const put = async (path: string, body: object) => {
  const answer = await cloud.call("PUT", path, { token, body });
  assert.ok(answer.status < 300, answer.text);
  return answer.json;
};
const identities = () => `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
const newIdentity = (name: string) => put(`${identities()}/${name}?api-version=2023-01-31`, { location: "eastus" });
const options = () => ({
  authorityHost: cloud.emulator.base,
  disableInstanceDiscovery: true,
  retryOptions: { maxRetries: 0 },
});
const claimsOf = (text: string) => JSON.parse(Buffer.from(text.split(".")[1] ?? "", "base64url").toString());

test("an identity made through ARM signs in by a federated credential made through ARM, and not without it", async () => {
  const { tenantId } = cloud.emulator.identities;
  const { properties, id } = await newIdentity("federated");
  const assertion = async () => {
    const headers = { metadata: "true" };
    const query = `api-version=2018-02-01&resource=${encodeURIComponent(tokenExchangeName)}`;
    return (await cloud.call("GET", `/metadata/identity/oauth2/token?${query}`, { headers })).json
      .access_token as string;
  };
  const credential = new ClientAssertionCredential(tenantId, properties.clientId, assertion, options());
  const scope = `${cloud.emulator.base}/.default`;
  await assert.rejects(credential.getToken(scope), /AADSTS70025/);
  const { iss, sub } = claimsOf(await assertion());
  await put(`${id}/federatedIdentityCredentials/one?api-version=2023-01-31`, {
    properties: { issuer: iss, subject: sub, audiences: [tokenExchangeName] },
  });
  const got = claimsOf((await credential.getToken(scope)).token);
  assert.equal(got.oid, properties.principalId);
  await cloud.call("DELETE", `${id}?api-version=2023-01-31`, { token });
  await assert.rejects(
    new ClientAssertionCredential(tenantId, properties.clientId, assertion, options()).getToken(scope),
    /AADSTS700016/,
  );
});

test("the service is told where the credentials of a cluster's identity are, and gets them (ARM-ENV-02, spec 03 §8.1)", async () => {
  const { tenantId, firstPartyClientId } = cloud.emulator.identities;
  const { id, properties } = await newIdentity("cluster");
  const cluster = `${group}/providers/Microsoft.RedHatOpenShift/openShiftClusters/c1`;
  const identity = { type: "UserAssigned", userAssignedIdentities: { [id]: {} } };
  const body = { location: "eastus", identity };
  await cloud.call("PUT", `${cluster}?api-version=2025-07-25`, { token, body });
  const sent = cloud.provider.seen.findLast((call) => call.method === "PUT" && call.url.includes("openShiftClusters"));
  const address = new URL(String(sent?.headers["x-ms-identity-url"]));
  assert.equal(sent?.headers["x-ms-home-tenant-id"], tenantId);
  address.searchParams.set("api-version", "2024-01-01");
  const path = `${address.pathname}${address.search}`;
  const ask = (bearer?: string) =>
    cloud.call("POST", path, { body: { identityIds: [id] }, ...(bearer === undefined ? {} : { token: bearer }) });
  const challenge = (await ask()).headers["www-authenticate"] ?? "";
  const [, authority, resource] = /^Bearer authorization="([^"]+)", resource="([^"]+)"$/.exec(challenge) ?? [];
  assert.equal(authority, `${cloud.emulator.base}/${tenantId}`);
  const certificatePath = join(cloud.folder, `${stateFiles.secrets}/rp-firstparty`);
  const service = new ClientCertificateCredential(tenantId, firstPartyClientId, { certificatePath }, options());
  const answer = await ask((await service.getToken(`${resource}/.default`)).token);
  assert.equal(answer.status, 200, answer.text);
  const [credential] = answer.json.explicit_identities;
  assert.equal(credential.client_id, properties.clientId);
  assert.equal(credential.object_id, properties.principalId);
  const gone = { type: "UserAssigned", userAssignedIdentities: { [`${identities()}/gone`]: {} } };
  const refused = await cloud.call("PUT", `${cluster}?api-version=2025-07-25`, {
    token,
    body: { ...body, identity: gone },
  });
  assert.equal(refused.status, 400, refused.text);
});
