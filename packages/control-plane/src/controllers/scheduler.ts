import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import { objectAfter, objectBefore, objectKept } from "../store/event-objects.ts";
import { asController, type Controller, find, kindOf, splitKey } from "./controller.ts";
import { eventTeller } from "./tell-event.ts";
import { createWorkQueue } from "./work-queue.ts";

const options = { ...asController("kube-scheduler"), fieldManager: "kube-scheduler" };

interface Taint {
  key: string;
  value?: string;
  effect: string;
}
interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
}
interface Expression {
  key: string;
  operator: string;
  values?: string[];
}
type PodSpec = Readonly<Record<string, unknown>>;

/** Whether a pod bears the taints that would keep it from a node. */
export const tolerates = (spec: PodSpec, node: KubeObject): boolean => unborne(spec, node) === undefined;

/** The first taint that a pod does not bear. */
function unborne(spec: PodSpec, node: KubeObject): Taint | undefined {
  const taints = ((node["spec"] as { taints?: Taint[] } | undefined)?.taints ?? []).filter(
    ({ effect }) => effect !== "PreferNoSchedule",
  );
  const tolerations = (spec["tolerations"] ?? []) as Toleration[];
  return taints.find(
    (taint) =>
      !tolerations.some(
        ({ key, operator = "Equal", value = "", effect }) =>
          (key === undefined || key === "" || key === taint.key) &&
          (effect === undefined || effect === "" || effect === taint.effect) &&
          (operator === "Exists" || value === (taint.value ?? "")),
      ),
  );
}

/** Whether a pod's selector and affinity take a node. */
export function fitsNode(spec: PodSpec, node: KubeObject): boolean {
  const labels = node.metadata.labels ?? {};
  const selector = (spec["nodeSelector"] ?? {}) as Record<string, string>;
  if (!Object.entries(selector).every(([key, value]) => labels[key] === value)) return false;
  const affinity = spec["affinity"] as
    | {
        nodeAffinity?: {
          requiredDuringSchedulingIgnoredDuringExecution?: {
            nodeSelectorTerms?: { matchExpressions?: Expression[]; matchFields?: Expression[] }[];
          };
        };
      }
    | undefined;
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (terms === undefined) return true;
  const fields = { "metadata.name": node.metadata.name };
  return terms.some(
    ({ matchExpressions = [], matchFields = [] }) =>
      matchExpressions.every((one) => matches(one, labels)) && matchFields.every((one) => matches(one, fields)),
  );
}

function matches({ key, operator, values = [] }: Expression, labels: Readonly<Record<string, string>>): boolean {
  const held = labels[key];
  switch (operator) {
    case "In":
      return held !== undefined && values.includes(held);
    case "NotIn":
      return held === undefined || !values.includes(held);
    case "Exists":
      return held !== undefined;
    case "DoesNotExist":
      return held === undefined;
    case "Gt":
      return held !== undefined && Number(held) > Number(values[0]);
    case "Lt":
      return held !== undefined && Number(held) < Number(values[0]);
    default:
      return false;
  }
}

const isReady = (node: KubeObject): boolean =>
  (node["status"] as { conditions?: { type: string; status: string }[] } | undefined)?.conditions?.some(
    ({ type, status }) => type === "Ready" && status === "True",
  ) === true;

/** Why a node does not take a pod, in the scheduler's words; undefined: it does. */
function refusal(spec: PodSpec, node: KubeObject): string | undefined {
  if ((node["spec"] as { unschedulable?: boolean } | undefined)?.unschedulable === true)
    return "node(s) were unschedulable";
  const taint = unborne(spec, node);
  if (taint !== undefined) return `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ""}}`;
  if (!fitsNode(spec, node)) return "node(s) didn't match Pod's node affinity/selector";
  return isReady(node) ? undefined : "node(s) had untolerated taint {node.kubernetes.io/not-ready: }";
}

/** What is told of a pod that no node takes: reasons with how many nodes give them. */
function unschedulable(spec: PodSpec, nodes: readonly KubeObject[]): string {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const why = refusal(spec, node) ?? "";
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  const told = [...counts].map(([why, count]) => `${count} ${why}`).sort();
  return nodes.length === 0
    ? "no nodes available to schedule pods"
    : `0/${nodes.length} nodes are available: ${told.join(", ")}.`;
}

/** Gives each pod a node: of those that take it the one with the fewest pods. */
export const schedulerController: Controller = async (deps, signal) => {
  const { store, kinds, registry, clock } = deps;
  const pods = kindOf(kinds, "", "v1", "pods");
  const tell = eventTeller(deps, { component: "default-scheduler" });
  const look = (key: string): void => {
    const { namespace, name } = splitKey(key);
    const pod = find(registry, pods, namespace, name);
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return;
    const spec = (pod["spec"] ?? {}) as PodSpec;
    if (spec["nodeName"] || spec["schedulerName"] !== "default-scheduler") return;
    if (((spec["schedulingGates"] ?? []) as unknown[]).length > 0) return;
    const nodes = Array.from(store.list("/nodes"), objectKept);
    const able = nodes.filter((node) => refusal(spec, node) === undefined);
    const now = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
    const target = { kind: pods, name, ...(namespace === undefined ? {} : { namespace }) };
    const chosen = able.toSorted((a, b) => load(a) - load(b) || (a.metadata.name < b.metadata.name ? -1 : 1))[0];
    if (chosen === undefined) {
      const conditions = [
        {
          type: "PodScheduled",
          status: "False",
          lastProbeTime: null,
          lastTransitionTime: now,
          reason: "Unschedulable",
          message: unschedulable(spec, nodes),
        },
      ];
      const held = (pod["status"] as { conditions?: { reason?: string; message?: string }[] } | undefined)
        ?.conditions?.[0];
      const { message = "" } = conditions[0] ?? {};
      if (held?.message !== message) {
        tell(pod, "Warning", "FailedScheduling", message);
        registry.update(
          { ...target, subresource: "status" },
          { ...pod, status: { ...(pod["status"] as object), conditions } },
          options,
        );
      }
      return;
    }
    registry.update(target, { ...pod, spec: { ...spec, nodeName: chosen.metadata.name } }, options);
    tell(pod, "Normal", "Scheduled", `Successfully assigned ${key} to ${chosen.metadata.name}`);
  };
  const load = (node: KubeObject): number => placed.get(node.metadata.name) ?? 0;
  const placed = new Map<string, number>();
  /** Pods without a node, by key. */
  const unplaced = new Set<string>();
  const nodeOf = (pod: KubeObject): string | undefined => (pod["spec"] as { nodeName?: string }).nodeName;
  const count = (name: string | undefined, by: number): void => {
    if (name !== undefined) placed.set(name, (placed.get(name) ?? 0) + by);
  };
  const queue = createWorkQueue(look, { ...deps, name: "scheduler" });
  const waiting = () => {
    for (const key of unplaced) queue.add(key);
  };
  for (const { key, text } of store.list("/pods")) {
    const node = nodeOf(parsed(text));
    count(node, 1);
    if (node === undefined) unplaced.add(key);
  }
  waiting();
  const stops = [
    store.subscribe("/pods", (event) => {
      const { type, key } = event;
      const before = objectBefore(event);
      if (before !== undefined) count(nodeOf(before), -1);
      const node = type === "DELETED" ? undefined : nodeOf(objectAfter(event));
      count(node, 1);
      if (type === "DELETED" || node !== undefined) unplaced.delete(key);
      else {
        unplaced.add(key);
        queue.add(key);
      }
    }),
    store.subscribe("/nodes", waiting),
  ];
  await queue.run(signal);
  for (const stop of stops) stop();
};
