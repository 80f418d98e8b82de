import { createHash, X509Certificate } from "node:crypto";

/** A certificate with its key, both PEM. */
export interface Identity {
  certificate: string;
  /** PKCS #8. */
  key: string;
}

/** Key and certificate in one PEM text, the form in which services and `az` read them. */
export const toPem = ({ certificate, key }: Identity): string => key + certificate;

/** The two halves of {@link toPem}; undefined when the text holds no key or no certificate. */
export function fromPem(text: string): Identity | undefined {
  const block = (label: string) => new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----`).exec(text)?.[0];
  const certificate = block("CERTIFICATE");
  const key = block("PRIVATE KEY");
  return certificate === undefined || key === undefined
    ? undefined
    : { certificate: `${certificate}\n`, key: `${key}\n` };
}

/** DER of a certificate in base64: what `x5c` and ARM's metadata carry. */
export const certificateDer = (certificate: string): string => new X509Certificate(certificate).raw.toString("base64");

/** Thumbprint of a certificate in upper-case hex, as Azure shows it. */
export const thumbprint = (certificate: string, hash: "sha1" | "sha256" = "sha1"): string =>
  createHash(hash).update(new X509Certificate(certificate).raw).digest("hex").toUpperCase();
