import type { KubeObject } from "../objects/object.ts";
import { between, chanceOf, hex } from "./chance.ts";
import type { Container, Terminated } from "./container.ts";
import { createContainerLog } from "./container-log.ts";
import { fieldPath, imageID, type PodPlace, prepared } from "./container-preparation.ts";
import { environmentOf } from "./environment.ts";
import type { StartedContainer } from "./kubelets.ts";
import { type NodeKit, nowOf } from "./node-kit.ts";

/** The exit code of a process that was made to end (SIGKILL). */
export const killedCode = 137;
const longestPause = 300_000;
/** A run that lasts so long counts as a good one. */
const goodRun = 600_000;

/** Runs a container, and again when its policy says so. Resolves when it is over for good, or its pod ends. */
export async function runContainer(
  kit: NodeKit,
  place: PodPlace,
  container: Container,
  resumed: boolean,
): Promise<void> {
  const { restartPolicy = "Always" } = place.object()["spec"] as { restartPolicy?: string };
  const policy = policyOf(container, restartPolicy);
  let pause = 0;
  for (let first = resumed; !place.ending.aborted; first = false) {
    if (!first && !(await prepared(kit, place, container))) break;
    const begun = kit.clock.now();
    const ended = await runOnce(kit, place, container, first);
    if (ended === undefined) continue;
    const isOver = policy === "Never" || (policy === "OnFailure" && ended.exitCode === 0);
    container.state = { terminated: ended };
    container.ready = false;
    container.started = false;
    // Who follows a run's log or is attached to it has seen its end.
    container.log.end();
    place.changed();
    if (isOver || place.ending.aborted) break;
    if (kit.clock.now() - begun > goodRun) pause = 0;
    if (pause > 0) {
      container.last = ended;
      container.state = { waiting: backOff(place.object(), container, pause) };
      place.changed();
      kit.tell(
        place.object(),
        "Warning",
        "BackOff",
        `Back-off restarting failed container ${container.spec.name} in pod ${podTitle(place.object())}`,
        fieldPath(container),
      );
      await kit.clock.sleep(pause, place.ending).catch(() => {});
    }
    if (place.ending.aborted) break;
    pause = Math.min(longestPause, pause === 0 ? kit.restartMilliseconds : pause * 2);
    container.last = ended;
    container.restarts++;
    container.previousLog = container.log;
    container.log = createContainerLog(kit.clock);
  }
  if ("waiting" in container.state && container.last !== undefined && place.ending.aborted)
    container.state = { terminated: container.last };
  container.log.end();
}

/** When a container runs again: its pod's policy says so of lasting ones only. */
function policyOf({ isSidecar, isEphemeral, isInit }: Container, ofPod: string): string {
  if (isSidecar) return "Always";
  if (isEphemeral) return "Never";
  return isInit && ofPod === "Always" ? "OnFailure" : ofPod;
}

const podTitle = ({ metadata: { name, namespace, uid } }: KubeObject): string => `${name}_${namespace}(${uid})`;

const backOff = (pod: KubeObject, { spec }: Container, pause: number) => ({
  reason: "CrashLoopBackOff",
  message: `back-off ${duration(pause)} restarting failed container=${spec.name} pod=${podTitle(pod)}`,
});

/** Milliseconds as Go writes a duration: `10s`, `1m20s`, `5m0s`. */
function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

/** One run; undefined when it could not begin. `resumed`: it goes on where it was before the control plane was started again. */
async function runOnce(
  kit: NodeKit,
  place: PodPlace,
  container: Container,
  resumed: boolean,
): Promise<Terminated | undefined> {
  const { spec } = container;
  const startedAt = resumed && "running" in container.state ? container.state.running.startedAt : nowOf(kit.clock);
  const delay = chosen(kit, place.object(), container, resumed);
  container.state = { running: { startedAt } };
  using running = runningSignal(place);
  let saidReady = false;
  let environment: Record<string, string> | undefined;
  const started: StartedContainer = {
    // No pod is held for as long as its containers run.
    get pod() {
      return place.object();
    },
    name: spec.name,
    spec,
    image: spec.image,
    attempt: container.restarts,
    // Made for those who look at it: most containers of an idle cluster never do.
    get environment() {
      environment ??= environmentOf(place.object(), spec, kit.objects);
      return environment;
    },
    files: () => place.mounts(spec),
    ...(container.stdin === undefined ? {} : { stdin: container.stdin }),
    signal: running.signal,
    log: (line, stream) => container.log.write(line, stream),
    print: (text, stream) => container.log.print(text, stream),
    ready: (is) => {
      saidReady = true;
      container.started = true;
      container.ready = is;
      if (!running.signal.aborted) place.changed();
    },
    listen: (port, handler) => void container.ports.set(port, handler),
  };
  const ends = new Promise<number>((done) => {
    container.end = done;
    if (place.isKilled()) done(killedCode);
    void programOf(kit, place, container, started).then(done);
  });
  // What the program says before its first pause counts as said at its start.
  await Promise.resolve();
  const probed = spec.readinessProbe !== undefined || spec.startupProbe !== undefined;
  if (!saidReady) {
    container.started = spec.startupProbe === undefined;
    container.ready = !probed;
  }
  place.changed();
  const isReady = (): void => {
    timer = undefined;
    if (!saidReady) started.ready(true);
  };
  let timer: Disposable | undefined = saidReady ? undefined : kit.clock.timer(probed ? delay : 0, isReady);
  const exitCode = await ends;
  timer?.[Symbol.dispose]();
  container.end = undefined;
  container.ports.clear();
  return {
    exitCode,
    reason: exitCode === 0 ? "Completed" : "Error",
    startedAt,
    finishedAt: nowOf(kit.clock),
    containerID: container.id,
  };
}

/** Gives a run that begins its ids; answers how long its probes take to find it ready. */
function chosen(kit: NodeKit, pod: KubeObject, container: Container, resumed: boolean): number {
  const { spec, restarts } = container;
  const chance = chanceOf(kit.seed, pod.metadata.uid, spec.name, String(restarts));
  if (!resumed) {
    container.id = `cri-o://${hex(chance, 32)}`;
    container.imageID = imageID(spec.image);
  }
  return between(chance, 300, 1_500) * kit.pace;
}

/** What a container does, to its end: its exit code. */
async function programOf(
  kit: NodeKit,
  place: PodPlace,
  container: Container,
  started: StartedContainer,
): Promise<number> {
  try {
    return await kit.program(place.object(), container.spec, container.isInit)(started);
  } catch (error) {
    container.log.write((error as Error).message, "stderr");
    return 1;
  }
}

/** The signal of one run: aborted when the pod ends, and when the run is over. */
function runningSignal({ ending }: PodPlace): { signal: AbortSignal } & Disposable {
  const over = new AbortController();
  const end = () => over.abort(ending.reason);
  if (ending.aborted) end();
  else ending.addEventListener("abort", end, { once: true });
  return {
    signal: over.signal,
    [Symbol.dispose]: () => {
      ending.removeEventListener("abort", end);
      over.abort();
    },
  };
}
