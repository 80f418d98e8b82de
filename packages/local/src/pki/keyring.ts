import { X509Certificate } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Clock, Random } from "@aro/runtime";
import { fromPem, type Identity, toPem } from "./identity.ts";
import type { CertificateRequest } from "./issue.ts";

type Row = Omit<CertificateRequest, "notBefore" | "notAfter">;

const here = ["localhost", "127.0.0.1", "::1"];

/** Every certificate the local cloud needs, each made once and kept in `pki/NAME.pem` of the state folder. */
export const identityTable = {
  server: { commonName: "localhost", usage: "server", key: "ec", names: here },
  "rp-server": { commonName: "localhost", usage: "server", key: "ec", names: here },
  "arm-client": { commonName: "arm.aro.test", usage: "client", key: "ec" },
  admin: { commonName: "admin.aro.test", usage: "client", key: "ec" },
  // SDKs sign client assertions with RS256 or PS256, `az` with RS256; tokens are RS256: these keys are RSA.
  "first-party": { commonName: "firstparty.aro.test", usage: "client", key: "rsa" },
  owner: { commonName: "owner.aro.test", usage: "client", key: "rsa" },
  "token-signing": { commonName: "tokens.aro.test", usage: "client", key: "rsa" },
} as const satisfies Record<string, Row>;

export type IdentityName = keyof typeof identityTable;

/** The authority and everything it issued. */
export type Keyring = Readonly<Record<IdentityName | "ca", Identity>>;

const dayMs = 86_400_000;
const caDays = 3650;
const leafDays = 730;
const renewBeforeDays = 30;

/**
 * Reads the keyring below `folder`, making what is missing, soon expires, or was signed by another authority.
 * Every file is written whole or not at all and readable by its owner only, so that a start that is killed half way leaves nothing wrong.
 */
export async function openKeyring(folder: string, clock: Clock, random: Random): Promise<Keyring> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const now = clock.now();
  const file = (name: string) => join(folder, `${name}.pem`);
  const make = async (row: Row, days: number, issuer?: Identity): Promise<Identity> => {
    const { issue } = await import("./issue.ts");
    return issue({ ...row, notBefore: now - dayMs, notAfter: now + days * dayMs }, random, issuer);
  };
  const stored = (name: string, authority?: Identity): Identity | undefined => {
    const identity = readIdentity(file(name));
    return identity !== undefined && isGood(identity, now, authority) ? identity : undefined;
  };
  const keep = (name: string, identity: Identity): Identity => {
    writePrivately(file(name), toPem(identity));
    return identity;
  };
  const ca =
    stored("ca") ??
    keep("ca", await make({ commonName: "aro local certificate authority", usage: "ca", key: "ec" }, caDays));
  const entries = await Promise.all(
    Object.entries<Row>(identityTable).map(
      async ([name, row]) => [name, stored(name, ca) ?? keep(name, await make(row, leafDays, ca))] as const,
    ),
  );
  return Object.fromEntries([["ca", ca], ...entries]) as unknown as Keyring;
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
