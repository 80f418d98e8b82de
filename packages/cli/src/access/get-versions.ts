import { openShiftVersions } from "@aro/client";
import { exitStatus } from "../exit.ts";
import { jsonText } from "../output/json.ts";
import { tableText } from "../output/table.ts";
import type { OutputFormat } from "../output/write.ts";
import { type SignInFlags, signIn } from "../sign-in.ts";
import type { World } from "../world.ts";

/** `aro cluster get-versions`: what `create --version` takes in a region, the newest last (spec 06 §7.9, where 4.9 would follow 4.16). */
export async function getVersions(
  world: World,
  flags: SignInFlags & { location: string; output: OutputFormat },
): Promise<number> {
  const { connection, subscriptionId } = await signIn(world, flags);
  const versions = await openShiftVersions(connection, { subscriptionId, location: flags.location });
  world.stdout.write(
    flags.output === "json"
      ? jsonText(versions)
      : tableText([{ heading: "Version", cell: (version: string) => version }], versions),
  );
  return exitStatus.success;
}
