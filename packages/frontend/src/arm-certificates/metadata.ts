/** One of ARM's client certificates, as its metadata lists it. */
export interface ArmCertificate {
  /** DER. */
  certificate: Uint8Array;
  /** Milliseconds since the epoch: valid from, and up to but not including. */
  notBefore: number;
  notAfter: number;
}

/** Whether the certificate is in its time. */
export const isCurrent = ({ notBefore, notAfter }: ArmCertificate, now: number): boolean =>
  notBefore <= now && now < notAfter;

/**
 * The certificates in the body of `GET <endpoint>/metadata/authentication?api-version=2015-01-01`:
 * `{clientCertificates: [{thumbprint, notBefore, notAfter, certificate}]}`, the last in base64 (spec 01 §5 "Authenticate").
 * @throws Error saying what is wrong with it.
 */
export function parseMetadata(body: unknown): ArmCertificate[] {
  const listed = (body as { clientCertificates?: unknown } | null)?.clientCertificates;
  if (!Array.isArray(listed)) throw new Error("the metadata has no list clientCertificates");
  return listed.map((entry: unknown, index) => {
    const { certificate, notBefore, notAfter } = (entry ?? {}) as Record<string, unknown>;
    const from = Date.parse(String(notBefore));
    const until = Date.parse(String(notAfter));
    if (typeof certificate !== "string" || Number.isNaN(from) || Number.isNaN(until))
      throw new Error(`clientCertificates[${index}] lacks certificate, notBefore or notAfter`);
    const der = Buffer.from(certificate, "base64");
    if (der.byteLength === 0) throw new Error(`clientCertificates[${index}].certificate is not base64`);
    return { certificate: der, notBefore: from, notAfter: until };
  });
}
