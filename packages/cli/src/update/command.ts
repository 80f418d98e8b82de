import { type Cluster, type ClusterAddress, clusters } from "@aro/client";
import type { OperationFlags } from "../command-flags.ts";
import type { TypedFlags } from "../create/arguments.ts";
import { letUseNetwork } from "../create/network-roles.ts";
import { goesOnText } from "../ending.ts";
import { exitStatus } from "../exit.ts";
import { writeCluster } from "../output/write.ts";
import { watchMode } from "../progress/watch.ts";
import { seeThrough } from "../see-through.ts";
import { signIn } from "../sign-in.ts";
import type { World } from "../world.ts";
import { readUpdateArguments } from "./arguments.ts";
import { changeOf, principalFor } from "./change.ts";

/** `aro cluster update`: PATCH of what is to change, and the wait for its end (spec 06 §7.8). Gives the exit status. */
export async function update(world: World, flags: OperationFlags, typed: TypedFlags): Promise<number> {
  const given = readUpdateArguments(typed);
  const session = await signIn(world, flags);
  const { connection, subscriptionId, directory } = session;
  const address: ClusterAddress = { subscriptionId, resourceGroup: flags.resourceGroup, name: flags.name };
  const api = clusters(connection);
  const found = await api.find(address);
  if (!found.found) throw found.error;
  const former = found.cluster;
  const principal = await principalFor(given, former, directory);
  const vnetId = former.properties.masterProfile?.subnetId?.replace(/\/subnets\/[^/]*$/i, "");
  // A new principal has rights on nothing yet (spec 06 §7.8, "application update").
  if (principal.clientId !== undefined && vnetId !== undefined)
    await letUseNetwork(session, vnetId, principal.clientId);
  const change = changeOf(given, principal);
  const { cluster, operation } = await api.patch(address, change);
  if (operation === undefined)
    world.stderr.write(
      isSame(former, cluster)
        ? `${flags.name} is as asked already; nothing was changed\n`
        : `${flags.name} is updated\n`,
    );
  else if (!flags.wait) world.stderr.write(goesOnText(world, operation, address, former.location));
  else {
    const mode = watchMode(world, flags.watch === true);
    const ended = await seeThrough(world, connection, operation, address, former.location, mode);
    if (ended !== exitStatus.success) return ended;
  }
  const now = await api.find(address);
  writeCluster(world, now.found ? now.cluster : (cluster ?? former), flags.output);
  return exitStatus.success;
}

/** Tags change without an operation. */
const isSame = (former: Cluster, now: Cluster | undefined): boolean =>
  now === undefined || JSON.stringify(former.tags ?? {}) === JSON.stringify(now.tags ?? {});
