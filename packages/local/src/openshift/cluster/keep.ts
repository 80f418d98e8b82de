import { createWorkQueue } from "@aro/control-plane";
import type { ClusterContext } from "./context.ts";

export interface KeepOptions {
  /** For the log. */
  name: string;
  /** Looks again after each change of one of these resources. */
  resources?: readonly string[];
  /** Looks again after each change of machines, interfaces and balancers in the cluster's group of the emulated ARM. */
  azure?: true;
  /** What else may change; answers how to stop listening. */
  also?(wake: () => void): () => void;
  /** After each look it rests so long, and longer when the look took long, many clusters being busy: many changes are seen by one look then. */
  restMilliseconds?: number;
}

/** How much longer than its looks a part rests, and of how long a look at most. */
const restShare = 8;
const longestLook = 250;

/**
 * Looks at something whenever it may have changed, one look at a time, until the signal is aborted. A look answers after how many
 * milliseconds it wants to look again by itself; one that throws is repeated after a growing pause.
 */
export async function keep(
  context: ClusterContext,
  { name, resources = [], azure, also, restMilliseconds = 0 }: KeepOptions,
  look: () => number | undefined | Promise<number | undefined>,
  signal: AbortSignal,
): Promise<void> {
  const all = "all";
  const queue = createWorkQueue(
    async () => {
      const begun = context.clock.monotonic();
      const again = await look();
      if (again !== undefined) queue.addAfter(all, again);
      if (restMilliseconds === 0) return;
      const took = Math.min(longestLook, context.clock.monotonic() - begun);
      await context.clock.sleep(Math.max(restMilliseconds, restShare * took), signal).catch(() => undefined);
    },
    { clock: context.clock, log: context.log, name },
  );
  const objects = context.objects(name);
  const wake = () => queue.add(all);
  const stops = [
    ...resources.map((resource) => objects.watch(resource, wake)),
    ...(also === undefined ? [] : [also(wake)]),
    ...(azure === undefined ? [] : [context.view.watch(wake, context.record.group)]),
  ];
  wake();
  await queue.run(signal);
  for (const stop of stops) stop();
}
