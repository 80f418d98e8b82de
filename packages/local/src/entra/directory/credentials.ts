import { createHash, X509Certificate } from "node:crypto";
import { thumbprint } from "@aro/pki";
import type { Clock, Random } from "@aro/runtime";
import type { Durable } from "../../state/durable.ts";

/** A password; its value is shown once, when it is made. */
export interface Secret {
  keyId: string;
  displayName?: string;
  /** Its first three characters. */
  hint: string;
  /** Milliseconds since the Unix epoch. */
  startsAt: number;
  endsAt: number;
}

/** A certificate whose holder may sign for an object. */
export interface Certificate {
  keyId: string;
  displayName?: string;
  startsAt: number;
  endsAt: number;
  /** Thumbprints in upper-case hex. */
  sha1: string;
  sha256: string;
  /** PEM. */
  certificate: string;
}

/** Whose tokens stand for an object: issuer, subject and audiences are compared as they are written. */
export interface FederatedCredential {
  id: string;
  name: string;
  issuer: string;
  subject: string;
  audiences: readonly string[];
  description?: string;
}

/** How an object may prove itself. */
export interface Credentials {
  secrets: readonly (Secret & { hash: string; visibleAt: number })[];
  certificates: readonly (Certificate & { visibleAt: number })[];
  federated: readonly (FederatedCredential & { visibleAt: number })[];
}

/** What a new password or certificate may say besides its value. */
export interface Validity {
  keyId?: string;
  displayName?: string;
  startsAt?: number;
  endsAt?: number;
}

/** The credentials of the directory's objects. */
export interface CredentialStore {
  of(objectId: string): Credentials;
  /** Adds a password: `value` when it is given, a fresh one otherwise. It ends at `endsAt`, or after two years. */
  addSecret(objectId: string, options?: Validity & { value?: string }): Secret & { value: string };
  removeSecret(objectId: string, keyId: string): boolean;
  /** Registers a certificate (PEM); registering it again changes nothing. It is good as long as it says itself. */
  addCertificate(objectId: string, certificate: string, options?: Validity): Certificate;
  removeCertificate(objectId: string, keyId: string): boolean;
  putFederated(objectId: string, credential: FederatedCredential): void;
  removeFederated(objectId: string, id: string): void;
}

/** How secrets are stored and compared. */
export const secretHash = (value: string): string => createHash("sha256").update(value).digest("hex");

const twoYearsMs = 730 * 86_400_000;
const lettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const secretAlphabet = `${lettersAndDigits}._~-`;

/**
 * A password of the form Entra gives: forty characters with `8Q~` as a mark that scanners know. None begins with a hyphen, which command lines would
 * take for a flag.
 */
export function newSecret(random: Random): string {
  const drawn = (count: number, alphabet: string) =>
    Array.from(random.bytes(count), (byte) => alphabet[byte % alphabet.length]).join("");
  return `${drawn(1, lettersAndDigits)}${drawn(2, secretAlphabet)}8Q~${drawn(34, secretAlphabet)}`;
}

const owner = "objectId TEXT NOT NULL COLLATE NOCASE REFERENCES directory_object ON DELETE CASCADE";
const tables = `
  CREATE TABLE IF NOT EXISTS directory_secret (
    keyId TEXT PRIMARY KEY, ${owner}, displayName TEXT, hint TEXT NOT NULL, startsAt INTEGER NOT NULL, endsAt INTEGER NOT NULL,
    visibleAt INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS directory_secret_object ON directory_secret (objectId);
  CREATE TABLE IF NOT EXISTS directory_certificate (
    keyId TEXT NOT NULL, ${owner}, displayName TEXT, startsAt INTEGER NOT NULL, endsAt INTEGER NOT NULL,
    visibleAt INTEGER NOT NULL, sha1 TEXT NOT NULL, sha256 TEXT NOT NULL, certificate TEXT NOT NULL,
    PRIMARY KEY (objectId, keyId), UNIQUE (objectId, sha256)) STRICT;
  CREATE TABLE IF NOT EXISTS directory_federated (
    id TEXT PRIMARY KEY, ${owner}, name TEXT NOT NULL, issuer TEXT NOT NULL, subject TEXT NOT NULL, audiences TEXT NOT NULL,
    description TEXT, visibleAt INTEGER NOT NULL, UNIQUE (objectId, name)) STRICT;
`;

/** SQLite's nulls as absent members. */
const present = <Row>(row: Record<string, unknown>): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Row;

/** Opens the credentials in the emulator's durable state; `visibleFrom` says when what is made now is seen. */
export function openCredentials({
  durable: { database },
  clock,
  random,
  visibleFrom,
}: {
  durable: Durable;
  clock: Clock;
  random: Random;
  visibleFrom: () => number;
}): CredentialStore {
  database.exec(tables);
  const statement = (sql: string) => database.prepare(sql);
  const secrets = statement("SELECT * FROM directory_secret WHERE objectId = ? ORDER BY rowid");
  const insertSecret = statement("INSERT INTO directory_secret VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const removeSecret = statement("DELETE FROM directory_secret WHERE objectId = ? AND keyId = ?");
  const certificates = statement("SELECT * FROM directory_certificate WHERE objectId = ? ORDER BY rowid");
  const insertCertificate = statement(
    "INSERT INTO directory_certificate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (objectId, sha256) DO NOTHING",
  );
  const removeCertificate = statement("DELETE FROM directory_certificate WHERE objectId = ? AND keyId = ?");
  const federated = statement("SELECT * FROM directory_federated WHERE objectId = ? ORDER BY rowid");
  const putFederated = statement(
    `INSERT INTO directory_federated VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET issuer = excluded.issuer,
      subject = excluded.subject, audiences = excluded.audiences, description = excluded.description, visibleAt = excluded.visibleAt`,
  );
  const removeFederated = statement("DELETE FROM directory_federated WHERE objectId = ? AND id = ?");
  return {
    of: (objectId) => ({
      secrets: secrets.all(objectId).map((row) => present(row)),
      certificates: certificates.all(objectId).map((row) => present(row)),
      federated: federated
        .all(objectId)
        .map((row) => present({ ...row, audiences: JSON.parse(String(row["audiences"])) as string[] })),
    }),
    addSecret: (objectId, { value = newSecret(random), keyId = random.uuid(), displayName, startsAt, endsAt } = {}) => {
      const starts = startsAt ?? clock.now();
      const secret = { keyId, hint: value.slice(0, 3), startsAt: starts, endsAt: endsAt ?? starts + twoYearsMs };
      const { hint } = secret;
      insertSecret.run(
        keyId,
        objectId,
        displayName ?? null,
        hint,
        starts,
        secret.endsAt,
        visibleFrom(),
        secretHash(value),
      );
      return { ...secret, ...(displayName === undefined ? {} : { displayName }), value };
    },
    removeSecret: (objectId, keyId) => removeSecret.run(objectId, keyId).changes > 0,
    addCertificate: (objectId, certificate, { keyId = random.uuid(), displayName, startsAt, endsAt } = {}) => {
      const { validFrom, validTo } = new X509Certificate(certificate);
      const made = {
        keyId,
        startsAt: startsAt ?? Date.parse(validFrom),
        endsAt: endsAt ?? Date.parse(validTo),
        sha1: thumbprint(certificate),
        sha256: thumbprint(certificate, "sha256"),
        certificate,
        ...(displayName === undefined ? {} : { displayName }),
      };
      insertCertificate.run(
        keyId,
        objectId,
        displayName ?? null,
        made.startsAt,
        made.endsAt,
        visibleFrom(),
        made.sha1,
        made.sha256,
        certificate,
      );
      return made;
    },
    removeCertificate: (objectId, keyId) => removeCertificate.run(objectId, keyId).changes > 0,
    putFederated: (objectId, { id, name, issuer, subject, audiences, description }) =>
      void putFederated.run(
        id,
        objectId,
        name,
        issuer,
        subject,
        JSON.stringify(audiences),
        description ?? null,
        visibleFrom(),
      ),
    removeFederated: (objectId, id) => void removeFederated.run(objectId, id),
  };
}
