import type { Kubelets } from "@aro/control-plane";
import type { Clock } from "@aro/runtime";

/** Machines that are started anew from inside: what the machine config daemon does to its node. */
export interface Reboots {
  /** Stops a node's kubelet at once and waits until its machine has started again. */
  reboot(name: string, signal: AbortSignal): Promise<void>;
  /** Whether a machine is on its way down or up because it was asked to. */
  has(name: string): boolean;
  /** The machine has started. */
  started(name: string): void;
  watch(changed: () => void): () => void;
}

const lookMilliseconds = 20;

export function openReboots(kubelets: Pick<Kubelets, "get">, clock: Clock): Reboots {
  const asked = new Set<string>();
  const watchers = new Set<() => void>();
  return {
    reboot: async (name, signal) => {
      asked.add(name);
      kubelets.get(name)?.fail();
      for (const changed of watchers) changed();
      while (asked.has(name)) await clock.sleep(lookMilliseconds, signal);
    },
    has: (name) => asked.has(name),
    started: (name) => asked.delete(name),
    watch: (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
  };
}
