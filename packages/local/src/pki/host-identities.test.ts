import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { systemClock, systemRandom } from "@aro/runtime";
import { sharedKeys } from "../testing/named-services.ts";
import { openHostIdentities } from "./host-identities.ts";
import { openIssuingAuthorities } from "./issuing-authorities.ts";

const folder = mkdtempSync(join(tmpdir(), "aro-hosts-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("one certificate serves all names of a service, is signed by the authority, and outlives a restart", async () => {
  const { keyring } = await sharedKeys();
  const open = () => openHostIdentities(folder, keyring.ca, systemClock, systemRandom);
  const hosts = open();
  const [one, other] = await Promise.all([hosts.of("a.vault.aro.test"), hosts.of("b.vault.aro.test")]);
  assert.equal(one, other);
  const certificate = new X509Certificate(one.certificate);
  assert.ok(certificate.verify(new X509Certificate(keyring.ca.certificate).publicKey));
  assert.equal(certificate.checkHost("b.vault.aro.test"), "*.vault.aro.test");
  assert.equal(certificate.checkHost("x.b.vault.aro.test"), undefined);
  assert.notEqual((await hosts.of("a.blob.aro.test")).certificate, one.certificate);
  assert.equal((await open().of("c.vault.aro.test")).certificate, one.certificate);
  assert.deepEqual(readdirSync(folder).sort(), ["blob.aro.test.pem", "vault.aro.test.pem"]);
});

test("an authority of another name is an intermediate of the local one", async () => {
  const { keyring } = await sharedKeys();
  const authorities = openIssuingAuthorities(join(folder, "issuers"), keyring.ca, systemClock, systemRandom);
  const authority = new X509Certificate((await authorities.of("OneCertV2-PublicCA")).certificate);
  assert.ok(authority.ca);
  assert.match(authority.subject, /CN=OneCertV2-PublicCA/);
  assert.ok(authority.checkIssued(new X509Certificate(keyring.ca.certificate)));
});
