import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { blobCases } from "./blobs.ts";
import { blockCases } from "./blocks.ts";
import { containerCases } from "./containers.ts";
import { leaseCases } from "./leases.ts";
import { listCases } from "./lists.ts";
import { signatureCases } from "./signatures.ts";
import type { Case } from "./target.ts";

/** What ours and Azurite must both do: facts of the blob service that both implement. */
export const suite: readonly Case[] = [
  ...containerCases,
  ...blobCases,
  ...blockCases,
  ...leaseCases,
  ...listCases,
  ...signatureCases,
];

/** Changes whenever the suite does: by it a kept result is known to be of this suite. */
export function suiteDigest(): string {
  const hash = createHash("sha256");
  const files = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .sort();
  for (const name of files) hash.update(`${name}\n${readFileSync(join(import.meta.dirname, name), "utf8")}\n`);
  return hash.digest("hex");
}
