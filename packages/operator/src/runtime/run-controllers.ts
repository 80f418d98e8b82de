import { createInformer, createWorkQueue, type Informer, type WorkQueue } from "@aro/kubernetes";
import type { Controller, Looked, OperatorContext, Watch } from "./controller.ts";

/** After so long without a first list of every kind the process ends, to be started anew (spec 04 §2.1). */
const syncLimit = 120_000;
const onlyKey = "cluster";

/** Runs controllers until the signal is aborted; calls under way break off, and no more are begun when this resolves. @throws Error when a kind cannot be listed in time. */
export async function runControllers(
  context: OperatorContext,
  controllers: readonly Controller[],
  signal: AbortSignal,
): Promise<void> {
  const ended = new AbortController();
  const running = AbortSignal.any([signal, ended.signal]);
  const informers = new Map<string, Informer>();
  const informerOf = ({ kind, select }: Watch): Informer => {
    const key = JSON.stringify([kind.apiVersion, kind.plural, select ?? {}]);
    const known =
      informers.get(key) ?? createInformer({ ...context, kind, ...(select === undefined ? {} : { select }) });
    informers.set(key, known);
    return known;
  };
  const queues = controllers.map((controller) => {
    const queue = queueFor(context, controller);
    for (const watch of controller.watches)
      informerOf(watch).listen((change) => {
        if (watch.when?.(change) === false) return;
        context.metrics.count("workqueue_adds_total", { name: controller.name });
        queue.add(controller.keyOf?.(change.object) ?? onlyKey);
      });
    return queue;
  });
  const watching = [...informers.values()].map((informer) => informer.run(running));
  const working = (async () => {
    await allReady(context, informers, running);
    if (running.aborted) return;
    context.log.info("controllers.started", { controllers: controllers.map(({ name }) => name) });
    await Promise.all(queues.map((queue) => queue.run(running)));
  })();
  try {
    await Promise.all([working, ...watching]);
  } finally {
    ended.abort();
    await Promise.allSettled([working, ...watching]);
  }
}

async function allReady(
  { clock }: OperatorContext,
  informers: ReadonlyMap<string, Informer>,
  signal: AbortSignal,
): Promise<void> {
  const missing = new Set(informers.keys());
  const waiting = [...informers].map(async ([key, { ready }]) => {
    await ready;
    missing.delete(key);
  });
  const over = new AbortController();
  const limit = clock.sleep(syncLimit, AbortSignal.any([signal, over.signal])).then(
    () => {
      throw new Error(`could not list within ${syncLimit / 1000} s: ${[...missing].join(", ")}`);
    },
    () => undefined,
  );
  await Promise.race([Promise.all(waiting), limit]);
  over.abort();
}

function queueFor(context: OperatorContext, controller: Controller): WorkQueue {
  const { metrics, clock } = context;
  const { name } = controller;
  const log = context.log.with({ controller: name });
  const count = (result: string) => metrics.count("controller_runtime_reconcile_total", { controller: name, result });
  const own = { ...context, log };
  const queue = createWorkQueue({
    work: async (key, signal): Promise<Looked> => {
      const looked = await controller.reconcile(own, key, signal);
      count(looked.againAfterMilliseconds === undefined ? "success" : "requeue_after");
      return looked;
    },
    failed: (key, error, pauseMilliseconds) => {
      count("error");
      metrics.count("controller_runtime_reconcile_errors_total", { controller: name });
      metrics.count("workqueue_retries_total", { name });
      log.error("reconcile.failed", { key, pauseMilliseconds, error });
    },
    clock,
  });
  metrics.gauge("workqueue_depth", { name }, () => queue.depth);
  return queue;
}
