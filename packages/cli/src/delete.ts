import { clusters } from "@aro/client";
import type { OperationFlags } from "./command-flags.ts";
import { goesOnText } from "./ending.ts";
import { exitStatus } from "./exit.ts";
import { Problem } from "./problem.ts";
import { watchMode } from "./progress/watch.ts";
import { seeThrough } from "./see-through.ts";
import { signIn } from "./sign-in.ts";
import type { World } from "./world.ts";

/** `aro cluster delete`: asks, deletes, and waits for the end (spec 06 §7.7). Absent is an error: most likely a wrong name. */
export async function remove(world: World, flags: OperationFlags & { yes?: true }): Promise<number> {
  if (flags.yes !== true) {
    const answer = await world.ask(`Delete cluster ${flags.name} and everything in it? (y/n): `);
    if (answer === undefined)
      throw new Problem("cannot ask whether to delete, since there is no terminal; say it with --yes");
    if (!/^\s*y(es)?\s*$/i.test(answer)) throw new Problem("nothing was deleted");
  }
  const { connection, subscriptionId } = await signIn(world, flags);
  const address = { subscriptionId, resourceGroup: flags.resourceGroup, name: flags.name };
  const api = clusters(connection);
  const found = await api.find(address);
  if (!found.found) throw found.error;
  const { operation } = await api.delete(address);
  const { location } = found.cluster;
  if (operation === undefined) {
    world.stderr.write(`${flags.name} is deleted\n`);
    return exitStatus.success;
  }
  if (!flags.wait) {
    world.stderr.write(goesOnText(world, operation, address, location));
    return exitStatus.success;
  }
  return seeThrough(world, connection, operation, address, location, watchMode(world, flags.watch === true));
}
