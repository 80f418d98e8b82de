import { type Cloud, Secret } from "@aro/api";
import type { TokenCredential } from "@azure/core-auth";
import type { HttpClient } from "@azure/core-rest-pipeline";
import type { SecretClient } from "@azure/keyvault-secrets";
import { failureOf } from "./failure.ts";

/** Secrets of one vault. All fail as the vault's library does; a message names the secret, never its value. */
export interface VaultSecrets {
  /** `https://NAME.vault…` */
  readonly url: string;
  /** The newest version; undefined when there is no secret of that name. */
  newest(name: string, signal: AbortSignal): Promise<Secret<string> | undefined>;
  /** Every version that is enabled, the newest first; empty when there is no secret of that name. */
  versions(name: string, signal: AbortSignal): Promise<Secret<string>[]>;
}

/** The secrets of the vault of that name, read as `credential`; `httpClient` is how it is reached, the library's own way when absent. */
export function vaultSecrets(
  cloud: Cloud,
  vault: string,
  credential: TokenCredential,
  httpClient?: HttpClient,
): VaultSecrets {
  const options = httpClient === undefined ? {} : { httpClient };
  const url = `https://${vault}.${cloud.suffixes.keyVault}`;
  let made: Promise<SecretClient> | undefined;
  const client = (): Promise<SecretClient> => {
    made ??= import("@azure/keyvault-secrets").then(({ SecretClient: Client }) => new Client(url, credential, options));
    return made;
  };
  const value = async (name: string, version: string | undefined, signal: AbortSignal): Promise<Secret<string>> => {
    const options = { abortSignal: signal, ...(version === undefined ? {} : { version }) };
    return new Secret((await (await client()).getSecret(name, options)).value ?? "");
  };
  return {
    url,
    newest: (name, signal) => value(name, undefined, signal).catch(undefinedWhenAbsent),
    versions: async (name, signal) => {
      const found: { version: string; created: number }[] = [];
      try {
        const options = { abortSignal: signal };
        for await (const one of (await client()).listPropertiesOfSecretVersions(name, options))
          if (one.enabled !== false && one.version !== undefined)
            found.push({ version: one.version, created: one.createdOn?.getTime() ?? 0 });
      } catch (error) {
        undefinedWhenAbsent(error);
      }
      found.sort((one, other) => other.created - one.created);
      return Promise.all(found.map(({ version }) => value(name, version, signal)));
    },
  };
}

function undefinedWhenAbsent(error: unknown): undefined {
  if (failureOf(error).status === 404) return undefined;
  throw error;
}
