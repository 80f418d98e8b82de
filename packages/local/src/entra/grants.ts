import { createHash } from "node:crypto";
import type { Clock, Random } from "@aro/runtime";
import type { Durable } from "../state/durable.ts";
import type { TokenForm } from "./token-form.ts";

/** A sign-in that waits for a person: the request as it came, and the browser it came from. */
export interface Flow {
  tenant: string;
  /** Hash of the browser's cookie. */
  browser: string;
  /** What is waited for: an authorization request, or a device that shows a code. */
  purpose: { kind: "authorize"; form: TokenForm; query: string } | { kind: "device"; deviceCode: string };
}

/** Who signed in, and when (seconds). */
export interface SignedIn {
  userId: string;
  authTime: number;
}

/** What a code stands for. */
export interface Code extends SignedIn {
  clientId: string;
  redirectUri: string;
  /** `scope`, or `resource` of version 1. */
  wanted: { scope: string } | { resource: string | undefined };
  nonce?: string;
  challenge?: { method: "S256" | "plain"; value: string };
}

/** What a refresh token stands for. */
export interface Refresh extends SignedIn {
  clientId: string;
  wanted: Code["wanted"];
}

/** A device that waits for a person. */
export interface Device {
  clientId: string;
  userCode: string;
  wanted: Code["wanted"];
  /** Set once a person has decided. */
  decision?: SignedIn | "declined";
}

/** What is given out, by kind. */
export interface GrantKinds {
  flow: Flow;
  session: SignedIn;
  code: Code;
  refresh: Refresh;
  device: Device;
  userCode: { deviceCode: string };
}

/** A grant as it is found again. */
export interface Found<Kind extends keyof GrantKinds> {
  value: GrantKinds[Kind];
  issuedAt: number;
  expired: boolean;
  /** Whether it was marked used. */
  used: boolean;
}

/** Codes, refresh tokens and sessions: given out as secrets, kept as hashes; a restart keeps them. */
export interface Grants {
  issue<Kind extends keyof GrantKinds>(
    kind: Kind,
    value: GrantKinds[Kind],
    options: { lifetimeSeconds: number; secret?: string },
  ): string;
  find<Kind extends keyof GrantKinds>(kind: Kind, secret: string): Found<Kind> | undefined;
  change<Kind extends keyof GrantKinds>(kind: Kind, secret: string, value: GrantKinds[Kind]): void;
  markUsed(kind: keyof GrantKinds, secret: string): void;
  remove(kind: keyof GrantKinds, secret: string): void;
}

const table = `CREATE TABLE IF NOT EXISTS entra_grant (
  kind TEXT NOT NULL, hash TEXT NOT NULL, issuedAt INTEGER NOT NULL, expiresAt INTEGER NOT NULL, used INTEGER NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (kind, hash)) STRICT`;

/** Expired ones are kept for a while, so that their holders hear that they expired. */
const keptMs = 86_400_000;

export const grantHash = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

/** Opens the grants in the emulator's durable state. */
export function openGrants({
  durable: { database },
  clock,
  random,
}: {
  durable: Durable;
  clock: Clock;
  random: Random;
}): Grants {
  database.exec(table);
  const insert = database.prepare("INSERT INTO entra_grant VALUES (?, ?, ?, ?, 0, ?)");
  const get = database.prepare("SELECT * FROM entra_grant WHERE kind = ? AND hash = ?");
  const change = database.prepare("UPDATE entra_grant SET value = ? WHERE kind = ? AND hash = ?");
  const use = database.prepare("UPDATE entra_grant SET used = 1 WHERE kind = ? AND hash = ?");
  const remove = database.prepare("DELETE FROM entra_grant WHERE kind = ? AND hash = ?");
  const clean = database.prepare("DELETE FROM entra_grant WHERE expiresAt < ?");
  return {
    issue: (kind, value, { lifetimeSeconds, secret = Buffer.from(random.bytes(32)).toString("base64url") }) => {
      const now = clock.now();
      clean.run(now - keptMs);
      insert.run(kind, grantHash(secret), now, now + lifetimeSeconds * 1000, JSON.stringify(value));
      return secret;
    },
    find: (kind, secret) => {
      const row = get.get(kind, grantHash(secret)) as
        | { issuedAt: number; expiresAt: number; used: number; value: string }
        | undefined;
      if (row === undefined) return undefined;
      const { issuedAt, expiresAt, used, value } = row;
      return { value: JSON.parse(value), issuedAt, expired: expiresAt <= clock.now(), used: used === 1 };
    },
    change: (kind, secret, value) => void change.run(JSON.stringify(value), kind, grantHash(secret)),
    markUsed: (kind, secret) => void use.run(kind, grantHash(secret)),
    remove: (kind, secret) => void remove.run(kind, grantHash(secret)),
  };
}
