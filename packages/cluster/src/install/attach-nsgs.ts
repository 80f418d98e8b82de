import { CloudError } from "@aro/api";
import { failureOf, isFailure } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { hasPreconfiguredNsg, infraIdOf } from "../names/cluster-facts.ts";
import { managedResourceId, resourceNames } from "../names/resource-names.ts";
import { changeNeededSubnet } from "../network/change-subnet.ts";
import { type ClusterSubnet, firstWorkerSubnet, masterSubnet } from "../network/cluster-subnets.ts";

/** The security group was made a moment ago and is not seen everywhere yet. */
const notSeenYet = /Resource.*networkSecurityGroups.*referenced by resource.*not found/s;

/**
 * Attaches the cluster's security group to the subnets of control plane and workers. What passes by itself is tried again every
 * `attachNsgsPoll`; at the limit the last error is the step's, where it used to succeed with unprotected subnets (spec 03 §15.25).
 */
export const attachNSGs: OnceStep<ClusterContext> = {
  name: "attachNSGs",
  kind: "once",
  retryAuthorization: true,
  run: async (context, signal) => {
    const cluster = context.run.cluster();
    if (hasPreconfiguredNsg(cluster)) return;
    const group = managedResourceId(
      cluster,
      "Microsoft.Network/networkSecurityGroups",
      resourceNames(infraIdOf(cluster)).securityGroup,
    );
    const { clock, durations } = context;
    const until = clock.monotonic() + durations.attachNsgsLimit;
    for (;;) {
      try {
        await attach(context, masterSubnet(cluster), group, signal);
        await attach(context, firstWorkerSubnet(cluster), group, signal);
        return;
      } catch (error) {
        const passes = isFailure(error, "transient") || notSeenYet.test(failureOf(error).text);
        if (!passes || clock.monotonic() >= until) throw error;
      }
      await clock.sleep(durations.attachNsgsPoll, signal);
    }
  },
};

const attach = (context: ClusterContext, wanted: ClusterSubnet, group: string, signal: AbortSignal) =>
  changeNeededSubnet(
    context,
    "attachNSGs",
    wanted,
    (subnet) => {
      const present = subnet.networkSecurityGroup?.id;
      if (present?.toLowerCase() === group.toLowerCase()) return undefined;
      if (present !== undefined)
        throw new CloudError({
          code: "InvalidLinkedVNet",
          target: wanted.target,
          message: `The subnet '${wanted.id}' has the network security group '${present}'. Detach it, or create the cluster with 'preconfiguredNSG' set to 'Enabled'.`,
        });
      return { ...subnet, networkSecurityGroup: { id: group } };
    },
    signal,
  );
