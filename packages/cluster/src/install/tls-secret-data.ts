import { createPrivateKey } from "node:crypto";

const block = /-----BEGIN ([A-Z ]+)-----[\s\S]*?-----END \1-----\n?/g;

/**
 * A PEM bundle as a vault gives it, as the data of a TLS secret: all certificates in their order, and the key in PKCS #8.
 * @throws Error when the bundle lacks one of them.
 */
export function tlsSecretData(bundle: string): { "tls.crt": string; "tls.key": string } {
  const found = [...bundle.matchAll(block)];
  const certificates = found.filter(([, what]) => what === "CERTIFICATE").map(([text]) => `${text.trim()}\n`);
  const key = found.find(([, what]) => what?.endsWith("PRIVATE KEY"));
  if (certificates.length === 0 || key === undefined) throw new Error("the bundle lacks a certificate or its key");
  return {
    "tls.crt": certificates.join(""),
    "tls.key": createPrivateKey(key[0]).export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
