// The certificate library loads in this folder and nowhere else, and only when something has to be issued: it costs 70 ms of a start.
import "reflect-metadata";
import type { webcrypto } from "node:crypto";
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
  /** `ca` signs others; `server` and `client` are the ends of TLS. */
  usage: "ca" | "server" | "client";
  /** RSA where the holder signs tokens (RS256, PS256); elliptic curve elsewhere, since its keys are made at once. */
  key: "ec" | "rsa";
  /** DNS names and addresses of a server. */
  names?: readonly string[];
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
const signature = { name: "ECDSA", hash: "SHA-256" } as const;
const usages = { server: "1.3.6.1.5.5.7.3.1", client: "1.3.6.1.5.5.7.3.2" } as const;
const isAddress = (name: string): boolean => /^[\d.]+$|:/.test(name);

/** Makes a key and a certificate for it, signed by `issuer`; without one, by itself. The issuer's key is an elliptic curve key. */
export async function issue(request: CertificateRequest, random: Random, issuer?: Identity): Promise<Identity> {
  const keys = (await crypto.subtle.generateKey(request.key === "ec" ? ec : rsa, true, [
    "sign",
    "verify",
  ])) as webcrypto.CryptoKeyPair;
  const authority = issuer === undefined ? undefined : new X509Certificate(issuer.certificate);
  const signingKey = issuer === undefined ? keys.privateKey : await importKey(issuer.key);
  const subject = [{ CN: [request.commonName] }, { O: ["aro local"] }];
  const digital = KeyUsageFlags.digitalSignature | (request.key === "rsa" ? KeyUsageFlags.keyEncipherment : 0);
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: authority?.subjectName.toJSON() ?? subject,
    serialNumber: Buffer.from([0x40, ...random.bytes(15)]).toString("hex"),
    notBefore: new Date(request.notBefore),
    notAfter: new Date(request.notAfter),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: signature,
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
              request.names.map((value) => ({ type: isAddress(value) ? "ip" : "dns", value })),
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

const importKey = (key: string): Promise<CryptoKey> =>
  crypto.subtle.importKey("pkcs8", Buffer.from(key.replace(/-----[^-]+-----|\s/g, ""), "base64"), ec, false, ["sign"]);

function pem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString("base64")
    .match(/.{1,64}/g);
  return `-----BEGIN ${label}-----\n${lines?.join("\n")}\n-----END ${label}-----\n`;
}
