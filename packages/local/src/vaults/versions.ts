import { VaultRefusal } from "./refusal.ts";

/** Versions of the data plane that clients send, newest first. */
export const vaultVersions = [
  "2026-04-01",
  "2025-07-01",
  "7.6",
  "7.6-preview.2",
  "7.5",
  "7.4",
  "7.4-preview.1",
  "7.3",
  "7.2",
  "7.2-preview",
  "7.1",
  "7.0",
  "2016-10-01",
] as const;

/** @throws VaultRefusal when the version is absent or unknown. */
export function checkVersion(version: string | undefined): void {
  if (version === undefined || version === "")
    throw new VaultRefusal(400, "BadParameter", "api-version must be specified");
  if (!(vaultVersions as readonly string[]).includes(version))
    throw new VaultRefusal(
      400,
      "BadParameter",
      `The specified version (${version}) is not recognized. Consider using the latest supported version (${vaultVersions[0]}).`,
    );
}
