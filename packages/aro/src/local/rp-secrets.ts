import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "@aro/runtime";

/** Keys that this instance makes for itself, with their length in bytes (spec 02 §7.3). */
const keys = { "encryption-key-v2": 64, "fe-encryption-key-v2": 64 } as const;

/** Adds the keys to the folder that `ARO_SECRETS_DIRECTORY` names. Made once, since what they sealed must stay readable; the certificates beside them are the emulator's. */
export function makeKeys(folder: string, random: Pick<Random, "bytes">): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, length] of Object.entries(keys)) {
    const path = join(folder, name);
    if (existsSync(path)) continue;
    writeFileSync(path, `${Buffer.from(random.bytes(length)).toString("base64")}\n`, { mode: 0o600 });
  }
}
