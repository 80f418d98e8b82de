import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { manualClock } from "@aro/runtime";
import { CertificateClient, type CertificatePolicy } from "@azure/keyvault-certificates";
import { SecretClient } from "@azure/keyvault-secrets";
import { readPfx } from "../../pki/pkcs12/read.ts";
import { sharedKeys } from "../../testing/named-services.ts";
import { json } from "../../wall/answers.ts";
import { ConnectionDropped, type Wall } from "../../wall/wall.ts";
import { type VaultRig, vault, vaultRig } from "../testing/vault-rig.ts";

let rig: VaultRig;
let folder = "";
/** What stands between the vault and its authority. */
let between: (wall: Wall) => Wall = (wall) => wall;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "aro-certificates-"));
  rig = await vaultRig([vault("kv1")], { authorities: (wall) => (request) => between(wall)(request), scale: 10_000 });
});
after(async () => {
  await rig[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const url = "https://kv1.vault.aro.test";
const options = () => ({ proxyOptions: rig.proxyOptions, retryOptions: { maxRetries: 0 } });
const certificates = () => new CertificateClient(url, rig.credential, options());
const secrets = () => new SecretClient(url, rig.credential, options());

/** The policy of the service's certificates (spec 03 §10.4). */
const servicePolicy = (name: string): CertificatePolicy => ({
  issuerName: "OneCertV2-PublicCA",
  subject: `CN=${name}`,
  subjectAlternativeNames: { dnsNames: [name] },
  keyType: "RSA",
  keySize: 2048,
  exportable: true,
  contentType: "application/x-pem-file",
  enhancedKeyUsage: ["1.3.6.1.5.5.7.3.1"],
  keyUsage: ["digitalSignature", "keyEncipherment"],
  validityInMonths: 3,
  lifetimeActions: [{ action: "AutoRenew", daysBeforeExpiry: 30 }],
});

async function made(name: string, policy: CertificatePolicy) {
  const poller = await certificates().beginCreateCertificate(name, policy, { intervalInMs: 5 });
  return poller.pollUntilDone();
}

const blocks = (pem: string, label: string) =>
  pem.match(new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----\n`, "g")) ?? [];

test("a certificate under the public issuer's name is ordered, waited for, and verifies with openssl", async () => {
  const host = "api.c1.eastus.aro.test";
  const certificate = await made("doc-apiserver", servicePolicy(host));
  assert.equal(certificate.policy?.issuerName, "OneCertV2-PublicCA");
  assert.equal(certificate.policy?.lifetimeActions?.[0]?.daysBeforeExpiry, 30);
  const read = new X509Certificate(Buffer.from(certificate.cer ?? []));
  assert.equal(read.checkHost(host), host);
  assert.deepEqual(read.keyUsage, ["1.3.6.1.5.5.7.3.1"]);
  assert.match(read.issuer, /CN=OneCertV2-PublicCA/);
  const days = (Date.parse(read.validTo) - Date.parse(read.validFrom)) / 86_400_000;
  assert.ok(days > 88 && days < 93, String(days));

  const secret = await secrets().getSecret("doc-apiserver");
  assert.equal(secret.properties.contentType, "application/x-pem-file");
  assert.equal(secret.properties.managed, true);
  assert.match(String(secret.properties.certificateKeyId), /\/keys\/doc-apiserver\//);
  const [key] = blocks(secret.value ?? "", "PRIVATE KEY");
  const chain = blocks(secret.value ?? "", "CERTIFICATE");
  assert.equal(chain.length, 2, "the authority's own certificate comes with it");
  assert.ok(read.publicKey.equals(createPublicKey(createPrivateKey(key ?? ""))));

  if (spawnSync("openssl", ["version"]).status !== 0) return;
  const { keyring } = await sharedKeys();
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const words = ["verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", host];
  const trusted = ["-CAfile", file("ca.pem", keyring.ca.certificate), "-untrusted", file("chain.pem", chain[1] ?? "")];
  const out = execFileSync("openssl", [...words, ...trusted, file("leaf.pem", chain[0] ?? "")], { encoding: "utf8" });
  assert.match(out, /: OK/);
});

test("an order tells how it stands: first in progress, then completed with its target", async () => {
  const token = rig.token();
  const at = (path: string) => `${url}/certificates/${path}${path.includes("?") ? "&" : "?"}api-version=7.4`;
  const policy = {
    issuer: { name: "Self" },
    key_props: { kty: "EC", crv: "P-256", exportable: true },
    secret_props: { contentType: "application/x-pkcs12" },
    x509_props: { subject: "CN=self, O=somebody" },
  };
  const asked = Promise.withResolvers<void>();
  between = (wall) => async (request) => {
    await asked.promise;
    return wall(request);
  };
  const begun = await rig.call("POST", at("self/create"), { token, body: { policy } });
  assert.equal(begun.status, 202);
  assert.equal(begun.json.status, "inProgress");
  assert.ok(Buffer.from(begun.json.csr, "base64").byteLength > 200);
  assert.match(begun.headers["location"] ?? "", /\/certificates\/self\/pending\?/);
  const again = await rig.call("POST", at("self/create"), { token, body: { policy } });
  assert.equal(again.status, 409);
  const unsigned = await rig.call("GET", at("self"), { token });
  assert.deepEqual([unsigned.status, unsigned.json.cer, unsigned.json.attributes.enabled], [200, undefined, false]);
  assert.equal(
    (await rig.call("GET", `${url}/certificates?api-version=7.4&includePending=true`, { token })).json.value.some(
      (one: { id: string }) => one.id.endsWith("/self"),
    ),
    true,
  );
  asked.resolve();
  const completed = await until(async () => {
    const { json } = await rig.call("GET", at("self/pending"), { token });
    return json.status === "completed" ? json : undefined;
  });
  between = (wall) => wall;
  assert.equal(completed.target, `${url}/certificates/self`);
  const pfx = await secrets().getSecret("self");
  assert.equal(pfx.properties.contentType, "application/x-pkcs12");
  const store = readPfx(Buffer.from(pfx.value ?? "", "base64"), "");
  const leaf = new X509Certificate(store.chain[0] ?? "");
  assert.ok(leaf.verify(leaf.publicKey), "it is signed by itself");
  assert.equal(leaf.publicKey.asymmetricKeyType, "ec");
});

async function until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  for (let tries = 0; tries < 400; tries++) {
    const value = await look();
    if (value !== undefined) return value;
  }
  return assert.fail("it never came about");
}

test("an authority that refuses ends the order as failed; one that may still do it is asked again", async () => {
  let refusals = 0;
  const refuse = (message: string, times: number) => {
    refusals = 0;
    between = (wall) => async (request) =>
      ++refusals <= times ? json(400, { error: { code: "IssuerFailed", message } }) : wall(request);
  };
  const order = async (name: string) => {
    const token = rig.token();
    const body = { policy: { issuer: { name: "OneCertV2-PublicCA" }, x509_props: { subject: "CN=a.aro.test" } } };
    await rig.call("POST", `${url}/certificates/${name}/create?api-version=7.4`, { token, body });
    const get = () => rig.call("GET", `${url}/certificates/${name}/pending?api-version=7.4`, { token });
    return until(async () => {
      const { json: shown } = await get();
      return shown.status === "inProgress" ? undefined : { shown, get };
    });
  };
  refuse("the name is not yours [Status:Failed]", 1);
  const failed = await order("failed");
  assert.deepEqual([failed.shown.status, failed.shown.error.code], ["failed", "IssuerFailed"]);
  await assert.rejects(secrets().getSecret("failed"), { statusCode: 404 });

  refuse("busy [Status:FailedCanRetry]", 1);
  const retried = await order("retried");
  assert.match(retried.shown.error.message, /FailedCanRetry/);
  await until(async () => ((await retried.get()).json.status === "completed" ? true : undefined));
  assert.equal(refusals, 2);
  between = (wall) => wall;
});

test("an authority that is silent or busy leaves the order in progress", async () => {
  let calls = 0;
  between = (wall) => async (request) => {
    calls++;
    if (calls === 1) throw new ConnectionDropped("cut");
    return calls === 2 ? json(503, {}) : wall(request);
  };
  const done = await made("patient", servicePolicy("b.aro.test"));
  assert.equal(calls, 3);
  assert.ok(done.cer !== undefined);
  between = (wall) => wall;
});

test("a request that somebody else signs is merged, if it is for the same key", async () => {
  const client = certificates();
  await client.beginCreateCertificate(
    "outside",
    { ...servicePolicy("c.aro.test"), issuerName: "Unknown" },
    { intervalInMs: 1_000_000 },
  );
  const order = await rig.call("GET", `${url}/certificates/outside/pending?api-version=7.4`, { token: rig.token() });
  const { json: shown } = order;
  assert.equal(shown.status, "inProgress");
  const other = await made("other", servicePolicy("d.aro.test"));
  await assert.rejects(client.mergeCertificate("outside", [Buffer.from(other.cer ?? [])]), { statusCode: 400 });
  if (spawnSync("openssl", ["version"]).status === 0) {
    const { keyring } = await sharedKeys();
    const file = (name: string, text: string | Uint8Array) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const csr = file("outside.csr", Buffer.from(shown.csr, "base64"));
    const words = ["x509", "-req", "-inform", "DER", "-in", csr, "-days", "10", "-CAcreateserial"];
    const der = execFileSync(
      "openssl",
      [
        ...words,
        "-CA",
        file("ca.pem", keyring.ca.certificate),
        "-CAkey",
        file("ca.key", keyring.ca.key),
        "-outform",
        "DER",
      ],
      { stdio: ["ignore", "pipe", "ignore"] },
    );
    const merged = await client.mergeCertificate("outside", [der]);
    assert.equal(Buffer.from(merged.cer ?? []).toString("base64"), der.toString("base64"));
    assert.ok((await secrets().getSecret("outside")).value?.includes("BEGIN PRIVATE KEY"));
  }
});

test("certificates are imported from PEM and from a key store, and shown as they are", async () => {
  const { keyring } = await sharedKeys();
  const pem = await certificates().importCertificate(
    "pem",
    Buffer.from(keyring.owner.key + keyring.owner.certificate),
    {
      policy: { contentType: "application/x-pem-file", issuerName: "Unknown", subject: "CN=owner.aro.test" },
    },
  );
  assert.equal(
    Buffer.from(pem.cer ?? []).toString("base64"),
    new X509Certificate(keyring.owner.certificate).raw.toString("base64"),
  );
  assert.ok((await secrets().getSecret("pem")).value?.includes("BEGIN CERTIFICATE"));
  const self = await secrets().getSecret("self");
  const pfx = await certificates().importCertificate("pfx", Buffer.from(self.value ?? "", "base64"));
  assert.equal(pfx.policy?.keyType, "EC");
  await assert.rejects(certificates().importCertificate("bad", Buffer.from("nothing")), {
    statusCode: 400,
    code: "BadParameter",
  });
});

test("policies are read and changed; a new version follows the new one", async () => {
  const client = certificates();
  const policy = await client.getCertificatePolicy("doc-apiserver");
  assert.equal(policy.issuerName, "OneCertV2-PublicCA");
  // What the SDK returns of the change is empty.
  await client.updateCertificatePolicy("doc-apiserver", { ...policy, validityInMonths: 6 } as CertificatePolicy);
  const changed = await client.getCertificatePolicy("doc-apiserver");
  assert.equal(changed.validityInMonths, 6);
  const first = await client.getCertificate("doc-apiserver");
  await made("doc-apiserver", changed as CertificatePolicy);
  const second = await client.getCertificate("doc-apiserver");
  assert.notEqual(second.properties.version, first.properties.version);
  const versions = [];
  for await (const one of client.listPropertiesOfCertificateVersions("doc-apiserver")) versions.push(one.version);
  assert.deepEqual(versions, [first.properties.version, second.properties.version]);
  await assert.rejects(client.updateCertificatePolicy("doc-apiserver", { ...policy, keySize: 1024 } as never), {
    statusCode: 400,
  });
});

test("a deleted certificate takes its key and secret along, and brings them back", async () => {
  const client = certificates();
  await (await client.beginDeleteCertificate("pem", { intervalInMs: 5 })).pollUntilDone();
  await assert.rejects(client.getCertificate("pem"), { statusCode: 404, code: "CertificateNotFound" });
  await assert.rejects(secrets().getSecret("pem"), { statusCode: 404 });
  await (await client.beginRecoverDeletedCertificate("pem", { intervalInMs: 5 })).pollUntilDone();
  assert.ok((await secrets().getSecret("pem")).value);
  await (await client.beginDeleteCertificate("pem", { intervalInMs: 5 })).pollUntilDone();
  await client.purgeDeletedCertificate("pem");
  await assert.rejects(client.getDeletedCertificate("pem"), { statusCode: 404 });
});

test("a secret that a certificate keeps is changed with the certificate only", async () => {
  await assert.rejects(secrets().setSecret("doc-apiserver", "x"), { statusCode: 403 });
  const { properties } = await certificates().getCertificate("doc-apiserver");
  await certificates().updateCertificateProperties("doc-apiserver", properties.version ?? "", { enabled: false });
  await assert.rejects(secrets().getSecret("doc-apiserver"), { statusCode: 403 });
});

test("an unknown issuer, contacts and configured issuers are told", async () => {
  const client = certificates();
  await assert.rejects(made("nobody", { ...servicePolicy("e.aro.test"), issuerName: "Nobody" }), { statusCode: 400 });
  await client.createIssuer("house", "OneCertV2-PublicCA", { accountId: "a", password: "b" });
  assert.equal((await client.getIssuer("house")).provider, "OneCertV2-PublicCA");
  const certificate = await made("by-house", { ...servicePolicy("f.aro.test"), issuerName: "house" });
  assert.match(new X509Certificate(Buffer.from(certificate.cer ?? [])).issuer, /OneCertV2-PublicCA/);
  await client.deleteIssuer("house");
  await assert.rejects(client.getIssuer("house"), { statusCode: 404 });
  await assert.rejects(client.getContacts(), { statusCode: 404 });
  await client.setContacts([{ email: "a@b.test" }]);
  assert.equal((await client.getContacts())?.[0]?.email, "a@b.test");
  await client.deleteContacts();
});

test("a certificate is renewed when its policy says", async () => {
  const clock = manualClock(1_790_000_000_000);
  const own = await vaultRig([vault("kv9")], { clock, scale: 10_000 });
  try {
    const token = own.token(undefined, undefined, clock.now());
    const at = (path: string) => `https://kv9.vault.aro.test/certificates/${path}?api-version=7.4`;
    const policy = {
      issuer: { name: "OneCertV2-PublicCA" },
      x509_props: { subject: "CN=g.aro.test", validity_months: 3 },
      lifetime_actions: [{ trigger: { days_before_expiry: 30 }, action: { action_type: "AutoRenew" } }],
    };
    const cer = async () => {
      const fresh = own.token(undefined, undefined, clock.now());
      return (await own.call("GET", at("r"), { token: fresh })).json.cer;
    };
    assert.equal((await own.call("POST", at("r/create"), { token, body: { policy } })).status, 202);
    await clock.advance(1_000);
    const first = await until(cer);
    await clock.advance(50 * 86_400_000);
    assert.equal(await cer(), first, "it is not yet time");
    await clock.advance(15 * 86_400_000);
    await cer();
    await clock.advance(1_000);
    const second = await until(async () => {
      const now = await cer();
      return now === first ? undefined : now;
    });
    assert.notEqual(second, first);
  } finally {
    await own[Symbol.asyncDispose]();
  }
});
