import type { ArmCall } from "../wall/arm-call.ts";

/**
 * What `x-ms-arm-resource-system-data` carries (ARM-SYS-02): who writes and when, in all six members for a new resource,
 * in the three `lastModified` ones for one that exists.
 */
export function systemData(
  { principal, claims = {} }: Pick<ArmCall, "principal" | "claims">,
  now: number,
  exists: boolean,
): Record<string, string> {
  const by = principal.name;
  // The token of a managed identity names the identity's resource.
  const isManaged = typeof claims["xms_mirid"] === "string";
  const type = principal.kind === "User" ? "User" : isManaged ? "ManagedIdentity" : "Application";
  const at = armTime(now);
  const modified = { lastModifiedBy: by, lastModifiedByType: type, lastModifiedAt: at };
  return exists ? modified : { createdBy: by, createdByType: type, createdAt: at, ...modified };
}

/** RFC 3339 with seven digits of a second, as ARM writes it. */
const armTime = (milliseconds: number): string => new Date(milliseconds).toISOString().replace("Z", "0000Z");
