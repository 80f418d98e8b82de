import { type Cluster, type Clusters, clusterPath, clusters, type OperationVerb, operationById } from "@aro/client";
import type { ClusterFlags } from "./command-flags.ts";
import { exitStatus } from "./exit.ts";
import { Problem } from "./problem.ts";
import { elapsedText } from "./progress/elapsed.ts";
import { watchMode } from "./progress/watch.ts";
import { seeThrough } from "./see-through.ts";
import { signIn } from "./sign-in.ts";
import type { World } from "./world.ts";

/** What may be waited for (spec 06 §7.10). */
export type WaitCondition = "created" | "updated" | "deleted" | "exists";

export interface WaitFlags extends ClusterFlags {
  condition: WaitCondition;
  intervalSeconds: number;
  timeoutSeconds: number;
  /** The operation to follow step by step, with the region it runs in. */
  operation?: string;
  location?: string;
  watch?: true;
}

/** `aro cluster wait`: until the cluster is what is asked for. With `--operation`, step by step. */
export async function wait(world: World, flags: WaitFlags): Promise<number> {
  // Who waits waits for a service that is down too.
  const patient = { ...world, patienceMilliseconds: flags.timeoutSeconds * 1000 };
  const { connection, subscriptionId } = await signIn(patient, flags);
  const address = { subscriptionId, resourceGroup: flags.resourceGroup, name: flags.name };
  const api = clusters(connection);
  if (flags.operation === undefined) return waitFor(world, flags, () => api.find(address));
  const location = flags.location ?? (await locationOf(api.find(address)));
  const resourcePath = clusterPath(address);
  const verb = verbs[flags.condition];
  const operation = operationById({ verb, id: flags.operation, subscriptionId, location, resourcePath });
  return seeThrough(world, connection, operation, address, location, watchMode(world, flags.watch === true));
}

const verbs: Readonly<Record<WaitCondition, OperationVerb>> = {
  created: "create",
  exists: "create",
  updated: "update",
  deleted: "delete",
};

async function locationOf(look: ReturnType<Clusters["find"]>): Promise<string> {
  const found = await look;
  if (!found.found)
    throw Problem.usage("--operation needs --location when the cluster is gone: the region the operation runs in");
  return found.cluster.location;
}

async function waitFor(world: World, flags: WaitFlags, look: () => ReturnType<Clusters["find"]>): Promise<number> {
  const until = world.clock.monotonic() + flags.timeoutSeconds * 1000;
  let shown = "";
  for (;;) {
    const found = await look();
    const cluster = found.found ? found.cluster : undefined;
    const verdict = judge(flags.condition, cluster);
    if (verdict === "met") return exitStatus.success;
    if (verdict !== "waiting") throw new Problem(verdict);
    const state = cluster?.properties.provisioningState ?? "not there";
    if (state !== shown && watchMode(world, flags.watch === true) !== "silent")
      world.stderr.write(`${flags.name} is ${state}\n`);
    shown = state;
    if (world.clock.monotonic() + flags.intervalSeconds * 1000 > until)
      throw new Problem(
        `${flags.name} is still ${state} after ${elapsedText(flags.timeoutSeconds * 1000)}; wait longer with --timeout SECONDS`,
      );
    await world.clock.sleep(flags.intervalSeconds * 1000, world.interrupt);
  }
}

/** `met`, `waiting`, or why it will never be met. */
export function judge(condition: WaitCondition, cluster: Cluster | undefined): string {
  const state = cluster?.properties.provisioningState;
  switch (condition) {
    case "exists":
      return cluster === undefined ? "waiting" : "met";
    case "deleted":
      if (cluster === undefined) return "met";
      return state === "Failed"
        ? "the cluster is Failed, and nothing deletes it; run the delete, again if there was one: it goes on with what is left"
        : "waiting";
    case "created":
    case "updated":
      if (state === "Succeeded") return "met";
      if (state === "Failed" || state === "Canceled")
        return `the cluster is ${state}; the operation's error says why (aro cluster wait --${condition} --operation ID), and the same create or update again goes on`;
      return "waiting";
  }
}
