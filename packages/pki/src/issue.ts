// The certificate library costs 70 ms of a start: whoever may not need it imports this file when it has something to issue.
import "reflect-metadata";
import { createPrivateKey, type webcrypto } from "node:crypto";
import type { Random } from "@aro/runtime";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { Identity } from "./identity.ts";

/** What a certificate is to say. */
export interface CertificateRequest {
  commonName: string;
  /** Absent: the certificate names none. */
  organizations?: readonly string[];
  /** `ca` signs others; `server` and `client` are the ends of TLS. */
  usage: "ca" | "server" | "client";
  /** RSA where the holder signs tokens (RS256, PS256); elliptic curve elsewhere, since its keys are made at once. */
  key: "ec" | "rsa";
  /** DNS names and addresses of a server; `dns` for an address that is to stand among the DNS names, where old clients look. */
  names?: readonly (string | { dns: string })[];
  /** Milliseconds since the Unix epoch. */
  notBefore: number;
  notAfter: number;
}

const ec = { name: "ECDSA", namedCurve: "P-256" } as const;
const rsa = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const;
const ecSignature = { name: "ECDSA", hash: "SHA-256" } as const;
const usages = { server: "1.3.6.1.5.5.7.3.1", client: "1.3.6.1.5.5.7.3.2" } as const;
const isAddress = (name: string): boolean => /^[\d.]+$|:/.test(name);

/** Makes a key and a certificate for it, signed by `issuer`; without one, by itself. */
export async function issue(request: CertificateRequest, random: Random, issuer?: Identity): Promise<Identity> {
  const keys = (await crypto.subtle.generateKey(request.key === "ec" ? ec : rsa, true, [
    "sign",
    "verify",
  ])) as webcrypto.CryptoKeyPair;
  const authority = issuer === undefined ? undefined : new X509Certificate(issuer.certificate);
  const signer =
    issuer === undefined
      ? { key: keys.privateKey, signature: request.key === "ec" ? ecSignature : rsa }
      : await importKey(issuer.key);
  const subject = [{ CN: [request.commonName] }, ...(request.organizations ?? []).map((one) => ({ O: [one] }))];
  const digital = KeyUsageFlags.digitalSignature | (request.key === "rsa" ? KeyUsageFlags.keyEncipherment : 0);
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: authority?.subjectName.toJSON() ?? subject,
    serialNumber: Buffer.from([0x40, ...random.bytes(15)]).toString("hex"),
    notBefore: new Date(request.notBefore),
    notAfter: new Date(request.notAfter),
    publicKey: keys.publicKey,
    signingKey: signer.key,
    signingAlgorithm: signer.signature,
    extensions: [
      new BasicConstraintsExtension(request.usage === "ca", undefined, true),
      new KeyUsagesExtension(
        request.usage === "ca" ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign : digital,
        true,
      ),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(authority ?? keys.publicKey),
      ...(request.usage === "ca" ? [] : [new ExtendedKeyUsageExtension([usages[request.usage]])]),
      ...(request.names === undefined
        ? []
        : [
            new SubjectAlternativeNameExtension(
              request.names.map((name) =>
                typeof name === "string"
                  ? { type: isAddress(name) ? "ip" : "dns", value: name }
                  : { type: "dns", value: name.dns },
              ),
            ),
          ]),
    ],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    certificate: `${certificate.toString("pem").trim()}\n`,
    key: pem("PRIVATE KEY", new Uint8Array(key)),
  };
}

/** A PKCS #8 key and how it signs. */
export async function importKey(key: string): Promise<{ key: CryptoKey; signature: typeof ecSignature | typeof rsa }> {
  const isRsa = createPrivateKey(key).asymmetricKeyType === "rsa";
  const der = Buffer.from(key.replace(/-----[^-]+-----|\s/g, ""), "base64");
  return isRsa
    ? { key: await crypto.subtle.importKey("pkcs8", der, rsa, false, ["sign"]), signature: rsa }
    : { key: await crypto.subtle.importKey("pkcs8", der, ec, false, ["sign"]), signature: ecSignature };
}

function pem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString("base64")
    .match(/.{1,64}/g);
  return `-----BEGIN ${label}-----\n${lines?.join("\n")}\n-----END ${label}-----\n`;
}
