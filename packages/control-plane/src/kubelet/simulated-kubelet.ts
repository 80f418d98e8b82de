import type { Clock } from "@aro/runtime";
import { asController, type ControllerDeps, find, kindOf, unless } from "../controllers/controller.ts";
import { eventTeller } from "../controllers/tell-event.ts";
import type { KubeObject } from "../objects/object.ts";
import { createAgent } from "./agent.ts";
import { chanceOf } from "./chance.ts";
import { type Container, isRunning } from "./container.ts";
import { createContainerLog } from "./container-log.ts";
import { quantity } from "./downward.ts";
import type { FindProgram, Kubelet, KubeletsOptions, NodeDescription } from "./kubelets.ts";
import { type NodeKit, nowOf } from "./node-kit.ts";
import { type NodeCondition, nodeObject, nodeStatus } from "./node-status.ts";
import { podObjects } from "./objects-of-pod.ts";
import { podAddresses } from "./pod-addresses.ts";
import { type PodRun, runPod } from "./pod-run.ts";
import type { Shell } from "./shell/shell.ts";
import { measure } from "./usage.ts";
import { usualProgram } from "./usual-program.ts";

const usualHeartbeat = 10_000;
const usualRestart = 10_000;
const leaseSeconds = 40;
/** A node's status is written anew so often, when nothing changes. */
const statusPeriod = 300_000;

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
  const writer = { ...asController("kubelet"), fieldManager: "kubelet" };
  const nodes = kindOf(kinds, "", "v1", "nodes");
  const leases = kindOf(kinds, "coordination.k8s.io", "v1", "leases");
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
  let heart: Disposable | undefined;
  let reported = Number.NEGATIVE_INFINITY;
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

  const report = (): void => {
    const node = find(registry, nodes, undefined, name);
    if (node === undefined) return;
    reported = clock.now();
    const now = nowOf(clock);
    const status = nodeStatus(node, description, said, { now, images: [...kit.images], seed });
    registry.update({ kind: nodes, name, subresource: "status" }, { ...node, status }, writer);
  };
  const register = (): void => {
    if (find(registry, nodes, undefined, name) === undefined)
      registry.create(nodes, undefined, nodeObject(description), writer);
    report();
  };
  const renew = (): void => {
    const namespace = "kube-node-lease";
    const held = find(registry, leases, namespace, name);
    const renewTime = new Date(clock.now()).toISOString().replace("Z", "000Z");
    const spec = { holderIdentity: name, leaseDurationSeconds: leaseSeconds, renewTime };
    const node = find(registry, nodes, undefined, name);
    if (node === undefined) return;
    unless(["NotFound", "Forbidden", "Conflict"], () => {
      if (held !== undefined)
        registry.update(
          { kind: leases, namespace, name },
          { ...held, spec: { ...(held["spec"] as object), ...spec } },
          writer,
        );
      else
        registry.create(
          leases,
          namespace,
          {
            metadata: {
              name,
              ownerReferences: [{ apiVersion: "v1", kind: "Node", name, uid: node.metadata.uid }],
            },
            spec,
          },
          writer,
        );
    });
  };
  const beat = (): void => {
    const period = options.heartbeatMilliseconds ?? usualHeartbeat;
    const early = heart === undefined ? chanceOf(seed, name, "heart").integer(period) : 0;
    heart = clock.timer(period - early, () => {
      if (!up) return;
      try {
        renew();
        if (clock.now() - reported >= statusPeriod || !isReported(find(registry, nodes, undefined, name))) report();
      } catch (error) {
        log.warn("a node's heartbeat failed", { node: name, error });
      }
      beat();
    });
  };

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
    }
    if (deletionTimestamp !== undefined) run.end(deletionGracePeriodSeconds);
  };
  const takeAll = (rebooted: boolean): void => {
    for (const { text } of store.list("/pods")) {
      const pod = JSON.parse(text) as KubeObject;
      if ((pod["spec"] as { nodeName?: string }).nodeName === name) take(pod, rebooted);
    }
  };
  const dropAll = (): void => {
    for (const run of runs.values()) run.drop();
    runs.clear();
  };
  const start = (rebooted: boolean): void => {
    up = true;
    register();
    renew();
    beat();
    takeAll(rebooted);
  };
  const halt = (): void => {
    up = false;
    heart?.[Symbol.dispose]();
    heart = undefined;
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
      const one = run?.containers.find(({ spec, isInit }) => (wanted === undefined ? !isInit : spec.name === wanted));
      return run === undefined || one === undefined || !isRunning(one) ? undefined : outside(run, one);
    },
    condition: (type, state) => {
      if (state === undefined) said.delete(type);
      else said.set(type, { type, ...state });
      if (up) report();
    },
    describe: (change) => {
      description = { ...description, ...change };
      if (up) report();
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

/** Whether a node's status is still what a kubelet that lives says: somebody may have marked it as unknown. */
const isReported = (node: KubeObject | undefined): boolean =>
  (node?.["status"] as { conditions?: NodeCondition[] } | undefined)?.conditions?.some(
    ({ type, status }) => type === "Ready" && status !== "Unknown",
  ) === true;

const programFor =
  (programs: FindProgram | undefined, shell: Shell, clock: Clock, pace: number, seed: string): NodeKit["program"] =>
  (pod, spec, isInit) => {
    const given = programs?.(pod, { name: spec.name, image: spec.image, spec });
    if (given !== undefined) return given;
    const { restartPolicy = "Always" } = pod["spec"] as { restartPolicy?: string };
    const isTask = isInit ? spec.restartPolicy !== "Always" : restartPolicy !== "Always";
    return usualProgram({ shell, clock, pace, chance: chanceOf(seed, pod.metadata.uid, spec.name, "program"), isTask });
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
