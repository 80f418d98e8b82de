import type { OnceStep } from "@aro/steps";
import { type ClusterContext, tenantOf } from "../context.ts";
import { infraIdOf } from "../names/cluster-facts.ts";

/** From here on the cluster is charged for; one record, whose time is stamped once (spec 03 §8.2). */
export const ensureBillingRecord: OnceStep<ClusterContext> = {
  name: "ensureBillingRecord",
  kind: "once",
  run: async ({ run, billing }) => {
    const cluster = run.cluster();
    const outcome = await billing.ensure({
      id: cluster.id,
      key: cluster.key,
      clusterResourceGroupIDKey: cluster.clusterResourceGroupIdKey,
      infraId: infraIdOf(cluster),
      location: cluster.openShiftCluster.location,
      tenantID: tenantOf(run),
    });
    if (outcome === "present") run.log.info("billing record already present in DB");
  },
};
