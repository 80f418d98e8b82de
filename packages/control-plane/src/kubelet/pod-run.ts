import { asController, find, unless } from "../controllers/controller.ts";
import { isSame } from "../objects/json.ts";
import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import type { Entry } from "../store/store.ts";
import { between, chanceOf } from "./chance.ts";
import { type Container, type ContainerSpec, isRunning, newContainer, type Terminated } from "./container.ts";
import type { PodPlace } from "./container-preparation.ts";
import { killedCode, runContainer } from "./container-run.ts";
import { newEphemeral } from "./ephemeral.ts";
import { mountsOf, type ReadMounts } from "./mounts.ts";
import { type NodeKit, nowOf } from "./node-kit.ts";
import { MissingReference } from "./objects-of-pod.ts";
import { statusOf } from "./pod-status.ts";

const options = { ...asController("kubelet"), fieldManager: "kubelet" };
const mountPause = 2_000;

interface Spec {
  containers?: ContainerSpec[];
  initContainers?: ContainerSpec[];
  restartPolicy?: string;
  hostNetwork?: boolean;
  activeDeadlineSeconds?: number;
  terminationGracePeriodSeconds?: number;
}
interface HeldStatus {
  phase?: string;
  podIP?: string;
  startTime?: string;
  containerStatuses?: HeldContainer[];
  initContainerStatuses?: HeldContainer[];
  ephemeralContainerStatuses?: HeldContainer[];
}
interface HeldContainer {
  name: string;
  state?: { running?: { startedAt: string }; terminated?: Terminated };
  lastState?: { terminated?: Terminated };
  restartCount?: number;
  containerID?: string;
  imageID?: string;
}

/** A pod on its node, from when it is placed there until it has gone. */
export interface PodRun {
  readonly uid: string;
  readonly containers: readonly Container[];
  readonly mounts: ReadMounts;
  /** The pod as it is now, or as it was last. */
  object(): KubeObject;
  /** The pod has changed. */
  seen(): void;
  /** The pod is being deleted: its containers end, at the latest when the seconds are over. */
  end(graceSeconds: number): void;
  /** Ends everything at once and reports nothing more: the object has gone, or the machine has. */
  drop(): void;
  changed(): void;
}

/** Takes a pod on. What its status says of containers that run is believed, unless the machine was started anew since. */
export function runPod(kit: NodeKit, first: KubeObject, rebooted: boolean): PodRun {
  const { namespace = "", name, uid } = first.metadata;
  const key = `${namespace}/${name}`;
  const {
    initContainers = [],
    containers: described = [],
    hostNetwork: isOnHost = false,
    activeDeadlineSeconds,
  } = first["spec"] as Spec;
  const held = (first["status"] ?? {}) as HeldStatus;
  // The store's own entry, and no copy of its text: hundreds of pods run for weeks.
  let latest: Pick<Entry, "text"> = kit.store.get("/pods", key) ?? { text: JSON.stringify(first) };
  const object = (): KubeObject => {
    const entry = kit.store.get("/pods", key) ?? latest;
    const found = parsed(entry.text);
    if (found.metadata.uid !== uid) return parsed(latest.text);
    latest = entry;
    return found;
  };
  const ending = new AbortController();
  let killed = false;
  let dropped = false;
  let podIP = held.podIP;
  let failed: { reason: string; message: string } | undefined;
  const startTime = held.startTime ?? nowOf(kit.clock);
  const containers = [
    ...initContainers.map((one) => newContainer(one, true, kit.clock)),
    ...described.map((one) => newContainer(one, false, kit.clock)),
    ...newEphemeral(first, [], kit.clock),
  ];
  const kill = (): void => {
    killed = true;
    for (const one of containers) one.end?.(killedCode);
  };
  const mounts = mountsOf(object, kit.objects, kit.clock);
  let queued = false;
  const report = (): void => {
    queued = false;
    if (dropped) return;
    const pod = find(kit.registry, kit.pods, namespace, name);
    if (pod === undefined || pod.metadata.uid !== uid) return;
    const now = nowOf(kit.clock);
    const status = statusOf({
      pod,
      containers,
      hostIP: kit.hostIP(),
      podIP,
      startTime,
      now,
      ...(failed === undefined ? {} : { failed }),
    });
    if (isSame(status, pod["status"])) return;
    unless(["NotFound", "Conflict"], () =>
      kit.registry.update({ kind: kit.pods, namespace, name, subresource: "status" }, { ...pod, status }, options),
    );
  };
  const changed = (): void => {
    if (queued) return;
    queued = true;
    queueMicrotask(() => {
      try {
        report();
      } catch (error) {
        kit.log.warn("a pod's status was not written", { pod: key, error });
      }
    });
  };
  const place: PodPlace = { object, mounts, changed, ending: ending.signal, isKilled: () => killed };
  const isOver = held.phase === "Succeeded" || held.phase === "Failed";
  const resumes = restore(containers, held, rebooted, kit);
  const chance = chanceOf(kit.seed, kit.node, key);
  const pause = (least: number, most: number) =>
    kit.clock.sleep(between(chance, least, most) * kit.pace, ending.signal).catch(() => {});

  const setUp = async (): Promise<void> => {
    const waits = containers.some(({ isInit }) => isInit) ? "PodInitializing" : "ContainerCreating";
    for (const one of containers) if ("waiting" in one.state) one.state = { waiting: { reason: waits } };
    changed();
    await pause(100, 600);
    while (!ending.signal.aborted) {
      try {
        for (const one of containers) await mounts(one.spec, "tokens");
        break;
      } catch (error) {
        if (!(error instanceof MissingReference)) throw error;
        kit.tell(object(), "Warning", "FailedMount", `MountVolume.SetUp failed for volume: ${error.message}`);
        await kit.clock.sleep(mountPause, ending.signal).catch(() => {});
      }
    }
    podIP ??= isOnHost ? kit.hostIP() : kit.address();
    changed();
    await pause(50, 300);
  };
  /** What looks into the pod; begun once its own containers are, and whenever one is added. */
  const lookers: Promise<void>[] = [];
  let takesLookers = false;
  const look = (added: readonly Container[]): void => {
    for (const one of added)
      if (!("terminated" in one.state)) lookers.push(runContainer(kit, place, one, resumes.has(one.spec.name)));
  };
  const lookAt = (pod: KubeObject): void => {
    if (ending.signal.aborted || isOver) return;
    const added = newEphemeral(pod, containers, kit.clock);
    containers.push(...added);
    if (takesLookers) look(added);
  };
  const work = async (): Promise<void> => {
    if (isOver) return;
    if (!resumes.has(containers.find(isRunning)?.spec.name ?? "")) await setUp();
    const begun: Promise<void>[] = [];
    const sidecars: Promise<void>[] = [];
    for (const one of containers) {
      if (ending.signal.aborted) break;
      if (one.isEphemeral) continue;
      if (one.isInit && "terminated" in one.state && one.state.terminated.exitCode === 0) continue;
      const running = runContainer(kit, place, one, resumes.has(one.spec.name));
      if (one.isSidecar) sidecars.push(running);
      else if (!one.isInit) begun.push(running);
      else {
        await running;
        if (!("terminated" in one.state) || one.state.terminated.exitCode !== 0) return;
      }
    }
    takesLookers = true;
    look(containers.filter(({ isEphemeral }) => isEphemeral));
    await Promise.all(begun);
    ending.abort();
    await Promise.all([...sidecars, ...lookers]);
  };
  const watchDeadline = (seconds: number): void => {
    const left = Date.parse(startTime) + seconds * 1000 - kit.clock.now();
    const timer = kit.clock.timer(Math.max(0, left), () => {
      failed = { reason: "DeadlineExceeded", message: "Pod was active on the node longer than the specified deadline" };
      kit.tell(object(), "Normal", "DeadlineExceeded", failed.message);
      ending.abort();
      changed();
    });
    ending.signal.addEventListener("abort", () => timer[Symbol.dispose](), { once: true });
  };
  if (activeDeadlineSeconds !== undefined && !isOver) watchDeadline(activeDeadlineSeconds);
  const worked = work()
    .catch((error: Error) => {
      kit.log.error("a pod could not be run", { pod: key, error });
      failed = { reason: "UnexpectedError", message: error.message };
    })
    .then(() => {
      if (podIP !== undefined && !isOnHost) kit.release(podIP);
      changed();
    });

  let isEnding = false;
  const end = async (graceSeconds: number): Promise<void> => {
    for (const one of containers)
      if (isRunning(one))
        kit.tell(
          object(),
          "Normal",
          "Killing",
          `Stopping container ${one.spec.name}`,
          `spec.containers{${one.spec.name}}`,
        );
    ending.abort();
    using _ = kit.clock.timer(graceSeconds * 1000, kill);
    await worked;
    if (dropped) return;
    report();
    unless(["NotFound", "Conflict"], () =>
      kit.registry.remove(
        { kind: kit.pods, namespace, name },
        { gracePeriodSeconds: 0, preconditions: { uid } },
        options,
      ),
    );
  };
  return {
    uid,
    containers,
    mounts,
    object,
    seen: () => lookAt(object()),
    changed,
    end: (graceSeconds) => {
      if (graceSeconds === 0) kill();
      if (isEnding) return;
      isEnding = true;
      void end(graceSeconds).catch((error) => kit.log.warn("a pod was not ended", { pod: key, error }));
    },
    drop: () => {
      dropped = true;
      ending.abort();
      kill();
    },
  };
}

/** Gives containers the state that the pod's status tells; answers which of them go on running. */
function restore(
  containers: readonly Container[],
  { containerStatuses = [], initContainerStatuses = [], ephemeralContainerStatuses = [] }: HeldStatus,
  rebooted: boolean,
  kit: NodeKit,
): ReadonlySet<string> {
  const resumes = new Set<string>();
  for (const one of containers) {
    const told = [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses].find(
      ({ name }) => name === one.spec.name,
    );
    if (told === undefined) continue;
    one.restarts = told.restartCount ?? 0;
    one.id = told.containerID ?? "";
    one.imageID = told.imageID ?? "";
    one.last = told.lastState?.terminated;
    const { running, terminated } = told.state ?? {};
    if (terminated !== undefined) one.state = { terminated };
    // What looked into the pod is not started again with the machine.
    if (rebooted && running !== undefined && one.isEphemeral) {
      one.state = { terminated: lost(one, running.startedAt, kit) };
      continue;
    }
    if (running === undefined) continue;
    if (rebooted) {
      one.restarts++;
      one.last = lost(one, running.startedAt, kit);
    } else {
      one.state = { running };
      resumes.add(one.spec.name);
    }
  }
  return resumes;
}

/** The end of a run that went with its machine. */
const lost = ({ id }: Container, startedAt: string, { clock }: NodeKit): Terminated => ({
  exitCode: 255,
  reason: "Error",
  startedAt,
  finishedAt: nowOf(clock),
  containerID: id,
});
