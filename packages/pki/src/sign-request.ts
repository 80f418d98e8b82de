import "reflect-metadata";
import type { Random } from "@aro/runtime";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { ReadRequest } from "./certificate-request.ts";
import type { Identity } from "./identity.ts";
import { importKey } from "./issue.ts";

/** What a certificate for somebody else's key is to say besides the names that its request has. */
export interface SignOptions {
  /** Flags of the key usage extension. */
  keyUsage: number;
  /** Object identifiers of the extended key usage. */
  extendedKeyUsage: readonly string[];
  /** Milliseconds since the Unix epoch. */
  notBefore: number;
  notAfter: number;
}

/** Signs the request of somebody who keeps his key. PEM of the certificate. */
export async function signRequest(
  request: ReadRequest,
  options: SignOptions,
  issuer: Identity,
  random: Random,
): Promise<string> {
  const asked = new Pkcs10CertificateRequest(new Uint8Array(request.der));
  const authority = new X509Certificate(issuer.certificate);
  const signer = await importKey(issuer.key);
  const names = [
    ...request.dnsNames.map((value) => ({ type: "dns" as const, value })),
    ...request.addresses.map((value) => ({ type: "ip" as const, value })),
    ...request.emails.map((value) => ({ type: "email" as const, value })),
    ...request.uris.map((value) => ({ type: "url" as const, value })),
  ];
  const certificate = await X509CertificateGenerator.create({
    subject: asked.subjectName.toJSON(),
    issuer: authority.subjectName.toJSON(),
    serialNumber: Buffer.from([0x40, ...random.bytes(15)]).toString("hex"),
    notBefore: new Date(options.notBefore),
    notAfter: new Date(Math.min(options.notAfter, authority.notAfter.getTime())),
    publicKey: asked.publicKey,
    signingKey: signer.key,
    signingAlgorithm: signer.signature,
    extensions: [
      ...(options.keyUsage === 0 ? [] : [new KeyUsagesExtension(options.keyUsage, true)]),
      ...(options.extendedKeyUsage.length === 0 ? [] : [new ExtendedKeyUsageExtension([...options.extendedKeyUsage])]),
      new BasicConstraintsExtension(false, undefined, true),
      await AuthorityKeyIdentifierExtension.create(authority),
      ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)]),
    ],
  });
  return `${certificate.toString("pem").trim()}\n`;
}
