import { ApiError, type ClusterAddress, type Connection, type Operation } from "@aro/client";
import { failureText, goesOnText, restsText, successText } from "./ending.ts";
import { exitStatus } from "./exit.ts";
import { type WatchMode, watch } from "./progress/watch.ts";
import type { World } from "./world.ts";

/** Follows an operation to its end and says how it ended, or that nobody watches it any more. Gives the exit status. */
export async function seeThrough(
  world: World,
  connection: Connection,
  operation: Operation,
  address: ClusterAddress,
  location: string,
  mode: WatchMode,
): Promise<number> {
  try {
    const status = await watch(world, connection, operation, mode);
    if (/^succeeded$/i.test(status.status)) {
      if (mode !== "silent") world.stderr.write(successText(operation, address, status));
      return exitStatus.success;
    }
    world.stderr.write(failureText(world, operation, address, status));
    return exitStatus.failure;
  } catch (error) {
    // There is no such operation, or another tenant's: nothing is known to go on.
    if (error instanceof ApiError && error.status === 404) throw error;
    // Whatever stopped us from watching, Ctrl-C or a service away too long, says nothing of the operation.
    const later = world.serviceEndsWithUs === true && world.interrupt.aborted;
    world.stderr.write(
      later ? restsText(operation, address) : `stopped watching; ${goesOnText(world, operation, address, location)}`,
    );
    if (world.interrupt.aborted) return exitStatus.interrupted;
    throw error;
  }
}
