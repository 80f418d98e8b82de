import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import { asController, type Controller, find, kindOf, splitKey, unless } from "./controller.ts";
import { createWorkQueue } from "./work-queue.ts";

const options = { ...asController("node-controller"), fieldManager: "kube-controller-manager" };
const prefix = "node.kubernetes.io/";

interface Taint {
  key: string;
  value?: string;
  effect: string;
  timeAdded?: string;
}
interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

/** Taints by what a node says of itself: its conditions, and whether it takes pods at all. */
export function taintsFor(node: KubeObject): Taint[] {
  const { conditions = [] } = (node["status"] ?? {}) as { conditions?: { type: string; status: string }[] };
  const { unschedulable } = (node["spec"] ?? {}) as { unschedulable?: boolean };
  const is = (type: string, status: string) => conditions.some((one) => one.type === type && one.status === status);
  const made: Taint[] = [];
  const add = (name: string, ...effects: string[]) =>
    made.push(...effects.map((effect) => ({ key: prefix + name, effect })));
  if (is("Ready", "False")) add("not-ready", "NoSchedule", "NoExecute");
  else if (is("Ready", "Unknown")) add("unreachable", "NoSchedule", "NoExecute");
  else if (!is("Ready", "True")) add("not-ready", "NoSchedule");
  if (is("MemoryPressure", "True")) add("memory-pressure", "NoSchedule");
  if (is("DiskPressure", "True")) add("disk-pressure", "NoSchedule");
  if (is("PIDPressure", "True")) add("pid-pressure", "NoSchedule");
  if (is("NetworkUnavailable", "True")) add("network-unavailable", "NoSchedule");
  if (unschedulable === true) add("unschedulable", "NoSchedule");
  return made;
}

const kept = new Set(
  [
    "not-ready",
    "unreachable",
    "memory-pressure",
    "disk-pressure",
    "pid-pressure",
    "network-unavailable",
    "unschedulable",
  ].map((name) => prefix + name),
);
const same = (one: Taint, other: Taint): boolean => one.key === other.key && one.effect === other.effect;

const bears = (toleration: Toleration, taint: Taint): boolean => {
  const { key = "", operator = "Equal", value = "", effect = "" } = toleration;
  return (
    (key === "" || key === taint.key) &&
    (effect === "" || effect === taint.effect) &&
    (operator === "Exists" || value === (taint.value ?? ""))
  );
};

/**
 * When a pod has to leave a node, in milliseconds since the epoch; undefined when it may stay. `seen`: since when its taints are known, of those
 * that do not say it.
 */
export function leavesAt(
  tolerations: readonly Toleration[],
  taints: readonly Taint[],
  seen: number,
): number | undefined {
  let earliest: number | undefined;
  for (const taint of taints.filter(({ effect }) => effect === "NoExecute")) {
    const bearing = tolerations.filter((one) => bears(one, taint));
    if (bearing.length === 0) return seen;
    const seconds = bearing.map((one) => one.tolerationSeconds).filter((one) => one !== undefined);
    if (seconds.length === 0) continue;
    const since = taint.timeAdded === undefined ? seen : Date.parse(taint.timeAdded);
    const at = since + Math.max(0, Math.min(...seconds)) * 1000;
    earliest = Math.min(earliest ?? at, at);
  }
  return earliest;
}

/** Taints nodes by their conditions, and takes pods from nodes whose taints they do not bear, or no longer. */
export const nodesController: Controller = async (deps, signal) => {
  const { store, kinds, registry, clock } = deps;
  const nodes = kindOf(kinds, "", "v1", "nodes");
  const pods = kindOf(kinds, "", "v1", "pods");
  const time = () => `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
  const taint = (name: string): void => {
    const node = find(registry, nodes, undefined, name);
    if (node === undefined) return;
    const spec = (node["spec"] ?? {}) as { taints?: Taint[] };
    const held = spec.taints ?? [];
    const wanted = taintsFor(node);
    const left = held.filter((one) => !kept.has(one.key) || wanted.some((other) => same(one, other)));
    const fresh = wanted
      .filter((one) => !held.some((other) => same(one, other)))
      .map((one) => ({ ...one, timeAdded: time() }));
    if (left.length === held.length && fresh.length === 0) return;
    const { taints: _, ...rest } = spec;
    const taints = [...left, ...fresh];
    registry.update(
      { kind: nodes, name },
      { ...node, spec: taints.length === 0 ? rest : { ...rest, taints } },
      options,
    );
  };
  const taintsOf = (name: string): Taint[] => {
    const entry = store.get("/nodes", name);
    return entry === undefined ? [] : ((parsed(entry.text)["spec"] as { taints?: Taint[] } | undefined)?.taints ?? []);
  };
  /** Since when each pod's node has the taints that it has. */
  const seen = new Map<string, { taints: string; at: number }>();
  const evict = (key: string): void => {
    const { namespace = "", name } = splitKey(key);
    const pod = find(registry, pods, namespace, name);
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return;
    const { nodeName, tolerations = [] } = pod["spec"] as { nodeName?: string; tolerations?: Toleration[] };
    if (nodeName === undefined) return;
    const taints = taintsOf(nodeName);
    const shown = JSON.stringify(taints);
    let first = seen.get(key);
    if (first?.taints !== shown) {
      first = { taints: shown, at: clock.now() };
      seen.set(key, first);
    }
    const at = leavesAt(tolerations, taints, first.at);
    if (at === undefined) return;
    if (at > clock.now()) {
      queue.addAfter(`pod ${key}`, at - clock.now());
      return;
    }
    unless(["NotFound", "Conflict"], () =>
      registry.remove({ kind: pods, namespace, name }, { preconditions: { uid: pod.metadata.uid } }, options),
    );
  };
  const look = (key: string): void =>
    key.startsWith("pod ") ? evict(key.slice("pod ".length)) : taint(key.slice("node ".length));
  const queue = createWorkQueue(look, { ...deps, name: "nodes" });
  const podsOn = (node: string): void => {
    for (const { key, text } of store.list("/pods"))
      if (text.includes(`"nodeName":${JSON.stringify(node)}`)) queue.add(`pod ${key}`);
  };
  for (const { key } of store.list("/nodes")) {
    queue.add(`node ${key}`);
    if (taintsOf(key).length > 0) podsOn(key);
  }
  const stops = [
    store.subscribe("/nodes", ({ type, key, text, before }) => {
      if (type === "DELETED") return;
      queue.add(`node ${key}`);
      // Pods look again when the taints of their node are others.
      const of = (one: string | undefined) =>
        one === undefined ? "" : JSON.stringify((parsed(one)["spec"] as { taints?: Taint[] })?.taints ?? []);
      if (of(text).includes("NoExecute") && of(text) !== of(before)) podsOn(key);
    }),
    store.subscribe("/pods", ({ type, key, text }) => {
      if (type === "DELETED") seen.delete(key);
      const node = type === "DELETED" ? undefined : /"nodeName":"([^"]+)"/.exec(text)?.[1];
      if (node !== undefined && taintsOf(node).some(({ effect }) => effect === "NoExecute")) queue.add(`pod ${key}`);
    }),
  ];
  await queue.run(signal);
  for (const stop of stops) stop();
};
