import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Secret } from "@aro/api";

/** Where a process gets its secrets. A mounted folder today; a key vault answers the same questions. */
export interface SecretSource {
  /** The secret's text. @throws Error naming the secret and where it was looked for. */
  text(name: string): Promise<Secret<string>>;
  /** As {@link text}, undefined when there is no such secret. */
  optional(name: string): Promise<Secret<string> | undefined>;
}

/** Secrets as files of one folder, each named as the secret. */
export function secretsDirectory(folder: string): SecretSource {
  const optional = async (name: string) => {
    try {
      return new Secret((await readFile(join(folder, name), "utf8")).trim());
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw new Error(`secret ${name}: ${(error as Error).message}`, { cause: error });
    }
  };
  return {
    optional,
    text: async (name) => {
      const found = await optional(name);
      if (found === undefined) throw new Error(`secret ${name}: there is no file ${join(folder, name)}`);
      return found;
    },
  };
}

/** Keys of one secret: base64, the newest first, a line each. @throws Error naming the secret when one is not `length` bytes. */
export function keysOf(name: string, secret: Secret<string>, length: number): [Uint8Array, ...Uint8Array[]] {
  const keys = secret
    .reveal()
    .split(/\s+/)
    .map((line) => Buffer.from(line, "base64"));
  for (const [index, key] of keys.entries())
    if (key.length !== length)
      throw new Error(`secret ${name}: line ${index + 1} holds ${key.length} bytes, not ${length}`);
  return keys as [Uint8Array, ...Uint8Array[]] & Buffer[];
}

/** A PEM bundle split in key and certificates (spec 02 §13.2). @throws Error "no private key found" or "no certificate found". */
export function pemBundle(name: string, secret: Secret<string>): { key: string; certificates: string; leaf: string } {
  const text = secret.reveal();
  const key = /-----BEGIN (?:RSA |EC )?PRIVATE KEY-----[\s\S]+?-----END (?:RSA |EC )?PRIVATE KEY-----/.exec(text)?.[0];
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  const [leaf] = certificates;
  if (key === undefined) throw new Error(`secret ${name}: no private key found`);
  if (leaf === undefined) throw new Error(`secret ${name}: no certificate found`);
  return { key, certificates: certificates.join("\n"), leaf };
}
