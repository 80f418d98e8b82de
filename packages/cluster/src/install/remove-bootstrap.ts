import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { removeById } from "../delete/remove-by-id.ts";
import { ignitionPlace } from "../graph/graph.ts";
import { infraIdOf, usesWorkloadIdentity } from "../names/cluster-facts.ts";
import { managedResourceId } from "../names/resource-names.ts";
import { clusterBlobs } from "../storage.ts";
import { apiVersionOf } from "../template/api-versions.ts";

/** In this order: each holds the next. */
const parts = [
  { type: "Microsoft.Compute/virtualMachines", suffix: "-bootstrap" },
  { type: "Microsoft.Compute/disks", suffix: "-bootstrap_OSDisk" },
  { type: "Microsoft.Network/networkInterfaces", suffix: "-bootstrap-nic" },
] as const;

/** The machine that started the cluster has served; what is gone already is fine. */
export const removeBootstrap: OnceStep<ClusterContext> = {
  name: "removeBootstrap",
  kind: "once",
  run: async (context, signal) => {
    const cluster = context.run.cluster();
    for (const { type, suffix } of parts) {
      const apiVersion = apiVersionOf(type);
      if (apiVersion === undefined) throw new Error(`no api-version is known for ${type}`);
      await removeById(context, managedResourceId(cluster, type, `${infraIdOf(cluster)}${suffix}`), apiVersion, signal);
    }
  },
};

/** Its ignition holds the cluster's keys in the clear: it goes as soon as nobody reads it any more. */
export const removeBootstrapIgnition: OnceStep<ClusterContext> = {
  name: "removeBootstrapIgnition",
  kind: "once",
  appliesTo: ({ run }) => !usesWorkloadIdentity(run.cluster()),
  run: async (context, signal) => {
    const blobs = await clusterBlobs(context, { permissions: "d", resourceTypes: "c" }, signal);
    await blobs.deleteContainer(ignitionPlace.container, signal);
  },
};
