import type { Instance } from "../harness/instance.ts";

const ofProviders =
  /^(put|delete|post|patch) microsoft\.(resources|network|storage|authorization|compute|containerregistry)\//;

/** Refused while another one of the resource's own goes on; whoever asks comes again. */
export const busy = "409";

/** Writes that ARM was asked for since the emulator started, by method and type, whatever was answered but for `except`. */
export async function writesToArm(instance: Instance, except?: string): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  for (const [key, calls] of Object.entries(await instance.control.calls())) {
    const what = key.toLowerCase().replace(/ (\d{3}|dropped)$/, "");
    if (except !== undefined && key.endsWith(` ${except}`)) continue;
    // A question, for all that it is asked by POST.
    if (what.endsWith("/checkaccess")) continue;
    if (ofProviders.test(what)) sums.set(what, (sums.get(what) ?? 0) + calls);
  }
  return sums;
}

/** What came between two counts. */
export const moreWrites = (before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>) =>
  Object.fromEntries(
    [...after]
      .map(([what, calls]) => [what, calls - (before.get(what) ?? 0)] as const)
      .filter(([, calls]) => calls > 0),
  );
