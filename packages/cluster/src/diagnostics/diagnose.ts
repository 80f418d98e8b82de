import type { OperationKind } from "@aro/api";
import type { ClusterContext } from "../context.ts";
import { logBootstrapNode } from "./bootstrap-node.ts";
import { insideCollectors } from "./inside.ts";
import { logLoadBalancers } from "./load-balancer.ts";
import { logVMSerialConsole } from "./machines.ts";

interface Collector {
  name: string;
  collect: (signal: AbortSignal) => Promise<void>;
  /** Milliseconds; those of one call when absent. */
  limit?: number;
}

/**
 * Logs what may tell why a run failed (spec 03 §2.8): best effort, each part for itself and for a limited time. The customer is told nothing of it.
 */
export async function diagnose(context: ClusterContext, kind: OperationKind, signal: AbortSignal): Promise<void> {
  for (const { name, collect, limit } of collectorsFor(context, kind)) {
    const tooLong = new AbortController();
    using _limit = context.clock.timer(limit ?? context.durations.dependencyDeadline, () =>
      tooLong.abort(new Error("it took too long")),
    );
    try {
      await collect(AbortSignal.any([signal, tooLong.signal]));
    } catch (error) {
      if (signal.aborted) return;
      context.run.log.warn("diagnostics cannot be collected", { collector: name, error });
    }
  }
}

function collectorsFor(context: ClusterContext, kind: OperationKind): Collector[] {
  // A delete takes away what there would be to look at.
  if (kind === "Deleting" || context.settings.installViaHive !== true) return [];
  const inside = insideCollectors(context);
  if (kind !== "Creating") return inside;
  return [
    ...inside,
    { name: "LogVMSerialConsole", collect: (signal) => logVMSerialConsole(context, signal) },
    { name: "LogLoadBalancers", collect: (signal) => logLoadBalancers(context, signal) },
    {
      name: "LogBootstrapNode",
      collect: (signal) => logBootstrapNode(context, signal),
      limit: context.durations.bootstrapNodeLimit,
    },
    { name: "logClusterDeployment", collect: (signal) => logClusterDeployment(context, signal) },
  ];
}

async function logClusterDeployment(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const hub = await context.hub(signal);
  const deployment = await hub.clusterDeployment(context.run.cluster(), signal);
  context.run.log.info("cluster deployment", { object: deployment });
}
