import type { Instance } from "../harness/instance.ts";

const ofProviders = /^(put|delete|post|patch) microsoft\.(resources|network|storage|authorization|compute)\//;

/** Writes that ARM was asked for since the emulator started, by method and type, whatever was answered. */
export async function writesToArm(instance: Instance): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  for (const [key, calls] of Object.entries(await instance.control.calls())) {
    const what = key.toLowerCase().replace(/ (\d{3}|dropped)$/, "");
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
