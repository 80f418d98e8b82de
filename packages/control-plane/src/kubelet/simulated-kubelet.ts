import type { Clock } from "@aro/runtime";
import { type ControllerDeps, kindOf } from "../controllers/controller.ts";
import { eventTeller } from "../controllers/tell-event.ts";
import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import { createAgent } from "./agent.ts";
import { chanceOf } from "./chance.ts";
import { type Container, isRunning } from "./container.ts";
import { createContainerLog } from "./container-log.ts";
import { quantity } from "./downward.ts";
import type { FindProgram, Kubelet, KubeletsOptions, NodeDescription } from "./kubelets.ts";
import { type NodeKit, nowOf } from "./node-kit.ts";
import { nodeReports } from "./node-reports.ts";
import type { NodeCondition } from "./node-status.ts";
import { podObjects } from "./objects-of-pod.ts";
import { podAddresses } from "./pod-addresses.ts";
import { type PodRun, runPod } from "./pod-run.ts";
import type { Shell } from "./shell/shell.ts";
import { measure } from "./usage.ts";
import { usualProgram } from "./usual-program.ts";

const usualRestart = 10_000;

/** A kubelet as its fleet drives it. */
export interface SimulatedKubelet extends Kubelet {
  /** A pod of this node has come, changed or gone. */
  pod(pod: KubeObject, gone: boolean): void;
  stop(): void;
}

export interface SimulatedKubeletDeps extends ControllerDeps {
  options: KubeletsOptions;
  shell: Shell;
}

export function simulatedKubelet(deps: SimulatedKubeletDeps, first: NodeDescription): SimulatedKubelet {
  const { store, kinds, registry, tokens, clock, log, options, shell } = deps;
  const pods = kindOf(kinds, "", "v1", "pods");
  const objects = podObjects(store, tokens);
  const journal = createContainerLog(clock);
  const said = new Map<string, NodeCondition>();
  const runs = new Map<string, PodRun>();
  const { seed, pace = 1, pull = () => undefined } = options;
  let description = first;
  const name = first.name;
  const addresses = podAddresses(first.podCIDR);
  let up = false;
  const kit: NodeKit = {
    node: name,
    seed,
    store,
    registry,
    pods,
    objects,
    clock,
    log,
    shell,
    tell: eventTeller(deps, { component: "kubelet", host: name }),
    program: programFor(options.programs, shell, clock, pace, seed),
    pull,
    images: new Set(),
    pace,
    restartMilliseconds: options.restartMilliseconds ?? usualRestart,
    hostIP: () => description.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "127.0.0.1",
    address: addresses.take,
    release: addresses.release,
  };

  const reports = nodeReports(deps, { description: () => description, said, images: kit.images });

  const take = (pod: KubeObject, rebooted: boolean): void => {
    const { namespace, name: podName, uid, deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
    const key = `${namespace}/${podName}`;
    let run = runs.get(key);
    if (run !== undefined && run.uid !== uid) {
      run.drop();
      run = undefined;
    }
    if (run === undefined) {
      addresses.keep((pod["status"] as { podIP?: string } | undefined)?.podIP);
      run = runPod(kit, pod, rebooted);
      runs.set(key, run);
    } else run.seen();
    if (deletionTimestamp !== undefined) run.end(deletionGracePeriodSeconds);
  };
  const takeAll = (rebooted: boolean): void => {
    for (const { text } of store.list("/pods")) {
      const pod = parsed(text);
      if ((pod["spec"] as { nodeName?: string }).nodeName === name) take(pod, rebooted);
    }
  };
  const dropAll = (): void => {
    for (const run of runs.values()) run.drop();
    runs.clear();
  };
  const start = (rebooted: boolean): void => {
    up = true;
    reports.start();
    takeAll(rebooted);
  };
  const halt = (): void => {
    up = false;
    reports.stop();
    dropAll();
  };

  const agent = createAgent({
    node: name,
    pods: () => runs.values(),
    find: ({ namespace, name: podName, uid }) => {
      const run = runs.get(`${namespace}/${podName}`);
      return run?.uid === uid ? run : undefined;
    },
    usage: () => measure({ seed, node: name, cores: coresOf(description) }, runs.values(), clock.now()),
    journal,
    clock,
    isReady: () => said.get("Ready") === undefined || said.get("Ready")?.status === "True",
    shell,
    objects,
  });
  start(false);
  return {
    node: name,
    agent,
    get isUp() {
      return up;
    },
    container: (namespace, podName, wanted) => {
      const run = runs.get(`${namespace}/${podName}`);
      const one = run?.containers.find(({ spec, isInit, isEphemeral }) =>
        wanted === undefined ? !isInit && !isEphemeral : spec.name === wanted,
      );
      return run === undefined || one === undefined || !isRunning(one) ? undefined : outside(run, one);
    },
    condition: (type, state) => {
      if (state === undefined) said.delete(type);
      else said.set(type, { type, ...state });
      if (up) reports.now();
    },
    describe: (change) => {
      description = { ...description, ...change };
      if (up) reports.now();
    },
    journal: (unit, line) => journal.write(`${nowOf(clock)} ${name} ${unit}: ${line}`),
    fail: () => {
      if (up) halt();
    },
    boot: () => {
      if (!up) start(true);
    },
    stop: halt,
    pod: (pod, gone) => {
      if (!up) return;
      const key = `${pod.metadata.namespace}/${pod.metadata.name}`;
      if (!gone) return take(pod, false);
      if (runs.get(key)?.uid !== pod.metadata.uid) return;
      runs.get(key)?.drop();
      runs.delete(key);
    },
  };
}

const coresOf = ({ capacity }: NodeDescription): number => quantity(capacity?.["cpu"] ?? "8");

const programFor =
  (programs: FindProgram | undefined, shell: Shell, clock: Clock, pace: number, seed: string): NodeKit["program"] =>
  (pod, spec, isInit) => {
    const given = programs?.(pod, { name: spec.name, image: spec.image, spec });
    if (given !== undefined) return given;
    const { uid } = pod.metadata;
    const { restartPolicy = "Always" } = pod["spec"] as { restartPolicy?: string };
    const isTask = isInit ? spec.restartPolicy !== "Always" : restartPolicy !== "Always";
    return usualProgram({ shell, clock, pace, chance: () => chanceOf(seed, uid, spec.name, "program"), isTask });
  };

const outside = (run: PodRun, one: Container) => ({
  log: (line: string, stream?: "stdout" | "stderr") => one.log.write(line, stream),
  end: (exitCode: number) => one.end?.(exitCode),
  ready: (is: boolean) => {
    one.ready = is;
    run.changed();
  },
  listen: (port: number, handler: Parameters<Container["ports"]["set"]>[1]) => void one.ports.set(port, handler),
  use: (usage: Container["usage"]) => {
    one.usage = usage;
  },
});
