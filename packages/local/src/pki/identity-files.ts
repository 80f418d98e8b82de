import { X509Certificate } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type CertificateRequest, fromPem, type Identity, issue, toPem } from "@aro/pki";
import type { Clock, Random } from "@aro/runtime";

/** A folder of identities, each made once and kept in `NAME.pem`. */
export interface IdentityFiles {
  /** The identity of this name; made when it is missing, soon expires, or was signed by another than `issuer`. */
  ensure(
    name: string,
    row: Omit<CertificateRequest, "notBefore" | "notAfter">,
    life: { days: number; issuer?: Identity },
  ): Promise<Identity>;
}

/** What every certificate of the local cloud names as its organization. */
export const organizations: readonly string[] = ["aro local"];

const dayMs = 86_400_000;
const renewBeforeDays = 30;

/** Every file is written whole or not at all and readable by its owner only, so that a start that is killed half way leaves nothing wrong. */
export function openIdentityFiles(folder: string, clock: Clock, random: Random): IdentityFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    ensure: async (name, row, { days, issuer }) => {
      const now = clock.now();
      const file = join(folder, `${name}.pem`);
      const stored = readIdentity(file);
      if (stored !== undefined && isGood(stored, now, issuer)) return stored;
      const validity = { notBefore: now - dayMs, notAfter: now + days * dayMs };
      const made = await issue({ ...row, organizations, ...validity }, random, issuer);
      writePrivately(file, toPem(made));
      return made;
    },
  };
}

/** Writes a file that only its owner may read, whole or not at all. */
export function writePrivately(path: string, text: string, mode = 0o600): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const beside = `${path}.new`;
  writeFileSync(beside, text, { mode });
  chmodSync(beside, mode);
  renameSync(beside, path);
}

function readIdentity(path: string): Identity | undefined {
  try {
    return fromPem(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function isGood(identity: Identity, now: number, authority: Identity | undefined): boolean {
  const certificate = new X509Certificate(identity.certificate);
  if (Date.parse(certificate.validTo) - now < renewBeforeDays * dayMs) return false;
  return authority === undefined || certificate.verify(new X509Certificate(authority.certificate).publicKey);
}
