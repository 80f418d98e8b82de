// The certificate library loads in this folder and nowhere else, and only when something has to be issued: it costs 70 ms of a start.
import "reflect-metadata";
import { createPrivateKey, createPublicKey, type webcrypto } from "node:crypto";
import type { Identity } from "@aro/pki";
import type { Random } from "@aro/runtime";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type JsonGeneralNames,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { LeafRequest } from "./leaf-request.ts";

type Signing = { key: CryptoKey; algorithm: webcrypto.RsaHashedImportParams & { namedCurve?: string } };

/** A private key, PEM of PKCS #8, with the algorithm it signs with. */
async function signing(pem: string): Promise<Signing> {
  const key = createPrivateKey(pem);
  const der = key.export({ type: "pkcs8", format: "der" });
  const curve = { prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" }[
    key.asymmetricKeyDetails?.namedCurve ?? ""
  ];
  const hash = curve === "P-384" ? "SHA-384" : curve === "P-521" ? "SHA-512" : "SHA-256";
  const algorithm =
    key.asymmetricKeyType === "rsa"
      ? { name: "RSASSA-PKCS1-v1_5", hash }
      : { name: "ECDSA", namedCurve: curve ?? "P-256", hash };
  return { key: await crypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]), algorithm };
}

/** The public half of a private key. */
async function publicKey(pem: string): Promise<CryptoKey> {
  const { algorithm } = await signing(pem);
  const der = createPublicKey(pem).export({ type: "spki", format: "der" });
  return crypto.subtle.importKey("spki", der, algorithm, true, ["verify"]);
}

/** A request for a certificate (PKCS #10, DER), signed by the key that it is for. */
export async function certificateRequest(
  request: Pick<LeafRequest, "subject" | "dnsNames">,
  key: string,
): Promise<Buffer> {
  const { key: signingKey, algorithm } = await signing(key);
  const made = await Pkcs10CertificateRequestGenerator.create({
    name: request.subject,
    keys: { privateKey: signingKey, publicKey: await publicKey(key) },
    signingAlgorithm: algorithm,
    extensions: alternativeNames(request.dnsNames, []),
  });
  return Buffer.from(made.rawData);
}

const alternativeNames = (
  dnsNames: readonly string[],
  emails: readonly string[],
): SubjectAlternativeNameExtension[] => {
  const names: JsonGeneralNames = [
    ...dnsNames.map((value) => ({ type: "dns" as const, value })),
    ...emails.map((value) => ({ type: "email" as const, value })),
  ];
  return names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)];
};

/** A certificate (PEM) for the public half of `key`, signed by `issuer`, or by the key itself when there is none. */
export async function signLeaf(request: LeafRequest, key: string, random: Random, issuer?: Identity): Promise<string> {
  const own = await publicKey(key);
  const authority = issuer === undefined ? undefined : new X509Certificate(issuer.certificate);
  const { key: signingKey, algorithm } = await signing(issuer?.key ?? key);
  const usage = request.keyUsage.reduce((bits, one) => bits | KeyUsageFlags[one], 0);
  const certificate = await X509CertificateGenerator.create({
    subject: request.subject,
    issuer: authority?.subjectName.toJSON() ?? request.subject,
    serialNumber: Buffer.from([0x40, ...random.bytes(15)]).toString("hex"),
    notBefore: new Date(request.notBefore),
    notAfter: new Date(request.notAfter),
    publicKey: own,
    signingKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(request.ca, undefined, true),
      ...(usage === 0 ? [] : [new KeyUsagesExtension(usage, true)]),
      ...(request.extendedKeyUsages.length === 0
        ? []
        : [new ExtendedKeyUsageExtension([...request.extendedKeyUsages] as [string, ...string[]])]),
      ...alternativeNames(request.dnsNames, request.emails),
      await SubjectKeyIdentifierExtension.create(own),
      await AuthorityKeyIdentifierExtension.create(authority ?? own),
    ],
  });
  return `${certificate.toString("pem").trim()}\n`;
}
