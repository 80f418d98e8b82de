import type { KubernetesObject } from "@aro/kubernetes";
import type { ClusterContext } from "../context.ts";
import { hasPullSecret } from "../names/cluster-facts.ts";

/** Objects that the installer is to give a new cluster besides its own, by file name (spec 03 §7.1). */
export function customManifests({ run }: Pick<ClusterContext, "run">): Record<string, KubernetesObject> {
  if (hasPullSecret(run.cluster())) return {};
  // Samples come from registries that only a customer's pull secret opens.
  return {
    "cluster-config-samples.yaml": {
      apiVersion: "samples.operator.openshift.io/v1",
      kind: "Config",
      metadata: { name: "cluster" },
      spec: { managementState: "Removed" },
    },
  };
}
