import type { Sealer, Secret } from "@aro/api";
import type { VaultSecrets } from "@aro/azure";
import { createSealer } from "@aro/database";
import type { Random } from "@aro/runtime";

/** Secrets of the service vault that an installation reads (spec 03 §7.2). */
export const secretNames = {
  firstParty: "rp-firstparty",
  encryptionKey: "encryption-key-v2",
  legacyEncryptionKey: "encryption-key",
  logging: "cluster-mdsd",
} as const;

/** @throws Error naming secret and vault when there is none of that name. */
export async function neededSecret(vault: VaultSecrets, name: string, signal: AbortSignal): Promise<Secret<string>> {
  const found = await reading(vault, name, () => vault.newest(name, signal), signal);
  if (found === undefined)
    throw new Error(`the vault ${vault.url} has no secret ${name}: the service's deployment is to put it there`);
  return found;
}

/** Seals with the newest version of the key and opens with all of them, those of the legacy key last (spec 03 §7.3). */
export async function sealerOf(vault: VaultSecrets, random: Random, signal: AbortSignal): Promise<Sealer> {
  const [current, legacy] = await Promise.all([
    reading(vault, secretNames.encryptionKey, () => vault.versions(secretNames.encryptionKey, signal), signal),
    reading(
      vault,
      secretNames.legacyEncryptionKey,
      () => vault.versions(secretNames.legacyEncryptionKey, signal),
      signal,
    ),
  ]);
  const [sealWith, ...earlier] = current.flatMap(keys);
  if (sealWith === undefined)
    throw new Error(
      `the vault ${vault.url} has no secret ${secretNames.encryptionKey}: the service's deployment is to put it there`,
    );
  return createSealer({ sealWith, openWith: [...earlier, ...legacy.flatMap(keys)] }, { random });
}

/** The vault's library tells neither which vault nor which secret it was about. */
async function reading<Found>(
  { url }: VaultSecrets,
  name: string,
  read: () => Promise<Found>,
  signal: AbortSignal,
): Promise<Found> {
  try {
    return await read();
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(
      `secret ${name} of the vault ${url} cannot be read by the identity of the nodes' pool: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/** A version holds one key in base64; several stand a line each, the newest first. */
const keys = (secret: Secret<string>): Uint8Array[] =>
  secret
    .reveal()
    .split(/\s+/)
    .filter((line) => line !== "")
    .map((line) => Buffer.from(line, "base64"));
