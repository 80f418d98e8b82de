import type { ClusterProperties } from "@aro/api";
import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchCluster } from "../context.ts";

/** The install is over: what only lives while it runs goes (spec 03 §2.7). */
export const finishInstallation: OnceStep<ClusterContext> = {
  name: "finishInstallation",
  kind: "once",
  run: (context) =>
    patchCluster(context, (cluster) => {
      const { install: _, ...properties } = cluster.properties;
      return { ...cluster, properties: properties as ClusterProperties };
    }),
};
