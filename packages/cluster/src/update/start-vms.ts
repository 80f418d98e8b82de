import { listAll, retryTransient } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { managedGroup, propertiesOf } from "../names/cluster-facts.ts";
import { apiVersionOf } from "../template/api-versions.ts";

const apiVersion = apiVersionOf("microsoft.compute/virtualmachines") ?? "";
const stopped: ReadonlySet<string> = new Set(["powerstate/deallocated", "powerstate/stopped"]);

/** Starts the cluster's machines that are stopped, all at once: what follows needs its API server (spec 03 §8.3). */
export const startVMs: OnceStep<ClusterContext> = {
  name: "startVMs",
  kind: "once",
  run: async (context, signal) => {
    const { clients, operations } = context.azure;
    const cluster = context.run.cluster();
    const path = `${propertiesOf(cluster).clusterProfile.resourceGroupId}/providers/Microsoft.Compute/virtualMachines`;
    const machines = await listAll(clients, { path, apiVersion }, signal);
    const names = machines.flatMap(({ name }) => (typeof name === "string" ? [name] : []));
    const { virtualMachines } = await clients.compute();
    const start = async (name: string): Promise<void> => {
      await operations.settle(`start ${name}`, signal);
      const view = await clients.call({ method: "GET", path: `${path}/${name}/instanceView`, apiVersion }, signal);
      const { statuses = [] } = view.body as { statuses?: { code?: string }[] };
      if (!statuses.some(({ code }) => stopped.has(code?.toLowerCase() ?? ""))) return;
      await retryTransient(
        () =>
          operations.run(
            `start ${name}`,
            (options) => virtualMachines.start(managedGroup(cluster), name, options),
            signal,
          ),
        context,
        signal,
      );
    };
    const outcomes = await Promise.allSettled(names.map(start));
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  },
};
