import { type GenericResourceExpanded, isFailure } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { managedGroup } from "../names/cluster-facts.ts";
import { apiVersionOf } from "../template/api-versions.ts";
import { preparations } from "./before-deletion.ts";
import { byLevel } from "./levels.ts";
import { managedGroupState } from "./managed-group.ts";
import { removeById } from "./remove-by-id.ts";

/**
 * Removes what is in the managed group, level by level: all of a level are begun, then awaited, before the next (spec 03 §6). The group's own
 * removal would do it too, but not detach what hangs on the customer's subnets, and not say what is in the way.
 */
export const deleteResources: OnceStep<ClusterContext> = {
  name: "deleteResources",
  kind: "once",
  run: async (context, signal) => {
    if ((await managedGroupState(context, signal)) !== "ours") return;
    for (const level of byLevel(await listResources(context, signal))) await removeAll(context, level, signal);
  },
};

/**
 * Removes a level. Some of a level hold each other, as a load balancer does its addresses, and Azure refuses those until the others have gone: what
 * was refused is tried again for as long as each pass removes something. @throws the first refusal of a pass that removed nothing.
 */
async function removeAll(context: ClusterContext, level: readonly Found[], signal: AbortSignal): Promise<void> {
  let left = level;
  while (left.length > 0) {
    const outcomes = await Promise.allSettled(left.map((resource) => remove(context, resource, signal)));
    signal.throwIfAborted();
    const refused = left.filter((_, index) => outcomes[index]?.status === "rejected");
    const first = outcomes.find((outcome) => outcome.status === "rejected");
    if (first !== undefined && refused.length === left.length) throw first.reason;
    left = refused;
  }
}

interface Found {
  id: string;
  type: string;
}

/** What the group holds; nothing when it is gone or may not be looked into (spec 03 §6). */
async function listResources(context: ClusterContext, signal: AbortSignal): Promise<Found[]> {
  const group = managedGroup(context.run.cluster());
  const { resources } = await context.azure.clients.resources();
  const found: Found[] = [];
  try {
    for await (const one of resources.listByResourceGroup(group, { abortSignal: signal }))
      found.push(...identified(one));
  } catch (error) {
    if (!isFailure(error, "notFound", "resourceGroupNotFound", "forbidden")) throw error;
    context.run.log.warn("managed resource group cannot be listed", { error });
    return [];
  }
  return found;
}

const identified = ({ id, type }: GenericResourceExpanded): Found[] =>
  id === undefined || type === undefined ? [] : [{ id, type }];

async function remove(context: ClusterContext, { id, type }: Found, signal: AbortSignal): Promise<void> {
  const apiVersion = apiVersionOf(type);
  if (apiVersion === undefined) {
    context.run.log.warn("type of unknown api-version is left to the removal of the group", { id, type });
    return;
  }
  await preparations[type.toLowerCase()]?.(context, id, signal);
  await removeById(context, id, apiVersion, signal);
}
