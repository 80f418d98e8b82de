import type { TypeTable } from "../resources/contract.ts";

/** A type as a provider's manifest shows it. */
export interface ManifestRow {
  type: string;
  apiVersions: readonly string[];
  tracked: boolean;
}

/** What the manifests of the providers list: every type, and every address that is no resource. */
export function manifestRows({ rows, views }: TypeTable): ManifestRow[] {
  const found = new Map<string, ManifestRow>();
  for (const { type, apiVersions, tracked } of rows) found.set(type.toLowerCase(), { type, apiVersions, tracked });
  for (const { type, apiVersions } of views) {
    const key = type.toLowerCase();
    if (!found.has(key)) found.set(key, { type, apiVersions, tracked: false });
  }
  return [...found.values()];
}
