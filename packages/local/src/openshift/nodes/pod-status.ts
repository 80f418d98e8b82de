import type { KubeObject } from "@aro/control-plane";
import type { Random } from "@aro/runtime";

interface Container {
  name: string;
  image?: string;
}
interface PodSpec {
  containers?: readonly Container[];
  initContainers?: readonly Container[];
  hostNetwork?: boolean;
}

const podConditions = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"] as const;

const digest = (random: Random): string => Buffer.from(random.bytes(32)).toString("hex");

/** The status of a pod whose containers all run. */
export function runningStatus(
  pod: KubeObject,
  { address, now, random }: { address: string; now: string; random: Random },
): object {
  const spec = (pod["spec"] ?? {}) as PodSpec;
  const held = (pod["status"] ?? {}) as { startTime?: string; qosClass?: string };
  const podAddress = spec.hostNetwork === true ? address : `10.128.${random.integer(12)}.${4 + random.integer(240)}`;
  const image = (one: Container) => ({
    name: one.name,
    image: one.image ?? "",
    imageID: (one.image ?? "").includes("@") ? (one.image ?? "") : `${one.image}@sha256:${digest(random)}`,
    containerID: `cri-o://${digest(random)}`,
    restartCount: 0,
  });
  return {
    ...held,
    phase: "Running",
    conditions: podConditions.map((type) => ({ type, status: "True", lastProbeTime: null, lastTransitionTime: now })),
    containerStatuses: (spec.containers ?? []).map((one) => ({
      ...image(one),
      ready: true,
      started: true,
      state: { running: { startedAt: now } },
      lastState: {},
    })),
    ...(spec.initContainers === undefined || spec.initContainers.length === 0
      ? {}
      : {
          initContainerStatuses: spec.initContainers.map((one) => ({
            ...image(one),
            ready: true,
            started: false,
            state: { terminated: { exitCode: 0, reason: "Completed", startedAt: now, finishedAt: now } },
            lastState: {},
          })),
        }),
    hostIP: address,
    hostIPs: [{ ip: address }],
    podIP: podAddress,
    podIPs: [{ ip: podAddress }],
    startTime: held.startTime ?? now,
  };
}

/** The status of a pod whose containers have all ended well. */
export function succeededStatus(pod: KubeObject, now: string): object {
  const held = (pod["status"] ?? {}) as {
    containerStatuses?: readonly { state?: { running?: { startedAt?: string } } }[];
    conditions?: readonly { type: string }[];
  };
  return {
    ...held,
    phase: "Succeeded",
    conditions: (held.conditions ?? []).map((one) =>
      one.type === "Ready" || one.type === "ContainersReady"
        ? { ...one, status: "False", reason: "PodCompleted", lastTransitionTime: now }
        : one,
    ),
    containerStatuses: (held.containerStatuses ?? []).map((one) => ({
      ...one,
      ready: false,
      started: false,
      state: {
        terminated: {
          exitCode: 0,
          reason: "Completed",
          startedAt: one.state?.running?.startedAt ?? now,
          finishedAt: now,
        },
      },
    })),
  };
}
