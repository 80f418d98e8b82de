import { lastSegment } from "@aro/api";
import type { LoadBalancer } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";
import { hasPublicApi, infraIdOf, leavesByLoadBalancer, managedGroup, propertiesOf } from "../names/cluster-facts.ts";
import { resourceNames } from "../names/resource-names.ts";
import { writeUnderEtag } from "../network/write-under-etag.ts";
import { combined, createMissingAddresses, deleteAddresses, listManagedAddresses } from "./managed-addresses.ts";
import { currentOutbound, desiredOutbound, sameIds, withOutbound } from "./outbound-rule.ts";

/** The user-settable member that this step makes true. */
export const managedOutboundIps = "/properties/networkProfile/loadBalancerProfile/managedOutboundIps";

/** Under which the change of the load balancer is remembered while it runs. */
const operation = "reconcileLoadBalancerProfile";

/** Outgoing traffic leaves by as many addresses as the customer asks for (spec 03 §9.5). What is left over is removed in any case. */
export const reconcileLoadBalancerProfile: OnceStep<ClusterContext> = {
  name: "reconcileLoadBalancerProfile",
  kind: "once",
  run: async (context, signal) => {
    const cluster = context.run.cluster();
    if (!leavesByLoadBalancer(cluster) || propertiesOf(cluster).architectureVersion !== 1) return;
    const errors: unknown[] = [];
    for (const part of [reconcile, removeUnused]) {
      try {
        await part(context, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw combined("The load balancer could not be changed.", errors);
  },
};

async function readBalancer(context: ClusterContext, signal: AbortSignal): Promise<LoadBalancer> {
  const cluster = context.run.cluster();
  const { loadBalancers } = await context.azure.clients.network();
  const name = resourceNames(infraIdOf(cluster)).publicLoadBalancer;
  return loadBalancers.get(managedGroup(cluster), name, { abortSignal: signal });
}

async function reconcile(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const cluster = context.run.cluster();
  await context.azure.operations.settle(operation, signal);
  await writeEffective(context, currentOutbound(await readBalancer(context, signal)));
  const count = propertiesOf(cluster).networkProfile.loadBalancerProfile?.managedOutboundIps?.count;
  if (count !== undefined) await createMissingAddresses(context, count, signal);
  const managed = count === undefined ? [] : await listManagedAddresses(context, signal);
  const ids = managed.flatMap(({ id }) => id ?? []);
  await writeUnderEtag(() => putOutbound(context, ids, count ?? 0, signal), context, signal);
  await context.run.markApplied([managedOutboundIps]);
}

async function putOutbound(
  context: ClusterContext,
  managed: readonly string[],
  count: number,
  signal: AbortSignal,
): Promise<void> {
  const cluster = context.run.cluster();
  const names = resourceNames(infraIdOf(cluster));
  const balancer = await readBalancer(context, signal);
  const current = currentOutbound(balancer);
  const desired = desiredOutbound({ managed, current, apiAddress: names.apiAddress, count });
  if (!sameIds(current, desired)) {
    const { loadBalancers } = await context.azure.clients.network();
    const headers = balancer.etag === undefined ? {} : { "If-Match": balancer.etag };
    await context.azure.operations.run(
      operation,
      (options) =>
        loadBalancers.createOrUpdate(managedGroup(cluster), names.publicLoadBalancer, withOutbound(balancer, desired), {
          ...options,
          requestOptions: { headers },
        }),
      signal,
    );
  }
  await writeEffective(context, desired);
}

/** Writes down the addresses in use, unless the document says so already, in whatever order and case. */
async function writeEffective(context: ClusterContext, ids: readonly string[]): Promise<void> {
  const known = propertiesOf(context.run.cluster()).networkProfile.loadBalancerProfile?.effectiveOutboundIps;
  if (
    known != null &&
    sameIds(
      known.map(({ id }) => id),
      ids,
    )
  )
    return;
  await patchProperties(context, ({ networkProfile }) => ({
    networkProfile: {
      ...networkProfile,
      loadBalancerProfile: { ...networkProfile.loadBalancerProfile, effectiveOutboundIps: ids.map((id) => ({ id })) },
    },
  }));
}

/** Removes managed addresses that nothing leaves by; the API server's own stays while it is public. */
async function removeUnused(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const cluster = context.run.cluster();
  const { apiAddress } = resourceNames(infraIdOf(cluster));
  const used = new Set(currentOutbound(await readBalancer(context, signal)).map((id) => lastSegment(id).toLowerCase()));
  const unused = (await listManagedAddresses(context, signal)).flatMap(({ name = "" }) => {
    const isApi = name.toLowerCase() === apiAddress.toLowerCase();
    return used.has(name.toLowerCase()) || (isApi && hasPublicApi(cluster)) ? [] : [name];
  });
  await deleteAddresses(context, unused, signal);
}
