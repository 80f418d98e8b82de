import { X509Certificate } from "node:crypto";
import type { Clock } from "@aro/runtime";
import type { Authoriser } from "../stages/index.ts";

/** Extended key usage of a certificate that stands for a client (RFC 5280 §4.2.1.12). */
const clientAuthentication = "1.3.6.1.5.5.7.3.2";

/**
 * Administrators by subject and issuer (spec 01 §5 "Authenticate"): the certificate is valid now and for clients, has exactly this common name, and
 * was issued by one of `authorities`, each of which is trusted by itself, roots and intermediates alike.
 */
export function administratorCertificates({
  commonName,
  authorities,
  clock,
}: {
  commonName: string;
  /** PEM, one or more. */
  authorities: string;
  clock: Pick<Clock, "now">;
}): Authoriser {
  const trusted = certificatesIn(authorities);
  if (trusted.length === 0) throw new Error("the file of the administrators' authorities holds no PEM certificate");
  return {
    ready: () => true,
    authorises: (der) => {
      const certificate = readDer(der);
      return (
        certificate !== undefined &&
        isValid(certificate, clock.now()) &&
        certificate.keyUsage?.includes(clientAuthentication) === true &&
        certificate.toLegacyObject().subject.CN === commonName &&
        trusted.some((authority) => isIssuedBy(certificate, authority, clock.now()))
      );
    },
  };
}

const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const certificatesIn = (text: string): X509Certificate[] =>
  Array.from(text.matchAll(pem), ([certificate]) => new X509Certificate(certificate));

function readDer(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    // The peer sent something else: nobody's certificate.
    return undefined;
  }
}

const isValid = ({ validFromDate, validToDate }: X509Certificate, now: number): boolean =>
  validFromDate.getTime() <= now && now < validToDate.getTime();

const isIssuedBy = (certificate: X509Certificate, authority: X509Certificate, now: number): boolean =>
  authority.ca &&
  isValid(authority, now) &&
  certificate.checkIssued(authority) &&
  certificate.verify(authority.publicKey);
