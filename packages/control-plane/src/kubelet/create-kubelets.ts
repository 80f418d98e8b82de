import type { Controller, ControllerDeps } from "../controllers/controller.ts";
import { inTurns } from "../controllers/turns.ts";
import type { KubeObject } from "../objects/object.ts";
import { objectAfter } from "../store/event-objects.ts";
import type { Kubelet, Kubelets, KubeletsOptions, NodeDescription } from "./kubelets.ts";
import { createShell } from "./shell/shell.ts";
import { type SimulatedKubelet, simulatedKubelet } from "./simulated-kubelet.ts";

/** Each node has two networks of this size after the other: `10.128.0.0/23`, `10.128.2.0/23`, … */
const networkOf = (index: number): string => `10.${128 + Math.floor(index / 128)}.${(index % 128) * 2}.0/23`;
const addressOf = (index: number): string => `10.0.${Math.floor(index / 250)}.${4 + (index % 250)}`;

/** The simulated kubelets of one control plane: give it `controllers: [kubelets.controller]` and `nodeAgents: kubelets.find`. */
export function createKubelets(options: KubeletsOptions): Kubelets {
  const shell = createShell(options.commands);
  const described = new Map<string, NodeDescription>();
  const running = new Map<string, SimulatedKubelet>();
  let deps: ControllerDeps | undefined;
  let count = 0;
  const launch = (description: NodeDescription): SimulatedKubelet => {
    if (deps === undefined) throw new Error("the control plane has not started yet");
    const kubelet = simulatedKubelet({ ...deps, clock: inTurns(deps.clock), options, shell }, description);
    running.set(description.name, kubelet);
    return kubelet;
  };
  /** Known before the control plane has started; what it is asked until then is done to the kubelet once it is there. */
  const handle = (name: string): Kubelet => {
    const one = (): SimulatedKubelet => {
      const found = running.get(name);
      if (found === undefined) throw new Error(`the kubelet of ${name} has not started, or is no more`);
      return found;
    };
    return {
      node: name,
      get agent() {
        return one().agent;
      },
      get isUp() {
        return running.get(name)?.isUp ?? false;
      },
      container: (...asked) => running.get(name)?.container(...asked),
      condition: (type, state) => one().condition(type, state),
      describe: (change) => one().describe(change),
      journal: (unit, line) => one().journal(unit, line),
      fail: () => one().fail(),
      boot: () => one().boot(),
    };
  };
  const controller: Controller = async (given, signal) => {
    deps = given;
    for (const one of described.values()) launch(one);
    const nodeOf = (pod: KubeObject) => (pod["spec"] as { nodeName?: string } | undefined)?.nodeName;
    const stop = given.store.subscribe("/pods", (event) => {
      const pod = objectAfter(event);
      const kubelet = running.get(nodeOf(pod) ?? "");
      // What a kubelet does about it is a step of its own: other listeners see this change first.
      if (kubelet !== undefined) queueMicrotask(() => kubelet.pod(pod, event.type === "DELETED"));
    });
    await new Promise<void>((done) => {
      if (signal.aborted) done();
      else signal.addEventListener("abort", () => done(), { once: true });
    });
    stop();
    for (const kubelet of running.values()) kubelet.stop();
    running.clear();
    deps = undefined;
  };
  return {
    controller,
    find: (name) => {
      const kubelet = running.get(name);
      return kubelet?.isUp === true ? kubelet.agent : undefined;
    },
    start: (node) => {
      const index = count++;
      const description: NodeDescription = {
        podCIDR: networkOf(index),
        addresses: [
          { type: "InternalIP", address: addressOf(index) },
          { type: "Hostname", address: node.name },
        ],
        ...node,
      };
      running.get(node.name)?.stop();
      described.set(node.name, description);
      if (deps !== undefined) launch(description);
      return handle(node.name);
    },
    get: (name) => (described.has(name) ? handle(name) : undefined),
    remove: (name) => {
      described.delete(name);
      running.get(name)?.stop();
      running.delete(name);
    },
  };
}
