import type { ConditionStep, OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { propertiesOf } from "../names/cluster-facts.ts";

const linkOf = ({ run }: ClusterContext): string | undefined =>
  propertiesOf(run.cluster()).networkProfile.gatewayPrivateLinkId;

/** Tells the gateway that the cluster goes (spec 03 §6 row 7). */
export const deleteGatewayRecord: OnceStep<ClusterContext> = {
  name: "deleteGatewayRecord",
  kind: "once",
  appliesTo: (context) => linkOf(context) !== undefined,
  run: async (context, signal) => {
    const { run, gateway } = context;
    const { outcome } = await gateway.markDeleting(linkOf(context) ?? "", run.cluster().openShiftCluster.id, signal);
    if (outcome !== "written" && outcome !== "notFound")
      throw new Error(`the gateway's record of ${run.cluster().id} could not be marked: ${outcome}`);
  },
};

/** The record goes before the cluster's endpoint does: Azure gives the link's identifier to the next, who must not be taken for this cluster. */
export const goneFromGateway: ConditionStep<ClusterContext> = {
  name: "gatewayRecordGone",
  kind: "condition",
  appliesTo: (context) => linkOf(context) !== undefined,
  limit: "gatewayRecordLimit",
  timeoutMessage:
    "The egress gateway still knows the cluster. Delete the cluster again. If it fails again, open an Azure support request.",
  evaluate: async (context) => {
    const record = await context.gateway.read(linkOf(context) ?? "");
    return record?.gateway.id.toLowerCase() !== context.run.cluster().openShiftCluster.id.toLowerCase();
  },
};
