import type { KubeObject } from "../../objects/object.ts";
import { isActive, isReady, type PodTemplate, podFrom, specOf } from "./pods.ts";
import { hashOf } from "./template-hash.ts";
import { workloadController } from "./workload.ts";

const pods = { group: "", plural: "pods" };
const hashLabel = "controller-revision-hash";

interface Spec {
  replicas?: number;
  template: PodTemplate;
  serviceName?: string;
  podManagementPolicy?: string;
  updateStrategy?: { type?: string; rollingUpdate?: { partition?: number } };
}

/** Keeps pods with lasting names: made one after the other, removed and renewed from the last on. */
export const statefulSetsController = workloadController(
  { group: "apps", plural: "statefulsets", kind: "StatefulSet" },
  "/pods",
  (context, set) => {
    const { replicas = 1, template, serviceName, podManagementPolicy, updateStrategy } = specOf<Spec>(set);
    const { name, namespace = "" } = set.metadata;
    const revision = `${name}-${hashOf(template)}`;
    const mine = new Map(context.owned.of(set.metadata.uid).map((pod) => [pod.metadata.name, pod]));
    const at = (ordinal: number) => mine.get(`${name}-${ordinal}`);
    const parallel = podManagementPolicy === "Parallel";
    if (set.metadata.deletionTimestamp === undefined) {
      let held = false;
      for (let ordinal = 0; ordinal < replicas && !held; ordinal++) {
        const pod = at(ordinal);
        if (pod === undefined)
          context.create(
            pods,
            namespace,
            podFrom(
              template,
              set,
              { name: `${name}-${ordinal}` },
              {
                labels: {
                  [hashLabel]: revision,
                  "statefulset.kubernetes.io/pod-name": `${name}-${ordinal}`,
                  "apps.kubernetes.io/pod-index": String(ordinal),
                },
                spec: {
                  hostname: `${name}-${ordinal}`,
                  ...(serviceName === undefined ? {} : { subdomain: serviceName }),
                },
              },
            ),
          );
        else if (!isActive(pod) && pod.metadata.deletionTimestamp === undefined) context.remove(pods, pod);
        held = !parallel && (pod === undefined || !isReady(pod));
      }
      const surplus = [...mine.values()]
        .filter((pod) => ordinalOf(pod) >= replicas)
        .sort((a, b) => ordinalOf(b) - ordinalOf(a));
      for (const pod of parallel ? surplus : surplus.slice(0, 1)) context.remove(pods, pod);
      const all = Array.from({ length: replicas }, (_, ordinal) => at(ordinal));
      const partition = updateStrategy?.rollingUpdate?.partition ?? 0;
      if (updateStrategy?.type !== "OnDelete" && all.every((pod) => pod !== undefined && isReady(pod))) {
        const stale = all.findLast(
          (pod, ordinal) => pod !== undefined && ordinal >= partition && pod.metadata.labels?.[hashLabel] !== revision,
        );
        if (stale !== undefined) context.remove(pods, stale);
      }
    }
    const now = context.owned.of(set.metadata.uid).filter(isActive);
    const updated = now.filter((pod) => pod.metadata.labels?.[hashLabel] === revision).length;
    const ready = now.filter(isReady).length;
    const current =
      now.find((pod) => pod.metadata.labels?.[hashLabel] !== revision)?.metadata.labels?.[hashLabel] ?? revision;
    context.report(set, {
      observedGeneration: set.metadata.generation,
      replicas: now.length,
      ...(ready === 0 ? {} : { readyReplicas: ready }),
      currentReplicas: current === revision ? updated : now.length - updated,
      updatedReplicas: updated,
      currentRevision: current,
      updateRevision: revision,
      collisionCount: 0,
      availableReplicas: ready,
    });
  },
);

const ordinalOf = ({ metadata }: KubeObject): number => Number(/-(\d+)$/.exec(metadata.name)?.[1] ?? 0);
