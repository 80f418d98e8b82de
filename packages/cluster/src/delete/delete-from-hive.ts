import type { ConditionStep, OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { propertiesOf } from "../names/cluster-facts.ts";

const isKnownToHive = ({ run, settings }: ClusterContext): boolean =>
  settings.installViaHive === true && propertiesOf(run.cluster()).hiveProfile?.namespace !== undefined;

/** Takes the cluster out of Hive's hands, an install that still runs included (spec 03 §6.15). First of all, or it would go on making what is being removed. */
export const deleteFromHive: OnceStep<ClusterContext> = {
  name: "hiveDeleteNamespace",
  kind: "once",
  appliesTo: isKnownToHive,
  run: async (context, signal) => {
    await (await context.hub(signal)).deleteNamespace(context.run.cluster(), signal);
  },
};

/** An install that is told to stop may be amid a call: nothing of the cluster is looked for before it has gone. */
export const goneFromHive: ConditionStep<ClusterContext> = {
  name: "hiveNamespaceGone",
  kind: "condition",
  appliesTo: isKnownToHive,
  limit: "hiveAdoptionLimit",
  timeoutMessage:
    "What Hive holds of the cluster could not be removed in time. Delete the cluster again. If it fails again, open an Azure support request.",
  evaluate: async (context, signal) => (await context.hub(signal)).isGone(context.run.cluster(), signal),
};
