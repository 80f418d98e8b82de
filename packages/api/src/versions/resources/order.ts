import type { PlatformWorkloadIdentityRoleSet } from "../../documents/role-set.ts";
import { compareVersions, parseVersion } from "../openshift-version.ts";

/** Text that is no version comes last, by its letters: a list has one order whatever is in it (ARM-PRX-06). */
function compare(a: string, b: string): number {
  const [one, other] = [parseVersion(a), parseVersion(b)];
  if (one === undefined || other === undefined) {
    if (one !== other) return one === undefined ? 1 : -1;
    return a < b ? -1 : Number(a > b);
  }
  return compareVersions(one, other) || (a < b ? -1 : Number(a > b));
}

/** `versions` from the oldest to the newest. */
export const inVersionOrder = <Entry extends { properties: { version: string } }>(
  versions: readonly Entry[],
): Entry[] => versions.toSorted((a, b) => compare(a.properties.version, b.properties.version));

/** `roleSets` from the oldest minor version to the newest. */
export const inMinorVersionOrder = (
  roleSets: readonly PlatformWorkloadIdentityRoleSet[],
): PlatformWorkloadIdentityRoleSet[] =>
  roleSets.toSorted((a, b) => compare(`${a.properties.openShiftVersion}.0`, `${b.properties.openShiftVersion}.0`));
