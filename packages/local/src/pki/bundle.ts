import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";

/** Where systems keep their roots: Debian, Red Hat, SUSE, Alpine and macOS. */
const systemRootFiles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/cert.pem",
] as const;

/**
 * The system's roots and ours in one text: REQUESTS_CA_BUNDLE and SSL_CERT_FILE replace what a client trusts, they do not add to it.
 * Without any of `files`, the roots that come with Node.
 */
export function bundleWith(ca: string, files: readonly string[] = systemRootFiles): string {
  for (const file of files) {
    try {
      return `${readFileSync(file, "utf8").trimEnd()}\n${ca}`;
    } catch {
      // The next place.
    }
  }
  return `${rootCertificates.join("\n")}\n${ca}`;
}
