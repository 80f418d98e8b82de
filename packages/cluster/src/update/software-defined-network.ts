import { kinds } from "@aro/kubernetes";
import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";
import { clusterClient } from "../kubernetes/api-server.ts";
import { propertiesOf } from "../names/cluster-facts.ts";

/** Writes down that the customer has moved the cluster to the newer network (spec 03 §8.2). */
export const reconcileSoftwareDefinedNetwork: OnceStep<ClusterContext> = {
  name: "reconcileSoftwareDefinedNetwork",
  kind: "once",
  run: async (context, signal) => {
    if (propertiesOf(context.run.cluster()).networkProfile.softwareDefinedNetwork !== "OpenShiftSDN") return;
    const network = await clusterClient(context).get(kinds.Network, { name: "cluster" }, signal);
    const { networkType } = (network?.["spec"] ?? {}) as { networkType?: string };
    if (networkType !== "OVNKubernetes") return;
    await patchProperties(context, ({ networkProfile }) => ({
      networkProfile: { ...networkProfile, softwareDefinedNetwork: networkType },
    }));
  },
};
