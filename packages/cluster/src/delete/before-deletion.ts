import { CloudError, lastSegment } from "@aro/api";
import { failureOf, listAll, retryTransient, type Subnet, toCloudError } from "@aro/azure";
import type { ClusterContext } from "../context.ts";
import { managedGroup } from "../names/cluster-facts.ts";
import { subnetAddress } from "../network/address-of-subnet.ts";
import { changeSubnet } from "../network/change-subnet.ts";
import { apiVersionOf } from "../template/api-versions.ts";
import { unlessGone } from "../unless-gone.ts";
import { removeById } from "./remove-by-id.ts";

type Preparation = (context: ClusterContext, id: string, signal: AbortSignal) => Promise<void>;

/** What a type needs before it can be removed, by lower-case type (spec 03 §6). */
export const preparations: Readonly<Record<string, Preparation>> = {
  "microsoft.network/networksecuritygroups": disconnectSecurityGroup,
  "microsoft.network/networkinterfaces": repairNetworkInterface,
  "microsoft.network/privatednszones": unlinkPrivateZone,
};

/** A security group is detached from the customer's subnets. A subnet that is gone needs nothing (ARM-DEL-06). */
async function disconnectSecurityGroup(context: ClusterContext, id: string, signal: AbortSignal): Promise<void> {
  const { networkSecurityGroups } = await context.azure.clients.network();
  const group = managedGroup(context.run.cluster());
  const found = await unlessGone(() => networkSecurityGroups.get(group, lastSegment(id), { abortSignal: signal }));
  for (const { id: subnetId = "" } of found?.subnets ?? []) {
    subnetAddress(subnetId);
    try {
      await changeSubnet(context, "disconnect", subnetId, (subnet) => withoutGroup(subnet, id), signal);
    } catch (error) {
      if (signal.aborted) throw error;
      const { body } = failureOf(error);
      throw new CloudError(
        {
          code: "InvalidLinkedSubnet",
          target: subnetId,
          message: `The cluster's network security group could not be detached from the subnet '${subnetId}'. ${toCloudError(error).body.message}`,
          ...(body === undefined ? {} : { details: [body] }),
        },
        { cause: error },
      );
    }
  }
}

function withoutGroup(subnet: Subnet, id: string): Subnet | undefined {
  const { networkSecurityGroup, ...others } = subnet;
  return networkSecurityGroup?.id?.toLowerCase() === id.toLowerCase() ? others : undefined;
}

/** A network interface that failed is put again as it is, or Azure refuses to remove it. The generic list knows nothing of its state. */
async function repairNetworkInterface(context: ClusterContext, id: string, signal: AbortSignal): Promise<void> {
  const { networkInterfaces } = await context.azure.clients.network();
  const group = managedGroup(context.run.cluster());
  const name = lastSegment(id);
  const found = await unlessGone(() => networkInterfaces.get(group, name, { abortSignal: signal }));
  if (found?.provisioningState !== "Failed") return;
  await retryTransient(
    () =>
      context.azure.operations.run(
        `repair ${id.toLowerCase()}`,
        (options) => networkInterfaces.createOrUpdate(group, name, found, options),
        signal,
      ),
    context,
    signal,
  );
}

/** A private zone lets go of every network it is linked to; its records go with it. */
async function unlinkPrivateZone(context: ClusterContext, id: string, signal: AbortSignal): Promise<void> {
  const apiVersion = apiVersionOf("microsoft.network/privatednszones") ?? "";
  const path = `${id}/virtualNetworkLinks`;
  const links = await unlessGone(() => listAll(context.azure.clients, { path, apiVersion }, signal));
  for (const { id: link } of links ?? [])
    if (typeof link === "string") await removeById(context, link, apiVersion, signal);
}
