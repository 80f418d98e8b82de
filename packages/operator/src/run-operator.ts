import { type KubernetesClient, type LeaseTimes, leadWhileElected } from "@aro/kubernetes";
import { type OperatorRole, operatorNames } from "@aro/operator-objects";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Reach } from "./controllers/internet/reach.ts";
import { controllersOf } from "./controllers/table.ts";
import type { OperatorContext } from "./runtime/controller.ts";
import { type ListenAddress, listenForHealth, listenForMetrics } from "./runtime/listeners.ts";
import { createMetrics } from "./runtime/metrics.ts";
import { runControllers } from "./runtime/run-controllers.ts";

export interface OperatorOptions {
  role: OperatorRole;
  client: KubernetesClient;
  /** What this build is called: the tag of its image. */
  version: string;
  /** Of this process among all candidates. */
  identity: string;
  health: ListenAddress;
  metrics: ListenAddress;
  leaseTimes?: LeaseTimes;
  reach: Reach;
  clock: Clock;
  random: Random;
  log: Log;
}

/**
 * One of the operator's processes, until the signal is aborted: its controllers stop, then it gives its lease back. Its health answers
 * while it waits for its turn, too. @throws LeadershipLost, and Error when it cannot list what it watches: whoever started it starts it anew.
 */
export async function runOperator(options: OperatorOptions, signal: AbortSignal): Promise<void> {
  const { role, client, version, identity, reach, clock, random } = options;
  const log = options.log.with({ role });
  const metrics = createMetrics();
  const name = operatorNames[role];
  let leads = 0;
  metrics.gauge("leader_election_master_status", { name }, () => leads);
  await using health = await listenForHealth(options.health);
  await using numbers = await listenForMetrics(options.metrics, metrics);
  log.info("operator.started", {
    version,
    healthPort: health.port,
    metricsPort: numbers.port,
    server: client.connection.server,
  });
  const context: OperatorContext = { client, role, version, reach, metrics, clock, random, log };
  await leadWhileElected(
    {
      ...context,
      lease: { namespace: operatorNames.namespace, name },
      identity,
      ...(options.leaseTimes === undefined ? {} : { times: options.leaseTimes }),
    },
    async (leading) => {
      leads = 1;
      try {
        await runControllers(context, controllersOf[role], leading);
      } finally {
        leads = 0;
      }
    },
    signal,
  );
  log.info("operator.stopped");
}
