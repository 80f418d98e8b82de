import "reflect-metadata";
import assert from "node:assert/strict";
import { type webcrypto, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { systemClock, systemRandom } from "@aro/runtime";
import { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from "@peculiar/x509";
import { issue, readRequest, signRequest } from "./index.ts";

const ec = { name: "ECDSA", namedCurve: "P-256" };
const rsa = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

async function requestBy(algorithm: typeof ec | typeof rsa): Promise<string> {
  const keys = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
  const made = await Pkcs10CertificateRequestGenerator.create({
    name: [{ O: ["team"] }, { O: ["other"] }, { CN: ["joe"] }],
    keys,
    signingAlgorithm: { hash: "SHA-256", ...algorithm },
    extensions: [
      new SubjectAlternativeNameExtension([
        { type: "dns", value: "a.example.com" },
        { type: "ip", value: "10.0.0.1" },
        { type: "email", value: "joe@example.com" },
      ]),
    ],
  });
  return made.toString("pem");
}

test("a request is read with its names, whatever its key", async () => {
  for (const algorithm of [ec, rsa]) {
    const read = readRequest(await requestBy(algorithm));
    assert.equal(read.commonName, "joe");
    assert.deepEqual(read.organizations, ["team", "other"]);
    assert.deepEqual(
      [read.dnsNames, read.addresses, read.emails, read.uris],
      [["a.example.com"], ["10.0.0.1"], ["joe@example.com"], []],
    );
  }
});

test("what is no request, or was changed after it was signed, is refused", async () => {
  assert.throws(() => readRequest("nonsense"), /PEM block type must be CERTIFICATE REQUEST/);
  const der = Buffer.from((await requestBy(ec)).replaceAll(/-----[^-]+-----|\s/g, ""), "base64");
  const at = der.indexOf("joe");
  der.write("eve", at);
  const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString("base64")}\n-----END CERTIFICATE REQUEST-----\n`;
  assert.throws(() => readRequest(forged), /signature/);
  const cut = der.subarray(0, 40).toString("base64");
  assert.throws(() => readRequest(`-----BEGIN CERTIFICATE REQUEST-----\n${cut}\n-----END CERTIFICATE REQUEST-----\n`));
});

test("a signed request is a certificate of its subject, by its issuer, for as long as it was said", async () => {
  const now = systemClock.now();
  const authority = await issue(
    { commonName: "ca", usage: "ca", key: "ec", notBefore: now - 60_000, notAfter: now + 3_600_000 },
    systemRandom,
  );
  const pem = await signRequest(
    readRequest(await requestBy(ec)),
    { keyUsage: 1, extendedKeyUsage: ["1.3.6.1.5.5.7.3.2"], notBefore: now, notAfter: now + 600_000 },
    authority,
    systemRandom,
  );
  const certificate = new X509Certificate(pem);
  assert.equal(certificate.verify(new X509Certificate(authority.certificate).publicKey), true);
  assert.match(certificate.subject, /CN=joe/);
  assert.deepEqual(certificate.keyUsage, ["1.3.6.1.5.5.7.3.2"]);
  assert.ok(Math.abs(certificate.validToDate.getTime() - now - 600_000) < 1_000);
  assert.match(certificate.subjectAltName ?? "", /DNS:a\.example\.com/);
});
