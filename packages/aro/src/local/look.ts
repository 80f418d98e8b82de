import { isTerminal, type ProvisioningState } from "@aro/api";
import { signIn, stepText } from "@aro/cli";
import { type Connection, clusters, readOperationStatus } from "@aro/client";
import { systemClock } from "@aro/runtime";
import { worldOf } from "../cluster.ts";
import type { Edge } from "../edge.ts";
import { emulatorOf, healthAt } from "./emulator.ts";
import { clientEnvironment } from "./env.ts";
import { readSettings } from "./instance-settings.ts";
import { listening } from "./listening.ts";
import { type InstanceSettings, runningProcesses } from "./records.ts";
import type { StateFolder } from "./state-folder.ts";
import { type ClusterStatus, clusterStatus, type InstanceStatus, processStatuses, supervisorStatus } from "./status.ts";
import { runningSupervisor } from "./up.ts";

/** The instance as it is this moment: each process asked for its health, the clusters asked of ARM. */
export async function lookAt(folder: StateFolder, edge: Edge): Promise<InstanceStatus> {
  const supervisor = runningSupervisor(folder);
  const records = runningProcesses(folder.processes);
  const settings = readSettings(folder);
  const health = new Map(
    settings === undefined
      ? []
      : await Promise.all(
          records.map(async (record) => {
            const emulator = emulatorOf(folder, settings);
            const path = record.name === "emulator" ? "/_local/health" : "/healthz/ready";
            return [
              record.name,
              await healthAt(emulator.ask, `https://localhost:${record.port}${path}`, edge.signal),
            ] as const;
          }),
        ),
  );
  const up = supervisor?.phase === "ready";
  return {
    state: folder.path,
    up,
    processes: [supervisorStatus(supervisor), ...processStatuses(["emulator", "rp"], records, health)],
    endpoints:
      settings === undefined
        ? []
        : await listening(settings, (process) => records.some(({ name }) => name === process), systemClock),
    clusters: up && settings !== undefined ? await clustersOf(folder, settings, edge) : [],
  };
}

async function clustersOf(folder: StateFolder, settings: InstanceSettings, edge: Edge): Promise<ClusterStatus[]> {
  const environment = clientEnvironment(folder);
  if (environment === undefined) return [];
  const { connection, subscriptionId } = await signIn({ ...worldOf(edge), environment }, {});
  const found = await Array.fromAsync(clusters(connection).list({ subscriptionId }));
  const { operations } = (await emulatorOf(folder, settings).control().call("GET", "/_local/operations")) as {
    operations: { resource: string; status: string }[];
  };
  return Promise.all(
    found.map(async (cluster) => {
      const { provisioningState } = cluster.properties;
      const operation = operations.find(({ resource }) => resource.toLowerCase() === cluster.id?.toLowerCase());
      const running = provisioningState !== undefined && !isTerminal(provisioningState as ProvisioningState);
      return clusterStatus(cluster, running && operation ? await stepOf(connection, operation.status) : undefined);
    }),
  );
}

/** The step that runs in the operation whose status stands at `path`; undefined when it cannot be told just now. */
async function stepOf(connection: Connection, path: string): Promise<string | undefined> {
  const outcome = await connection.attempt({ method: "GET", path });
  const status = outcome.kind === "answer" ? readOperationStatus(outcome.answer.body) : undefined;
  return status === undefined ? undefined : stepText(status, connection.clock.now());
}
