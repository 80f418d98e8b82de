import { constants } from "node:crypto";
import type { SecureServerOptions } from "node:http2";

/** The server's own key and certificate chain, PEM. */
export interface TlsMaterial {
  key: string;
  certificates: string;
}

/** Requests under way on one HTTP/2 connection. */
const mostStreams = 250;

/**
 * How the listener speaks TLS (spec 01 §5): at least 1.2, curves P-256 and X25519, h2 or http/1.1, the client certificate asked for
 * but not verified here, because ARM's is compared byte by byte. Session tickets are off: a resumed session would skip the certificate.
 */
export const tlsOptions = ({ key, certificates }: TlsMaterial): SecureServerOptions => ({
  key,
  cert: certificates,
  minVersion: "TLSv1.2",
  ecdhCurve: "X25519:prime256v1",
  requestCert: true,
  rejectUnauthorized: false,
  secureOptions: constants.SSL_OP_NO_TICKET,
  ALPNProtocols: ["h2", "http/1.1"],
  allowHTTP1: true,
  settings: { maxConcurrentStreams: mostStreams },
});
