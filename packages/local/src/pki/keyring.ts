import type { CertificateRequest, Identity } from "@aro/pki";
import type { Clock, Random } from "@aro/runtime";
import { openIdentityFiles } from "./identity-files.ts";

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

const caDays = 3650;
const leafDays = 730;

/** Reads the keyring below `folder`, making what is missing, soon expires, or was signed by another authority. */
export async function openKeyring(folder: string, clock: Clock, random: Random): Promise<Keyring> {
  const files = openIdentityFiles(folder, clock, random);
  const ca = await files.ensure(
    "ca",
    { commonName: "aro local certificate authority", usage: "ca", key: "ec" },
    { days: caDays },
  );
  const entries = await Promise.all(
    Object.entries<Row>(identityTable).map(
      async ([name, row]) => [name, await files.ensure(name, row, { days: leafDays, issuer: ca })] as const,
    ),
  );
  return Object.fromEntries([["ca", ca], ...entries]) as unknown as Keyring;
}
