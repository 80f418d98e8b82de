import { CloudError } from "@aro/api";
import type { Subnet } from "@aro/azure";
import { failureOf, isFailure, retryTransient } from "@aro/azure";
import type { ClusterContext } from "../context.ts";
import { subnetAddress } from "./address-of-subnet.ts";

/** Writes that lose against another writer before the step gives up. */
const races = 4;

/** Reads a subnet of the customer. @throws CloudError InvalidLinkedVNet when it is not there. */
export async function readSubnet(
  context: ClusterContext,
  subnetId: string,
  target: string,
  signal: AbortSignal,
  expand?: string,
): Promise<Subnet> {
  const { resourceGroup, network, name } = subnetAddress(subnetId);
  const { subnets } = await context.azure.clients.network();
  try {
    return await subnets.get(resourceGroup, network, name, {
      abortSignal: signal,
      ...(expand === undefined ? {} : { expand }),
    });
  } catch (error) {
    if (!isFailure(error, "notFound")) throw error;
    const { body } = failureOf(error);
    throw new CloudError(
      {
        code: "InvalidLinkedVNet",
        target,
        message: `The subnet '${subnetId}' was not found. Restore it or correct the request, then send it again.`,
        ...(body === undefined ? {} : { details: [body] }),
      },
      { cause: error },
    );
  }
}

/**
 * Reads a subnet and, when `change` finds something to do, writes it back under its ETag and waits: a subnet is the customer's, and others
 * write it too. `change` gives undefined when nothing is to be done, and may be asked again.
 */
export async function changeSubnet(
  context: ClusterContext,
  subject: { step: string; subnetId: string; target: string },
  change: (subnet: Subnet) => Subnet | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { step, subnetId, target } = subject;
  const { resourceGroup, network, name } = subnetAddress(subnetId);
  const { subnets } = await context.azure.clients.network();
  const attempt = async () => {
    const subnet = await readSubnet(context, subnetId, target, signal);
    const changed = change(subnet);
    if (changed === undefined) return;
    const headers = subnet.etag === undefined ? {} : { "If-Match": subnet.etag };
    await context.azure.operations.run(
      `${step} ${subnetId.toLowerCase()}`,
      (options) =>
        subnets.createOrUpdate(resourceGroup, network, name, changed, { ...options, requestOptions: { headers } }),
      signal,
    );
  };
  for (let lost = 0; ; lost++) {
    try {
      return await retryTransient(attempt, context, signal);
    } catch (error) {
      if (lost === races - 1 || !isFailure(error, "preconditionFailed")) throw error;
    }
  }
}
