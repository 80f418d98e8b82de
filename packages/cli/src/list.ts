import { type Cluster, clusters } from "@aro/client";
import { exitStatus } from "./exit.ts";
import { type OutputFormat, writeClusters } from "./output/write.ts";
import { type SignInFlags, signIn } from "./sign-in.ts";
import type { World } from "./world.ts";

/** `aro cluster list`: of one resource group, or of the whole subscription (spec 06 §7.9). */
export async function list(
  world: World,
  flags: SignInFlags & { resourceGroup?: string; output: OutputFormat },
): Promise<number> {
  const { connection, subscriptionId } = await signIn(world, flags);
  const found: Cluster[] = [];
  const scope = { subscriptionId, resourceGroup: flags.resourceGroup };
  for await (const cluster of clusters(connection).list(scope)) found.push(cluster);
  writeClusters(world, found, flags.output);
  return exitStatus.success;
}
