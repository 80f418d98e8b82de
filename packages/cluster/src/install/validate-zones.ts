import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";
import { nodeZones } from "../machines/index.ts";
import { regionOf } from "../names/cluster-facts.ts";
import { refuseFindings } from "../validation/refuse.ts";
import { clusterSizes, machineKinds, sizeFindings } from "../validation/sizes.ts";

/** Finds the zones that the sizes are offered in, and writes down which the cluster lies in (spec 03 §8.2). */
export const validateZones: OnceStep<ClusterContext> = {
  name: "validateZones",
  kind: "once",
  retryAuthorization: true,
  run: async (context, signal) => {
    const cluster = context.run.cluster();
    const expanded = context.settings.features.has("EnableClusterExpandedAvailabilityZones");
    const sizes = await clusterSizes({ cluster, clients: context.azure.clients }, signal);
    refuseFindings({ findings: sizeFindings(cluster, sizes, { expandedZones: expanded, restrictions: false }) });
    const [master, worker] = machineKinds(cluster);
    const zonesOf = (name: string | undefined) => sizes.get(name ?? "")?.zones ?? [];
    const placed = nodeZones({
      region: regionOf(cluster),
      controlPlane: zonesOf(master.vmSize),
      workers: zonesOf(worker?.vmSize),
      expanded,
    });
    const zones = [...new Set([...placed.controlPlane, ...placed.workers])].toSorted((a, b) => a.localeCompare(b));
    await patchProperties(context, () => ({ zones }));
  },
};
