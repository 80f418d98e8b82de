import type { KubeObject } from "../objects/object.ts";
import { type Container, isRunning } from "./container.ts";

interface Condition {
  type: string;
  status: string;
  observedGeneration?: number;
  lastProbeTime: null;
  lastTransitionTime: string;
  reason?: string;
  message?: string;
}

/** What a pod's status is made of. */
export interface PodFacts {
  pod: KubeObject;
  containers: readonly Container[];
  hostIP: string;
  podIP: string | undefined;
  startTime: string;
  /** Set when the pod is over for a reason of its own: evicted, rejected. */
  failed?: { reason: string; message: string };
  /** RFC 3339, whole seconds. */
  now: string;
}

type Phase = "Pending" | "Running" | "Succeeded" | "Failed";

const isMain = ({ isInit, isEphemeral }: Container): boolean => !isInit && !isEphemeral;

/** The phase in which a pod with these containers is. */
function phaseOf(pod: KubeObject, containers: readonly Container[]): Phase {
  const { restartPolicy = "Always" } = pod["spec"] as { restartPolicy?: string };
  const inits = containers.filter(({ isInit, isSidecar }) => isInit && !isSidecar);
  const mains = containers.filter(isMain);
  const failedInit = inits.some(
    ({ state }) => "terminated" in state && state.terminated.exitCode !== 0 && restartPolicy === "Never",
  );
  if (failedInit) return "Failed";
  if (!inits.every(({ state }) => "terminated" in state && state.terminated.exitCode === 0)) return "Pending";
  const over = mains.flatMap(({ state }) => ("terminated" in state ? [state.terminated] : []));
  if (over.length === mains.length && restartPolicy !== "Always") {
    if (over.every(({ exitCode }) => exitCode === 0)) return "Succeeded";
    if (restartPolicy === "Never") return "Failed";
  }
  return mains.some((one) => isRunning(one) || "terminated" in one.state || one.last !== undefined)
    ? "Running"
    : "Pending";
}

/** The status that a kubelet reports of a pod; what others have written into it stays. */
export function statusOf({
  pod,
  containers,
  hostIP,
  podIP,
  startTime,
  failed,
  now,
}: PodFacts): Record<string, unknown> {
  const held = (pod["status"] ?? {}) as { conditions?: Condition[]; qosClass?: string };
  const phase = failed === undefined ? phaseOf(pod, containers) : "Failed";
  const mains = containers.filter(isMain);
  const inits = containers.filter(({ isInit }) => isInit);
  const isInitialized = inits.every(({ state, isSidecar, started }) =>
    isSidecar ? started : "terminated" in state && state.terminated.exitCode === 0,
  );
  const counted = containers.filter((one) => isMain(one) || one.isSidecar);
  const ephemeral = containers.filter(({ isEphemeral }) => isEphemeral);
  const unready = counted.filter(({ ready }) => !ready).map(({ spec }) => spec.name);
  const gates = ((pod["spec"] as { readinessGates?: { conditionType: string }[] }).readinessGates ?? []).filter(
    ({ conditionType }) => held.conditions?.find(({ type }) => type === conditionType)?.status !== "True",
  );
  const condition = (type: string, is: boolean, reason?: string, message?: string): Condition => {
    const status = is ? "True" : "False";
    const old = held.conditions?.find((one) => one.type === type);
    return {
      type,
      status,
      ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
      lastProbeTime: null,
      lastTransitionTime: old?.status === status ? old.lastTransitionTime : now,
      ...(reason === undefined ? {} : { reason }),
      ...(message === undefined ? {} : { message }),
    };
  };
  const notReady = (): [reason?: string, message?: string] => {
    if (phase === "Succeeded") return ["PodCompleted"];
    if (phase === "Failed") return ["PodFailed"];
    return unready.length === 0 ? [] : ["ContainersNotReady", `containers with unready status: [${unready.join(" ")}]`];
  };
  const isOver = phase === "Succeeded" || phase === "Failed";
  const allReady = !isOver && unready.length === 0;
  const incomplete = inits.filter(({ state, isSidecar, started }) =>
    isSidecar ? !started : !("terminated" in state && state.terminated.exitCode === 0),
  );
  const own: Condition[] = [
    condition("PodReadyToStartContainers", podIP !== undefined && !isOver),
    isInitialized
      ? condition("Initialized", true, phase === "Succeeded" ? "PodCompleted" : undefined)
      : condition(
          "Initialized",
          false,
          "ContainersNotInitialized",
          `containers with incomplete status: [${incomplete.map(({ spec }) => spec.name).join(" ")}]`,
        ),
    allReady && gates.length > 0
      ? condition("Ready", false, "ReadinessGatesNotReady", 'the status of pod readiness gates is not "True"')
      : condition("Ready", allReady, ...notReady()),
    condition("ContainersReady", allReady, ...notReady()),
  ];
  const scheduled = held.conditions?.find(({ type }) => type === "PodScheduled");
  const others = (held.conditions ?? []).filter(
    ({ type }) => type !== "PodScheduled" && !own.some((one) => one.type === type),
  );
  return {
    ...held,
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    phase,
    ...failed,
    conditions: [...own, scheduled?.status === "True" ? scheduled : condition("PodScheduled", true), ...others],
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(podIP === undefined ? {} : { podIP, podIPs: [{ ip: podIP }] }),
    startTime,
    ...(inits.length === 0 ? {} : { initContainerStatuses: inits.map(containerStatus) }),
    containerStatuses: mains.map(containerStatus),
    ...(ephemeral.length === 0 ? {} : { ephemeralContainerStatuses: ephemeral.map(containerStatus) }),
  };
}

function containerStatus({ spec, state, last, ready, started, restarts, imageID, id, isInit, isSidecar }: Container) {
  return {
    name: spec.name,
    state,
    lastState: last === undefined ? {} : { terminated: last },
    ready: isInit && !isSidecar ? "terminated" in state && state.terminated.exitCode === 0 : ready,
    restartCount: restarts,
    image: spec.image,
    imageID,
    ...(id === "" ? {} : { containerID: id }),
    started,
  };
}
