import { CloudError } from "@aro/api";
import { failureOf, isFailure, type Subnet } from "@aro/azure";
import type { ClusterContext } from "../context.ts";
import { subnetAddress } from "./address-of-subnet.ts";
import type { ClusterSubnet } from "./cluster-subnets.ts";
import { writeUnderEtag } from "./write-under-etag.ts";

/** What became of a subnet; `missing` carries what Azure said. */
export type SubnetOutcome = { outcome: "changed" | "unchanged" } | { outcome: "missing"; error: unknown };

/**
 * Reads a subnet and, when `change` finds something to do, writes it back under its ETag and waits: a subnet is the customer's, and others
 * write it too. `change` gives undefined when nothing is to be done, and may be asked again. `step` names the write while it runs.
 */
export async function changeSubnet(
  context: ClusterContext,
  step: string,
  subnetId: string,
  change: (subnet: Subnet) => Subnet | undefined,
  signal: AbortSignal,
): Promise<SubnetOutcome> {
  const { resourceGroup, network, name } = subnetAddress(subnetId);
  const { operations, clients } = context.azure;
  const { subnets } = await clients.network();
  const operation = `${step} ${subnetId.toLowerCase()}`;
  const attempt = async (): Promise<SubnetOutcome> => {
    await operations.settle(operation, signal);
    const found = await findSubnet(context, subnetId, signal);
    if ("error" in found) return { outcome: "missing", error: found.error };
    // One whose last write failed only looks as it should: it is written again as it is.
    const changed = change(found.subnet) ?? (found.subnet.provisioningState === "Failed" ? found.subnet : undefined);
    if (changed === undefined) return { outcome: "unchanged" };
    const headers = found.subnet.etag === undefined ? {} : { "If-Match": found.subnet.etag };
    await operations.run(
      operation,
      (options) =>
        subnets.createOrUpdate(resourceGroup, network, name, changed, { ...options, requestOptions: { headers } }),
      signal,
    );
    return { outcome: "changed" };
  };
  return writeUnderEtag(attempt, context, signal);
}

/** As {@link changeSubnet} for a subnet that the cluster needs. @throws CloudError InvalidLinkedVNet when it is not there. */
export async function changeNeededSubnet(
  context: ClusterContext,
  step: string,
  subnet: ClusterSubnet,
  change: (subnet: Subnet) => Subnet | undefined,
  signal: AbortSignal,
): Promise<void> {
  const end = await changeSubnet(context, step, subnet.id, change, signal);
  if (end.outcome === "missing") throw missingSubnet(subnet, end.error);
}

/** Reads a subnet that the cluster needs. @throws CloudError InvalidLinkedVNet when it is not there. */
export async function readNeededSubnet(
  context: ClusterContext,
  subnet: ClusterSubnet,
  signal: AbortSignal,
  expand?: string,
): Promise<Subnet> {
  const found = await findSubnet(context, subnet.id, signal, expand);
  if ("error" in found) throw missingSubnet(subnet, found.error);
  return found.subnet;
}

async function findSubnet(
  context: ClusterContext,
  subnetId: string,
  signal: AbortSignal,
  expand?: string,
): Promise<{ subnet: Subnet } | { error: unknown }> {
  const { resourceGroup, network, name } = subnetAddress(subnetId);
  const { subnets } = await context.azure.clients.network();
  try {
    const options = { abortSignal: signal, ...(expand === undefined ? {} : { expand }) };
    return { subnet: await subnets.get(resourceGroup, network, name, options) };
  } catch (error) {
    if (!isFailure(error, "notFound")) throw error;
    return { error };
  }
}

function missingSubnet({ id, target }: ClusterSubnet, error: unknown): CloudError {
  const { body } = failureOf(error);
  return new CloudError(
    {
      code: "InvalidLinkedVNet",
      target,
      message: `The subnet '${id}' was not found. Restore it or correct the request, then send it again.`,
      ...(body === undefined ? {} : { details: [body] }),
    },
    { cause: error },
  );
}
