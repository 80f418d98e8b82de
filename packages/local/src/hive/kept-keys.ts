import { readFileSync } from "node:fs";
import { type ControlPlaneKeys, makeKeys } from "@aro/control-plane";
import type { Clock, Random } from "@aro/runtime";
import { writePrivately } from "../pki/identity-files.ts";

/** The keys of a control plane, made once and kept in a file: kubeconfigs that were given out hold after a restart. */
export async function keptKeys(
  file: string,
  names: readonly string[],
  { clock, random }: { clock: Clock; random: Random },
): Promise<ControlPlaneKeys> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ControlPlaneKeys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const keys = await makeKeys(names, clock, random);
    writePrivately(file, JSON.stringify(keys));
    return keys;
  }
}
