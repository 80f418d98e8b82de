import { clusters } from "@aro/client";
import type { ClusterFlags } from "./command-flags.ts";
import { exitStatus } from "./exit.ts";
import { reportOf } from "./failure.ts";
import { writeCluster } from "./output/write.ts";
import { signIn } from "./sign-in.ts";
import type { World } from "./world.ts";

/** `aro cluster show`; exit status 3 when there is no such cluster. */
export async function show(world: World, flags: ClusterFlags): Promise<number> {
  const { connection, subscriptionId } = await signIn(world, flags);
  const address = { subscriptionId, resourceGroup: flags.resourceGroup, name: flags.name };
  const found = await clusters(connection).find(address);
  if (!found.found) {
    world.stderr.write(`${reportOf(found.error).lines.join("\n")}\n`);
    return exitStatus.notFound;
  }
  writeCluster(world, found.cluster, flags.output);
  return exitStatus.success;
}
