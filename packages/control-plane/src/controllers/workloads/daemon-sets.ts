import type { KubeObject } from "../../objects/object.ts";
import { objectKept } from "../../store/event-objects.ts";
import { fitsNode, tolerates } from "../scheduler.ts";
import { isActive, isReady, type PodTemplate, podFrom, share, specOf } from "./pods.ts";
import { hashOf } from "./template-hash.ts";
import { workloadController } from "./workload.ts";

const pods = { group: "", plural: "pods" };
const hashLabel = "controller-revision-hash";

interface Spec {
  template: PodTemplate;
  updateStrategy?: { type?: string; rollingUpdate?: { maxUnavailable?: number | string } };
}

/** Taints that a daemon bears because nodes need it when they are in trouble. */
const borne = [
  "not-ready",
  "unreachable",
  "disk-pressure",
  "memory-pressure",
  "pid-pressure",
  "unschedulable",
  "network-unavailable",
].map((name) => ({
  key: `node.kubernetes.io/${name}`,
  operator: "Exists",
  effect: name === "not-ready" || name === "unreachable" ? "NoExecute" : "NoSchedule",
}));

/** Keeps one pod on each node that a daemon set wants. */
export const daemonSetsController = workloadController(
  { group: "apps", plural: "daemonsets", kind: "DaemonSet" },
  "/pods",
  (context, set) => {
    const { template, updateStrategy } = specOf<Spec>(set);
    const hash = hashOf(template);
    const nodes = Array.from(context.store.list("/nodes"), objectKept);
    const spec = { ...template.spec, tolerations: [...((template.spec?.["tolerations"] ?? []) as object[]), ...borne] };
    const wanted = nodes.filter((node) => fitsNode(spec, node) && tolerates(spec, node));
    const mine = context.owned.of(set.metadata.uid).filter(isActive);
    const nodeOf = (pod: KubeObject) => specOf<{ nodeName?: string }>(pod).nodeName ?? "";
    const on = (name: string) => mine.filter((pod) => nodeOf(pod) === name);
    if (set.metadata.deletionTimestamp === undefined) {
      for (const node of wanted)
        if (on(node.metadata.name).length === 0)
          context.create(
            pods,
            set.metadata.namespace ?? "",
            podFrom(
              template,
              set,
              { generateName: `${set.metadata.name}-` },
              {
                labels: { [hashLabel]: hash },
                spec: { nodeName: node.metadata.name, tolerations: spec.tolerations },
              },
            ),
          );
      for (const pod of mine)
        if (!wanted.some((node) => node.metadata.name === nodeOf(pod)) || on(nodeOf(pod)).indexOf(pod) > 0)
          context.remove(pods, pod);
      // One old pod after the other gives way, while the others are ready.
      const stale = mine.filter((pod) => pod.metadata.labels?.[hashLabel] !== hash);
      const missing = wanted.length - mine.filter(isReady).length;
      const may = share(updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, wanted.length, true) - missing;
      if (updateStrategy?.type !== "OnDelete")
        for (const [index, pod] of stale.entries()) if (!isReady(pod) || index < may) context.remove(pods, pod);
    }
    const placed = wanted.filter((node) => on(node.metadata.name).length > 0);
    const ready = placed.filter((node) => on(node.metadata.name).some(isReady)).length;
    const updated = placed.filter((node) =>
      on(node.metadata.name).some((pod) => pod.metadata.labels?.[hashLabel] === hash),
    ).length;
    context.report(set, {
      currentNumberScheduled: placed.length,
      numberMisscheduled: mine.filter((pod) => !wanted.some((node) => node.metadata.name === nodeOf(pod))).length,
      desiredNumberScheduled: wanted.length,
      numberReady: ready,
      observedGeneration: set.metadata.generation,
      ...(updated === 0 ? {} : { updatedNumberScheduled: updated }),
      ...(ready === 0 ? {} : { numberAvailable: ready }),
      ...(wanted.length === ready ? {} : { numberUnavailable: wanted.length - ready }),
    });
  },
  ["/nodes"],
);
