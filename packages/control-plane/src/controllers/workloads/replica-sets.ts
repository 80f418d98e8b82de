import type { KubeObject } from "../../objects/object.ts";
import { isActive, isReady, type PodTemplate, podFrom, specOf, statusOf } from "./pods.ts";
import { workloadController } from "./workload.ts";

const pods = { group: "", plural: "pods" };
const burst = 500;

interface Spec {
  replicas?: number;
  template: PodTemplate;
}

/** Keeps as many pods as a replica set wants. */
export const replicaSetsController = workloadController(
  { group: "apps", plural: "replicasets", kind: "ReplicaSet" },
  "/pods",
  (context, set) => {
    const { replicas = 1, template } = specOf<Spec>(set);
    const mine = context.owned.of(set.metadata.uid);
    const active = mine.filter(isActive);
    if (set.metadata.deletionTimestamp === undefined) {
      for (let count = active.length; count < Math.min(replicas, active.length + burst); count++)
        context.create(
          pods,
          set.metadata.namespace ?? "",
          podFrom(template, set, { generateName: `${set.metadata.name}-` }),
        );
      for (const pod of active.toSorted(byWorth).slice(replicas)) context.remove(pods, pod);
    }
    const now = context.owned.of(set.metadata.uid).filter(isActive);
    const ready = now.filter(isReady).length;
    const labels = Object.entries(template.metadata?.labels ?? {});
    const { replicas: _, ...old } = statusOf<{ replicas?: number }>(set);
    context.report(set, {
      ...Object.fromEntries(Object.entries(old).filter(([name]) => name === "conditions")),
      replicas: now.length,
      fullyLabeledReplicas: now.filter((pod) => labels.every(([key, value]) => pod.metadata.labels?.[key] === value))
        .length,
      readyReplicas: ready,
      availableReplicas: ready,
      observedGeneration: set.metadata.generation,
    });
  },
);

/** Who is to stay first: placed and ready pods, then older ones. */
function byWorth(one: KubeObject, other: KubeObject): number {
  const worth = (pod: KubeObject) =>
    (isReady(pod) ? 2 : 0) + (specOf<{ nodeName?: string }>(pod).nodeName === undefined ? 0 : 1);
  return worth(other) - worth(one) || one.metadata.creationTimestamp.localeCompare(other.metadata.creationTimestamp);
}
