import { type Identity, issue } from "@aro/pki";
import type { Clock, Random } from "@aro/runtime";
import type { Directory } from "../entra/directory.ts";
import type { PrincipalIds } from "../entra/principals.ts";
import { organizations } from "../pki/identity-files.ts";
import type { Durable } from "../state/durable.ts";
import type { SettingsStore } from "../state/settings-store.ts";
import { toPkcs12 } from "./pkcs12.ts";

/** A credential of a managed identity and its windows, milliseconds since the Unix epoch. */
export interface IssuedCredential {
  /** PKCS #12 with an empty password, in base64. */
  secret: string;
  notBefore: number;
  notAfter: number;
  /** From then on a call gets a new one. */
  renewAfter: number;
  /** From then on it renews nothing any more. */
  cannotRenewAfter: number;
}

/** Credentials that the data plane has handed out: the same one until it may be renewed. */
export interface IssuedCredentials {
  /** The credential of an identity, made when there is none or it may be renewed. */
  of(identity: PrincipalIds): Promise<IssuedCredential>;
  /** How long a new credential is good, in milliseconds. */
  readonly validityMilliseconds: number;
  setValidity(milliseconds: number): void;
}

interface Deps {
  durable: Durable;
  settings: SettingsStore;
  directory: Directory;
  ca: Identity;
  /** Runs work whose credentials are seen at once: the data plane hands out none that do not sign in. */
  atOnce<Result>(work: () => Result): Result;
  clock: Clock;
  random: Random;
}

const dayMs = 86_400_000;
/** Credentials are good for 90 days, renewed from day 46 on (spec 03 §8.1). */
const usualMs = 90 * dayMs;
const renewedAt = 46 / 90;
const setting = "managedIdentity.validityMilliseconds";
const earlyMs = 300_000;

/** Opens the credentials in the emulator's durable state. */
export function openIssuedCredentials(deps: Deps): IssuedCredentials {
  const { durable, settings, directory, ca, atOnce, clock, random } = deps;
  const { database } = durable;
  database.exec(
    `CREATE TABLE IF NOT EXISTS managed_identity_credential (
      objectId TEXT PRIMARY KEY COLLATE NOCASE REFERENCES directory_object ON DELETE CASCADE, credential TEXT NOT NULL) STRICT`,
  );
  const get = database.prepare("SELECT credential FROM managed_identity_credential WHERE objectId = ?");
  const put = database.prepare(
    "INSERT INTO managed_identity_credential VALUES (?, ?) ON CONFLICT (objectId) DO UPDATE SET credential = excluded.credential",
  );
  const validity = () => Number(settings.read(setting) ?? usualMs);
  return {
    of: async ({ objectId, clientId }) => {
      const row = get.get(objectId);
      const present = row === undefined ? undefined : (JSON.parse(String(row["credential"])) as IssuedCredential);
      const now = clock.now();
      if (present !== undefined && now < present.renewAfter) return present;
      // Certificates know whole seconds.
      const notAfter = Math.floor((now + validity()) / 1000) * 1000;
      const notBefore = Math.floor((now - earlyMs) / 1000) * 1000;
      const identity = await issue(
        { commonName: clientId, organizations, usage: "client", key: "rsa", notBefore, notAfter },
        random,
        ca,
      );
      const made: IssuedCredential = {
        secret: toPkcs12(identity, [ca.certificate], random).toString("base64"),
        notBefore,
        notAfter,
        renewAfter: now + Math.floor(validity() * renewedAt),
        cannotRenewAfter: notAfter,
      };
      durable.transaction(() => {
        const { credentialStore } = directory;
        for (const { keyId, endsAt } of credentialStore.of(objectId).certificates)
          if (endsAt <= now) credentialStore.removeCertificate(objectId, keyId);
        atOnce(() => credentialStore.addCertificate(objectId, identity.certificate));
        put.run(objectId, JSON.stringify(made));
      });
      return made;
    },
    get validityMilliseconds() {
      return validity();
    },
    setValidity: (milliseconds) => settings.write(setting, String(milliseconds)),
  };
}
