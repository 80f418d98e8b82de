import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { systemRandom } from "@aro/runtime";
import { type CertificateRow, certificateTable, issueCertificates } from "./certificates.ts";

const now = Date.UTC(2026, 0, 1);
const issued = issueCertificates(
  { domain: "c1.aroapp.io", internalAddress: "10.0.0.4" },
  { now, random: systemRandom },
);

test("every certificate is RSA 2048, signed by whom the table says, and good for ten years from the start", async () => {
  const certificates = await issued;
  for (const row of certificateTable as readonly CertificateRow[]) {
    const of = (name: string) => new X509Certificate(certificates[name as keyof typeof certificates].certificate);
    const certificate = of(row.name);
    const signer = of(row.signer ?? row.name);
    assert.ok(certificate.checkIssued(signer), row.name);
    assert.ok(certificate.verify(signer.publicKey), row.name);
    assert.equal(certificate.ca, row.usage === "ca", row.name);
    assert.equal(certificate.publicKey.asymmetricKeyDetails?.modulusLength, 2048, row.name);
    assert.equal(Date.parse(certificate.validFrom), now, row.name);
    assert.equal(Date.parse(certificate.validTo) - now, 3650 * 86_400_000, row.name);
    const dates = certificates[row.name as keyof typeof certificates];
    assert.match(dates.key, /BEGIN PRIVATE KEY/, row.name);
  }
});

test("the machine config server bears its address as address and as name (spec 03 §7.3)", async () => {
  const certificate = new X509Certificate((await issued)["machine-config-server"].certificate);
  assert.equal(certificate.subject, "CN=system:machine-config-server");
  assert.equal(certificate.subjectAltName, "DNS:api-int.c1.aroapp.io, DNS:10.0.0.4, IP Address:10.0.0.4");
  assert.deepEqual(certificate.keyUsage, ["1.3.6.1.5.5.7.3.1"]);
});

test("the API server bears both its names, and the administrator is in system:masters", async () => {
  const { "kube-apiserver-lb-server": server, "admin-kubeconfig-client": admin } = await issued;
  const names = new X509Certificate(server.certificate).subjectAltName;
  assert.equal(names, "DNS:api.c1.aroapp.io, DNS:api-int.c1.aroapp.io");
  const { subject, keyUsage } = new X509Certificate(admin.certificate);
  assert.deepEqual(subject.split("\n").toSorted(), ["CN=system:admin", "O=system:masters"]);
  assert.deepEqual(keyUsage, ["1.3.6.1.5.5.7.3.2"]);
});
