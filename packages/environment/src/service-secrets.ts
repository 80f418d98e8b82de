import type { Sealer, Secret } from "@aro/api";
import { createSealer } from "@aro/database";
import type { Random } from "@aro/runtime";
import { keysOf, pemBundle, type SecretSource } from "./secrets.ts";

/** Sizes of the keys of spec 02 §7.3. */
const keyBytes = { current: 64, legacy: 32 };

/** Seals with the newest version of `NAME-v2`; opens with every version of it and of `NAME`, the legacy one. */
export async function sealerOf(source: SecretSource, name: string, random: Random): Promise<Sealer> {
  const [sealWith, ...earlier] = keysOf(`${name}-v2`, await source.text(`${name}-v2`), keyBytes.current);
  const legacy = await source.optional(name);
  return createSealer(
    { sealWith, openWith: [...earlier, ...(legacy === undefined ? [] : keysOf(name, legacy, keyBytes.legacy))] },
    { random },
  );
}

/** The listener's own key and chain (spec 02 §11.2). */
export async function serverCertificate(source: SecretSource): Promise<{ key: string; certificates: string }> {
  return pemBundle("rp-server", await source.text("rp-server"));
}

/** The first-party principal's certificate: checked now, read from memory by whoever signs in. */
export async function firstPartyCertificate(source: SecretSource): Promise<() => Secret<string>> {
  const secret = await source.text("rp-firstparty");
  pemBundle("rp-firstparty", secret);
  return () => secret;
}
