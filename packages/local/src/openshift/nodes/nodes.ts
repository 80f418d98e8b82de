import type { Kubelets, KubeObject } from "@aro/control-plane";
import type { Machine } from "../azure/facts.ts";
import { type ClusterContext, type ClusterController, timeStamp } from "../cluster/context.ts";
import { keep } from "../cluster/keep.ts";
import type { Objects } from "../cluster/objects.ts";
import { valueIn } from "../cluster/values.ts";
import { reach } from "../names/reach.ts";
import { releaseOf } from "../operators/release.ts";
import { describeNode, type Role } from "./describe.ts";
import type { Reboots } from "./reboots.ts";

const nodes = "v1/nodes";
/** From the first sign of a machine to its kubelet: fetch of its configuration, a reboot into it. */
const firstStart = [70_000, 120_000] as const;
/** A machine that is started again. */
const nextStart = [20_000, 40_000] as const;
/** What the node controller waits before it gives a silent node up. */
const silence = [40_000, 45_000] as const;

export interface NodesDeps {
  kubelets: Kubelets;
  reboots: Reboots;
  /** Nodes that shall say nothing although their machine runs; `watch` tells of changes. */
  silenced: { has(name: string): boolean; watch(changed: () => void): () => void };
  /** Whether the cluster's API and its machine config server answer at a machine. */
  serves(machine: Machine): boolean;
}

/** The machines of a cluster: those of its group with its name that were started as members of it. */
export function membersOf({ view, record }: Pick<ClusterContext, "view" | "record">): (Machine & { role: Role })[] {
  return [...view.machinesIn(record.group)].flatMap((machine) =>
    machine.name.startsWith(`${record.infraId}-`) && machine.pointer?.kind === "member"
      ? [{ ...machine, role: machine.pointer.role === "master" ? ("master" as const) : ("worker" as const) }]
      : [],
  );
}

/**
 * Nodes follow machines: one that runs and reaches the cluster's machine config server at the address of its custom data joins; one that stops
 * falls silent and is given up after a while; the node of one that is deleted goes.
 */
export const nodesController =
  ({ kubelets, reboots, silenced, serves }: NodesDeps): ClusterController =>
  async (context, signal) => {
    const { view, clock, facts, log } = context;
    const api = context.objects("node");
    const isUp = (name: string): boolean => kubelets.get(name)?.isUp === true;
    /** When each machine that is starting will be up; when each silent node is given up. */
    const starting = new Map<string, number>();
    const silent = new Map<string, number>();
    /** Nodes that were seen to stop: the others have run on while nobody looked. */
    const stopped = new Set<string>();
    const due = (times: Map<string, number>, key: string, lasts: readonly [number, number]): number => {
      const known = times.get(key) ?? clock.now() + context.lasts(lasts);
      times.set(key, known);
      return known - clock.now();
    };
    const look = (): number | undefined => {
      const waits: number[] = [];
      const members = membersOf(context);
      for (const machine of members) {
        const { name, running, role } = machine;
        if (!running || silenced.has(name)) {
          starting.delete(name);
          stopped.add(name);
          if (isUp(name)) kubelets.get(name)?.fail();
          continue;
        }
        silent.delete(name);
        if (isUp(name)) continue;
        const known = api.get(nodes, name);
        if (known === undefined && !reachesConfig(context, machine, serves)) continue;
        const ranOn = known !== undefined && !stopped.has(name) && !reboots.has(name) && !isGivenUp(known);
        const left = ranOn ? 0 : due(starting, name, known === undefined ? firstStart : nextStart);
        if (left > 0) {
          waits.push(left);
          continue;
        }
        starting.delete(name);
        stopped.delete(name);
        // A node comes with the release that the cluster has now, or with its own when it only ran on.
        const version = ranOn ? (ownVersion(known) ?? facts.version) : (releaseOf(api)?.version ?? facts.version);
        kubelets.start(describeNode(machine, role, { view, version }));
        reboots.started(name);
        revive(api, name);
        log.info("openshift.node.ready", { cluster: context.record.infraId, node: name });
      }
      const present = new Map(members.map((machine) => [machine.name, machine]));
      for (const node of api.list(nodes)) {
        const { name } = node.metadata;
        if (!present.has(name)) {
          kubelets.remove(name);
          api.remove(nodes, name);
          for (const pod of api.list("v1/pods"))
            if ((pod["spec"] as { nodeName?: string }).nodeName === name)
              api.end("v1/pods", pod.metadata.name, pod.metadata.namespace);
        } else if (!isUp(name) && !starting.has(name) && !isGivenUp(node)) {
          const left = due(silent, name, silence);
          if (left > 0) waits.push(left);
          else giveUp(api, name, timeStamp(clock.now()));
        }
      }
      return waits.length === 0 ? undefined : Math.max(1, Math.min(...waits));
    };
    await keep(
      context,
      {
        name: "nodes",
        resources: [nodes],
        azure: true,
        also: (wake) => {
          const stops = [reboots.watch(wake), silenced.watch(wake)];
          return () => {
            for (const stop of stops) stop();
          };
        },
      },
      look,
      signal,
    );
  };

/** Whether the address in a machine's custom data leads to a machine of its cluster that serves configurations. */
function reachesConfig({ view }: ClusterContext, machine: Machine, serves: NodesDeps["serves"]): boolean {
  if (machine.pointer?.kind !== "member") return false;
  const network = machine.interfaces.map((key) => view.interface(key)?.network).find((one) => one !== undefined);
  const reached = reach(view, machine.pointer.host, machine.pointer.port, network);
  return reached !== undefined && "machines" in reached && reached.machines.some((one) => serves(one.machine));
}

/** OpenShift's version of a node's kubelet: `v1.32.5` is `4.19.5`. */
function ownVersion(node: KubeObject | undefined): string | undefined {
  const kubelet = valueIn(node, "status.nodeInfo.kubeletVersion");
  const [, minor, patch] = /^v1\.(\d+)\.(\d+)/.exec(typeof kubelet === "string" ? kubelet : "") ?? [];
  return minor === undefined ? undefined : `4.${Number(minor) - 13}.${patch}`;
}

interface NodeStatus {
  conditions?: readonly { type: string; status: string }[];
}

const isGivenUp = (node: KubeObject): boolean =>
  ((node["status"] ?? {}) as NodeStatus).conditions?.find(({ type }) => type === "Ready")?.status === "Unknown";

const unreachable = "node.kubernetes.io/unreachable";

/** What the node controller writes of a node that has said nothing for a while. */
function giveUp(api: Objects, name: string, now: string): void {
  const held = api.get(nodes, name);
  if (held === undefined) return;
  const status = (held["status"] ?? {}) as NodeStatus;
  api.setStatus(nodes, name, undefined, {
    ...status,
    conditions: (status.conditions ?? []).map((one) => ({
      ...one,
      status: "Unknown",
      reason: "NodeStatusUnknown",
      message: "Kubelet stopped posting node status.",
      lastTransitionTime: now,
    })),
  });
  api.change(nodes, name, undefined, (node) => {
    const spec = (node["spec"] ?? {}) as { taints?: { key: string; effect: string; timeAdded?: string }[] };
    const others = (spec.taints ?? []).filter(({ key }) => key !== unreachable);
    const added = ["NoSchedule", "NoExecute"].map((effect) => ({ key: unreachable, effect, timeAdded: now }));
    return { ...node, spec: { ...spec, taints: [...others, ...added] } };
  });
}

/** Takes back what was written of a node that speaks again. */
function revive(api: Objects, name: string): void {
  api.change(nodes, name, undefined, (node) => {
    const spec = (node["spec"] ?? {}) as { taints?: { key: string }[] };
    if (!spec.taints?.some(({ key }) => key === unreachable)) return undefined;
    const { taints, ...rest } = spec;
    const left = taints.filter(({ key }) => key !== unreachable);
    return { ...node, spec: left.length === 0 ? rest : { ...rest, taints: left } };
  });
}
