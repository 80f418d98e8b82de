import type { NodeUsage, Usage } from "../kubelet-api/node-agent.ts";
import { between, chanceOf } from "./chance.ts";
import { type Container, isRunning } from "./container.ts";
import { quantity } from "./downward.ts";
import type { PodRun } from "./pod-run.ts";

/** Numbers stay the same for so long, as measured ones do between two measurements. */
const windowMilliseconds = 15_000;
const gigabyte = 2 ** 30;

/** What a container uses at a time: near to what it asks for, or little when it asks for nothing. */
function usageOf(seed: string, uid: string, { spec, usage }: Container, window: number): Usage {
  if (usage !== undefined) return usage;
  const requests = (spec["resources"] as { requests?: Record<string, string> } | undefined)?.requests ?? {};
  const usual = chanceOf(seed, uid, spec.name);
  const share = between(usual, 20, 80) / 100;
  const sway = between(chanceOf(seed, uid, spec.name, String(window)), 85, 115) / 100;
  const cores = requests["cpu"] === undefined ? between(usual, 1, 15) / 1000 : quantity(requests["cpu"]) * share;
  const memory =
    requests["memory"] === undefined ? between(usual, 10, 90) * 2 ** 20 : quantity(requests["memory"]) * share;
  return { nanoCores: Math.round(cores * sway * 1e9), memoryBytes: Math.round(memory * (0.98 + sway / 50)) };
}

/** What a node and its pods use at `now`. */
export function measure(
  { seed, node, cores }: { seed: string; node: string; cores: number },
  pods: Iterable<PodRun>,
  now: number,
): NodeUsage {
  const window = Math.floor(now / windowMilliseconds);
  const measured = [...pods].flatMap((run) => {
    const { namespace = "", name } = run.object().metadata;
    const containers = run.containers
      .filter(isRunning)
      .map((one) => ({ name: one.spec.name, ...usageOf(seed, run.uid, one, window) }));
    return containers.length === 0 ? [] : [{ namespace, name, containers }];
  });
  const sum = (member: keyof Usage) =>
    measured.flatMap(({ containers }) => containers).reduce((total, one) => total + one[member], 0);
  // The kubelet and the system themselves.
  const own = chanceOf(seed, node, "own", String(window));
  return {
    time: window * windowMilliseconds,
    windowMilliseconds,
    node: {
      nanoCores: Math.min(cores * 1e9, sum("nanoCores") + between(own, 80, 160) * 1e6),
      memoryBytes: sum("memoryBytes") + Math.round(gigabyte * (between(own, 100, 110) / 100)),
    },
    pods: measured,
  };
}
