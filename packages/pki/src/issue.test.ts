import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { seededRandom } from "@aro/runtime";
import { type CertificateRequest, fromPem, issue, thumbprint, toPem } from "./index.ts";

const request = (more: Partial<CertificateRequest>): CertificateRequest => ({
  commonName: "name",
  usage: "client",
  key: "ec",
  notBefore: Date.parse("2026-01-01T00:00:00Z"),
  notAfter: Date.parse("2027-01-01T00:00:00Z"),
  ...more,
});
const random = seededRandom(1);

test("a certificate verifies under its issuer, whichever kind of key that has", async () => {
  for (const key of ["ec", "rsa"] as const) {
    const authority = await issue(request({ commonName: "authority", usage: "ca", key }), random);
    const { certificate, key: own } = await issue(
      request({ usage: "server", names: ["localhost", "127.0.0.1", "::1"], organizations: ["one", "two"] }),
      random,
      authority,
    );
    const [leaf, root] = [new X509Certificate(certificate), new X509Certificate(authority.certificate)];
    assert.ok(root.ca && root.verify(root.publicKey));
    assert.ok(!leaf.ca && leaf.verify(root.publicKey) && leaf.checkIssued(root));
    assert.ok(leaf.checkPrivateKey(createPrivateKey(own)));
    assert.deepEqual(leaf.subject.split("\n"), ["CN=name", "O=one", "O=two"]);
    assert.ok(leaf.checkHost("localhost") !== undefined && leaf.checkIP("127.0.0.1") !== undefined);
  }
});

test("key and certificate are read back from one text; what holds only one of them is none", async () => {
  const identity = await issue(request({}), random);
  assert.deepEqual(fromPem(toPem(identity)), identity);
  assert.equal(fromPem(identity.certificate), undefined);
  assert.match(thumbprint(identity.certificate), /^[0-9A-F]{40}$/);
});
