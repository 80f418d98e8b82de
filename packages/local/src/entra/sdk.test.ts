import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { ClientCertificateCredential, ClientSecretCredential } from "@azure/identity";
import { stateFiles } from "../client-files.ts";
import { type RunningCloud, runCloud } from "../testing/running-cloud.ts";

let cloud: RunningCloud;
const roots = getCACertificates("default");
before(async () => {
  cloud = await runCloud();
  setDefaultCACertificates([...roots, cloud.keyring.ca.certificate]);
});
after(async () => {
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
