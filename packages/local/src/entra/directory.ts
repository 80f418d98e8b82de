import { createHash } from "node:crypto";
import type { Clock, Random } from "@aro/runtime";
import type { Durable } from "../durable.ts";
import { thumbprint } from "../pki/identity.ts";

/** An application and its service principal in the one tenant. */
export interface Application {
  /** Application (client) id. */
  appId: string;
  /** Object id of the service principal: what role assignments and tokens (`oid`) name. */
  objectId: string;
  /** Object id of the application itself. */
  applicationObjectId: string;
  displayName: string;
  /** Milliseconds since the Unix epoch. */
  createdAt: number;
}

/** A password of an application; its value is shown once, when it is made. */
export interface Secret {
  keyId: string;
  /** Milliseconds since the Unix epoch. */
  endsAt: number;
}

/** How an application may prove itself. */
export interface Credentials {
  secrets: readonly (Secret & { hash: string })[];
  certificates: readonly { keyId: string; sha1: string; sha256: string; certificate: string }[];
}

/** Applications, service principals and their credentials, kept in the durable state. */
export interface Directory {
  /** Makes an application, or returns the one that has this id. */
  ensure(wanted: { appId?: string; displayName: string }): Application;
  find(appId: string): Application | undefined;
  findPrincipal(objectId: string): Application | undefined;
  list(): Application[];
  /** Forgets an application, its principal and credentials; false when there is none. */
  remove(appId: string): boolean;
  /** Adds a password: `value` when it is given, a fresh one otherwise. It ends at `endsAt`, or after two years. */
  addSecret(appId: string, options?: { value?: string; endsAt?: number }): Secret & { value: string };
  /** Registers a certificate (PEM); registering it again changes nothing. */
  addCertificate(appId: string, certificate: string): void;
  credentials(appId: string): Credentials;
}

/** How secrets are stored and compared. */
export const secretHash = (value: string): string => createHash("sha256").update(value).digest("hex");

const twoYearsMs = 730 * 86_400_000;
const secretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-";

/** A password of the form Entra gives: forty characters with `8Q~` as a mark that scanners know. */
export function newSecret(random: Random): string {
  const letters = (count: number) =>
    Array.from(random.bytes(count), (byte) => secretAlphabet[byte % secretAlphabet.length]).join("");
  return `${letters(3)}8Q~${letters(34)}`;
}

const tables = `
  CREATE TABLE IF NOT EXISTS entra_application (
    appId TEXT PRIMARY KEY COLLATE NOCASE, objectId TEXT NOT NULL UNIQUE COLLATE NOCASE, applicationObjectId TEXT NOT NULL,
    displayName TEXT NOT NULL, createdAt INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS entra_secret (
    keyId TEXT PRIMARY KEY, appId TEXT NOT NULL COLLATE NOCASE REFERENCES entra_application ON DELETE CASCADE,
    hash TEXT NOT NULL, endsAt INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS entra_certificate (
    keyId TEXT PRIMARY KEY, appId TEXT NOT NULL COLLATE NOCASE REFERENCES entra_application ON DELETE CASCADE,
    sha1 TEXT NOT NULL, sha256 TEXT NOT NULL, certificate TEXT NOT NULL, UNIQUE (appId, sha256)) STRICT;
`;

/** Opens the directory in the emulator's durable state. */
export function openDirectory({
  durable,
  clock,
  random,
}: {
  durable: Durable;
  clock: Clock;
  random: Random;
}): Directory {
  const { database } = durable;
  database.exec(tables);
  const byApp = database.prepare("SELECT * FROM entra_application WHERE appId = ?");
  const byObject = database.prepare("SELECT * FROM entra_application WHERE objectId = ?");
  const all = database.prepare("SELECT * FROM entra_application ORDER BY createdAt, rowid");
  const insert = database.prepare("INSERT INTO entra_application VALUES (?, ?, ?, ?, ?)");
  const remove = database.prepare("DELETE FROM entra_application WHERE appId = ?");
  const insertSecret = database.prepare("INSERT INTO entra_secret VALUES (?, ?, ?, ?)");
  const secrets = database.prepare("SELECT keyId, endsAt, hash FROM entra_secret WHERE appId = ? ORDER BY rowid");
  const insertCertificate = database.prepare(
    "INSERT INTO entra_certificate VALUES (?, ?, ?, ?, ?) ON CONFLICT (appId, sha256) DO NOTHING",
  );
  const certificates = database.prepare(
    "SELECT keyId, sha1, sha256, certificate FROM entra_certificate WHERE appId = ? ORDER BY rowid",
  );
  const find = (appId: string) => byApp.get(appId) as Application | undefined;
  return {
    find,
    findPrincipal: (objectId) => byObject.get(objectId) as Application | undefined,
    list: () => all.all() as unknown as Application[],
    remove: (appId) => remove.run(appId).changes > 0,
    ensure: ({ appId = random.uuid(), displayName }) =>
      durable.transaction(() => {
        const present = find(appId);
        if (present !== undefined) return present;
        const made = {
          appId,
          objectId: random.uuid(),
          applicationObjectId: random.uuid(),
          displayName,
          createdAt: clock.now(),
        };
        insert.run(made.appId, made.objectId, made.applicationObjectId, made.displayName, made.createdAt);
        return made;
      }),
    addSecret: (appId, { value = newSecret(random), endsAt = clock.now() + twoYearsMs } = {}) => {
      const secret = { keyId: random.uuid(), endsAt };
      insertSecret.run(secret.keyId, appId, secretHash(value), endsAt);
      return { ...secret, value };
    },
    addCertificate: (appId, certificate) => {
      insertCertificate.run(
        random.uuid(),
        appId,
        thumbprint(certificate),
        thumbprint(certificate, "sha256"),
        certificate,
      );
    },
    credentials: (appId) => ({
      secrets: secrets.all(appId) as unknown as Credentials["secrets"],
      certificates: certificates.all(appId) as unknown as Credentials["certificates"],
    }),
  };
}
