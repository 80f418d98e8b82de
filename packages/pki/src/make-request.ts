import "reflect-metadata";
import type { webcrypto } from "node:crypto";
import { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from "@peculiar/x509";

/** Whom a certificate is asked for. */
export interface RequestedSubject {
  commonName: string;
  organizations?: readonly string[];
  /** DNS names and addresses. */
  names?: readonly string[];
}

const ec = { name: "ECDSA", namedCurve: "P-256" } as const;
const isAddress = (name: string): boolean => /^[\d.]+$|:/.test(name);

/** Makes a key and a request for its certificate (PKCS #10), both PEM. */
export async function makeRequest({
  commonName,
  organizations = [],
  names = [],
}: RequestedSubject): Promise<{ request: string; key: string }> {
  const keys = (await crypto.subtle.generateKey(ec, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
  const made = await Pkcs10CertificateRequestGenerator.create({
    name: [...organizations.map((one) => ({ O: [one] })), { CN: [commonName] }],
    keys,
    signingAlgorithm: { ...ec, hash: "SHA-256" },
    extensions:
      names.length === 0
        ? []
        : [
            new SubjectAlternativeNameExtension(
              names.map((value) => ({ type: isAddress(value) ? "ip" : "dns", value })),
            ),
          ],
  });
  const key = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const lines = key.match(/.{1,64}/g)?.join("\n");
  return {
    request: `${made.toString("pem").trim()}\n`,
    key: `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`,
  };
}
