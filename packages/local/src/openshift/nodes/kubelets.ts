import type { KubeObject, NodeDescription } from "@aro/control-plane";
import { createWorkQueue, splitKey } from "@aro/control-plane";
import { type ClusterContext, timeStamp } from "../cluster/context.ts";
import type { Objects } from "../cluster/objects.ts";
import { runningStatus, succeededStatus } from "./pod-status.ts";

/** The kubelets of a cluster: nodes report and run the pods that are given to them, as long as their machines run. */
export interface ClusterKubelets {
  /** Registers the node when it is not there, and reports it ready from now on. */
  start(node: NodeDescription): void;
  /** Its machine stopped: it says nothing any more. */
  fail(name: string): void;
  isUp(name: string): boolean;
  /** Says something else of the node from now on. */
  describe(node: NodeDescription): void;
  remove(name: string): void;
  run(signal: AbortSignal): Promise<void>;
}

const starts = [800, 4_000] as const;
const nodes = "v1/nodes";
const pods = "v1/pods";

const conditionTypes = [
  ["MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"],
  ["DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"],
  ["PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"],
] as const;

export function openKubelets(context: ClusterContext): ClusterKubelets {
  const { clock, random, log } = context;
  const api = context.objects("kubelet");
  const up = new Map<string, NodeDescription>();
  const stamp = () => timeStamp(clock.now());

  const report = (description: NodeDescription): void => {
    const { name, labels = {}, annotations = {}, taints, providerID } = description;
    api.ensure({
      apiVersion: "v1",
      kind: "Node",
      metadata: { name, labels: { ...labels }, annotations: { ...annotations } },
      spec: {
        ...(providerID === undefined ? {} : { providerID }),
        ...(description.podCIDR === undefined ? {} : { podCIDR: description.podCIDR, podCIDRs: [description.podCIDR] }),
        ...(taints === undefined ? {} : { taints: [...taints] }),
      },
    });
    const held = api.get(nodes, name);
    if (held === undefined) return;
    api.setStatus(nodes, name, undefined, {
      ...(held["status"] as object | undefined),
      addresses: description.addresses ?? [],
      capacity: description.capacity ?? {},
      allocatable: description.allocatable ?? description.capacity ?? {},
      conditions: readyConditions(held, stamp()),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: { ...description.info },
    });
  };

  /** One pod of a node that is up: started, ended when it is being deleted. */
  const look = (key: string): void => {
    const { namespace, name } = splitKey(key);
    const pod = api.get(pods, name, namespace);
    const node = (pod?.["spec"] as { nodeName?: string } | undefined)?.nodeName;
    if (pod === undefined || node === undefined || !up.has(node)) return;
    if (pod.metadata.deletionTimestamp !== undefined) {
      api.end(pods, name, namespace);
      return;
    }
    const { phase } = (pod["status"] ?? {}) as { phase?: string };
    if (phase !== undefined && phase !== "Pending" && !(phase === "Running" && stale.delete(key))) return;
    const address = up.get(node)?.addresses?.[0]?.address ?? "";
    api.setStatus(pods, name, namespace, runningStatus(pod, { address, now: stamp(), random }));
    const { restartPolicy } = pod["spec"] as { restartPolicy?: string };
    if (restartPolicy === "Never" || restartPolicy === "OnFailure") ending.addAfter(key, context.lasts(starts));
  };
  const end = (key: string): void => {
    const { namespace, name } = splitKey(key);
    const pod = api.get(pods, name, namespace);
    if (pod !== undefined && pod.metadata.deletionTimestamp === undefined)
      api.setStatus(pods, name, namespace, succeededStatus(pod, stamp()));
  };
  /** Pods of nodes that have started again. */
  const stale = new Set<string>();
  const queue = createWorkQueue(look, { clock, log, name: "kubelet" });
  const ending = createWorkQueue(end, { clock, log, name: "kubelet-jobs" });
  const later = (key: string, text: string): void => {
    const { metadata, spec, status } = JSON.parse(text) as KubeObject & {
      spec?: { nodeName?: string };
      status?: { phase?: string };
    };
    if (spec?.nodeName === undefined) return;
    if (metadata.deletionTimestamp !== undefined) queue.add(key);
    else if (status?.phase === undefined || status.phase === "Pending") queue.addAfter(key, context.lasts(starts));
  };

  return {
    start: (description) => {
      const isNew = !up.has(description.name);
      up.set(description.name, description);
      report(description);
      if (isNew) for (const one of podsOn(api, description.name)) queue.add(keyOf(one));
    },
    fail: (name) => {
      up.delete(name);
      for (const one of podsOn(api, name)) stale.add(keyOf(one));
    },
    isUp: (name) => up.has(name),
    describe: (description) => {
      if (!up.has(description.name)) return;
      up.set(description.name, description);
      report(description);
    },
    remove: (name) => up.delete(name),
    run: async (signal) => {
      const stop = api.watch(pods, ({ type, key, text }) => {
        if (type !== "DELETED") later(key, text);
      });
      for (const one of api.list(pods)) later(keyOf(one), JSON.stringify(one));
      await Promise.all([queue.run(signal), ending.run(signal)]);
      stop();
    },
  };
}

const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace}/${metadata.name}`;

const podsOn = (api: Objects, node: string): KubeObject[] =>
  api.list(pods).filter((pod) => (pod["spec"] as { nodeName?: string }).nodeName === node);

function readyConditions(node: KubeObject, now: string): object[] {
  const held = ((node["status"] as { conditions?: Condition[] } | undefined)?.conditions ?? []) as Condition[];
  const condition = (type: string, status: string, reason: string, message: string) => {
    const old = held.find((one) => one.type === type);
    const since = old?.status === status ? old.lastTransitionTime : now;
    return { type, status, lastHeartbeatTime: now, lastTransitionTime: since, reason, message };
  };
  return [
    ...conditionTypes.map(([type, reason, message]) => condition(type, "False", reason, message)),
    condition("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
  ];
}

interface Condition {
  type: string;
  status: string;
  lastTransitionTime?: string;
}
