import { ageOf, type Cells, type Loose, list, none, since } from "./cell.ts";

const isTrue = (pod: Loose, type: string): boolean =>
  list(pod.status?.conditions).some((one) => one.type === type && one.status === "True");

/** What a container that ended ended by. */
const endText = ({ reason, signal, exitCode }: Loose): string =>
  reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? 0}`);

interface Summary {
  /** What one of them says that is worth more than the pod's phase. */
  reason?: string;
  ready: number;
  restarts: number;
  /** When the last of them ended before it was started again. */
  restarted?: string;
}

const counted = (statuses: readonly Loose[]): Pick<Summary, "restarts" | "restarted"> => {
  const times = statuses
    .map((one) => one.lastState?.terminated?.finishedAt)
    .filter((one): one is string => typeof one === "string")
    .sort();
  return {
    restarts: statuses.reduce<number>((sum, one) => sum + (one.restartCount ?? 0), 0),
    ...(times.length === 0 ? {} : { restarted: times.at(-1) as string }),
  };
};

/** The first initial container that is not through tells why the pod does not go on; undefined when they all are. */
function initial(pod: Loose): string | undefined {
  const containers = list(pod.spec?.initContainers);
  const staying = new Set(containers.filter((one) => one.restartPolicy === "Always").map((one) => one.name));
  for (const [index, one] of list(pod.status?.initContainerStatuses).entries()) {
    const { terminated, waiting } = one.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (staying.has(one.name) && one.started === true) continue;
    if (terminated !== undefined) return `Init:${endText(terminated)}`;
    if (waiting?.reason && waiting.reason !== "PodInitializing") return `Init:${waiting.reason}`;
    return `Init:${index}/${containers.length}`;
  }
  return undefined;
}

function usual(pod: Loose, staying: readonly Loose[]): Summary {
  const statuses = list(pod.status?.containerStatuses);
  let reason: string | undefined;
  for (const { state = {} } of statuses.toReversed()) {
    if (state.waiting?.reason) reason = state.waiting.reason;
    else if (state.terminated !== undefined) reason = endText(state.terminated);
  }
  const running = statuses.filter((one) => one.ready === true && one.state?.running !== undefined);
  // One that is through does not make a pod complete while others run.
  if (reason === "Completed" && running.length > 0) reason = isTrue(pod, "Ready") ? "Running" : "NotReady";
  return { ...(reason === undefined ? {} : { reason }), ready: running.length, ...counted([...statuses, ...staying]) };
}

/** The row of a pod. */
export const podCells: Cells = (pod, now) => {
  const { spec = {}, status = {}, metadata } = pod;
  const inits = list(status.initContainerStatuses);
  const sidecars = new Set(
    list(spec.initContainers)
      .filter((one) => one.restartPolicy === "Always")
      .map((one) => one.name),
  );
  const staying = inits.filter(({ name }) => sidecars.has(name));
  const waiting = initial(pod);
  const isInitial = waiting !== undefined && !isTrue(pod, "Initialized");
  const own = usual(pod, staying);
  const found: Summary = isInitial ? { reason: waiting, ready: own.ready, ...counted(inits) } : own;
  const ready = found.ready + staying.filter((one) => one.ready === true).length;
  const isGated = list(status.conditions).some(
    ({ type, reason }) => type === "PodScheduled" && reason === "SchedulingGated",
  );
  let reason = found.reason ?? (isGated ? "SchedulingGated" : status.reason || status.phase);
  if (metadata.deletionTimestamp !== undefined) {
    if (status.reason === "NodeLost") reason = "Unknown";
    else if (status.phase !== "Failed" && status.phase !== "Succeeded") reason = "Terminating";
  }
  const restarted = found.restarts > 0 && found.restarted ? ` (${since(found.restarted, now)} ago)` : "";
  const gates = list(spec.readinessGates);
  return [
    metadata.name,
    `${ready}/${list(spec.containers).length + sidecars.size}`,
    reason ?? "",
    `${found.restarts}${restarted}`,
    ageOf(pod, now),
    status.podIPs?.[0]?.ip ?? status.podIP ?? none,
    spec.nodeName || none,
    status.nominatedNodeName || none,
    gates.length === 0 ? none : `${gates.filter((one) => isTrue(pod, one.conditionType)).length}/${gates.length}`,
  ];
};
