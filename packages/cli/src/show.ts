import {
  ApiError,
  type Cluster,
  type ClusterAddress,
  type Connection,
  clusterPath,
  clusters,
  operationById,
  readOperationStatus,
} from "@aro/client";
import type { ClusterFlags } from "./command-flags.ts";
import { forgottenFailureText, standingFailureText } from "./ending.ts";
import { exitStatus } from "./exit.ts";
import { reportOf } from "./failure.ts";
import { writeCluster } from "./output/write.ts";
import { signIn } from "./sign-in.ts";
import type { World } from "./world.ts";

/** `aro cluster show`; exit status 3 when there is no such cluster. Of one that is Failed it says why, on stderr, in the operation's own words. */
export async function show(world: World, flags: ClusterFlags): Promise<number> {
  const { connection, subscriptionId } = await signIn(world, flags);
  const address = { subscriptionId, resourceGroup: flags.resourceGroup, name: flags.name };
  const found = await clusters(connection).find(address);
  if (!found.found) {
    world.stderr.write(`${reportOf(found.error).lines.join("\n")}\n`);
    return exitStatus.notFound;
  }
  writeCluster(world, found.cluster, flags.output);
  if (found.failedOperation !== undefined)
    world.stderr.write(await whyFailed(world, connection, address, found.cluster, found.failedOperation));
  return exitStatus.success;
}

/** What the operation says that left the cluster Failed; its record is not kept for ever. */
async function whyFailed(
  world: World,
  connection: Connection,
  address: ClusterAddress,
  { location }: Cluster,
  id: string,
): Promise<string> {
  const { subscriptionId } = address;
  const operation = operationById({ verb: "create", id, subscriptionId, location, resourcePath: clusterPath(address) });
  try {
    const { body } = await connection.call({ method: "GET", path: operation.statusAddress });
    const status = readOperationStatus(body);
    // Another operation may have begun since the cluster was read.
    return status?.error === undefined ? "" : standingFailureText(world, address, status, id);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 404) return forgottenFailureText(world, address, id);
    // The cluster was shown, which is what was asked for.
    return `aro: ${address.name} is Failed; why cannot be read now: ${error.message}\n  operation: ${id}\n`;
  }
}
