import type { KubeObject } from "../objects/object.ts";
import { chanceOf, hex } from "./chance.ts";
import { quantity } from "./downward.ts";
import type { NodeDescription } from "./kubelets.ts";

export interface NodeCondition {
  type: string;
  status: "True" | "False" | "Unknown";
  lastHeartbeatTime?: string;
  lastTransitionTime?: string;
  reason: string;
  message: string;
}

const usualCapacity = {
  cpu: "8",
  "ephemeral-storage": "133682156Ki",
  "hugepages-1Gi": "0",
  "hugepages-2Mi": "0",
  memory: "32868468Ki",
  pods: "250",
};
/** What a node keeps for itself. */
const reservedMillicores = 500;
const reservedMebibytes = 1_126;
const kubeletPort = 10_250;

/** The Node object that a kubelet registers. */
export function nodeObject({ name, labels, annotations, taints, providerID, podCIDR }: NodeDescription): object {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "beta.kubernetes.io/arch": "amd64",
        "beta.kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        ...labels,
      },
      annotations: { "volumes.kubernetes.io/controller-managed-attach-detach": "true", ...annotations },
    },
    spec: {
      ...(podCIDR === undefined ? {} : { podCIDR, podCIDRs: [podCIDR] }),
      ...(providerID === undefined ? {} : { providerID }),
      ...(taints === undefined || taints.length === 0 ? {} : { taints }),
    },
  };
}

/** What a node has left for pods. */
function allocatableOf(capacity: Readonly<Record<string, string>>): Record<string, string> {
  const cpu = quantity(capacity["cpu"] ?? "0") * 1000 - reservedMillicores;
  const memory = quantity(capacity["memory"] ?? "0") / 1024 - reservedMebibytes * 1024;
  return { ...capacity, cpu: `${Math.max(0, cpu)}m`, memory: `${Math.max(0, Math.floor(memory))}Ki` };
}

/** Conditions that a healthy kubelet reports. */
const healthy: readonly NodeCondition[] = [
  ["MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"],
  ["DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"],
  ["PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"],
  ["Ready", "KubeletReady", "kubelet is posting ready status"],
].map(([type = "", reason = "", message = ""]) => ({
  type,
  status: type === "Ready" ? "True" : "False",
  reason,
  message,
}));

/** The status that a kubelet reports of its node; conditions of others stay. */
export function nodeStatus(
  node: KubeObject,
  description: NodeDescription,
  said: ReadonlyMap<string, NodeCondition>,
  { now, images, seed }: { now: string; images: readonly string[]; seed: string },
): Record<string, unknown> {
  const held = (node["status"] ?? {}) as { conditions?: NodeCondition[] };
  const { name, addresses = [], capacity = {}, info } = description;
  const full = { ...usualCapacity, ...capacity };
  const chance = chanceOf(seed, name, "machine");
  const wanted = [...healthy.filter(({ type }) => !said.has(type)), ...said.values()];
  const conditions = wanted.map((one) => {
    const old = held.conditions?.find(({ type }) => type === one.type);
    return {
      type: one.type,
      status: one.status,
      lastHeartbeatTime: now,
      lastTransitionTime: old?.status === one.status ? (old.lastTransitionTime ?? now) : now,
      reason: one.reason,
      message: one.message,
    };
  });
  const others = (held.conditions ?? []).filter(({ type }) => !wanted.some((one) => one.type === type));
  return {
    ...held,
    addresses: [...addresses],
    allocatable: description.allocatable ?? allocatableOf(full),
    capacity: full,
    conditions: [...others, ...conditions.toSorted((a, b) => rank(a.type) - rank(b.type))],
    daemonEndpoints: { kubeletEndpoint: { Port: kubeletPort } },
    images: images
      .slice(0, 50)
      .map((image) => ({ names: [image], sizeBytes: chanceOf("size", image).integer(400_000_000) })),
    nodeInfo: {
      machineID: hex(chance, 16),
      systemUUID: chance.uuid(),
      bootID: chance.uuid(),
      kernelVersion: "5.14.0-427.el9.x86_64",
      osImage: "Linux",
      containerRuntimeVersion: "cri-o://1.34.0",
      kubeletVersion: "v1.34.0",
      kubeProxyVersion: "",
      operatingSystem: "linux",
      architecture: "amd64",
      ...info,
    },
  };
}

/** Ready is told last. */
const rank = (type: string): number => (type === "Ready" ? 1 : 0);
