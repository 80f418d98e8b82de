import { signIn } from "@aro/cli";
import { clusters } from "@aro/client";
import { worldOf } from "../cluster.ts";
import type { Edge } from "../edge.ts";
import { emulatorOf, healthAt } from "./emulator.ts";
import { clientEnvironment } from "./env.ts";
import { readSettings } from "./instance-settings.ts";
import { readJson } from "./json-file.ts";
import { isRunning } from "./process-identity.ts";
import type { ProcessRecord } from "./records.ts";
import type { StateFolder } from "./state-folder.ts";
import { type ClusterStatus, clusterStatus, type InstanceStatus, processStatuses, supervisorStatus } from "./status.ts";
import { runningSupervisor } from "./up.ts";

/** The instance as it is this moment: each process asked for its health, the clusters asked of ARM. */
export async function lookAt(folder: StateFolder, edge: Edge): Promise<InstanceStatus> {
  const supervisor = runningSupervisor(folder);
  const records = (readJson<ProcessRecord[]>(folder.processes) ?? []).filter(isRunning);
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
    clusters: up ? await clustersOf(folder, edge) : [],
  };
}

async function clustersOf(folder: StateFolder, edge: Edge): Promise<ClusterStatus[]> {
  const environment = clientEnvironment(folder);
  if (environment === undefined) return [];
  const { connection, subscriptionId } = await signIn({ ...worldOf(edge), environment }, {});
  const found: ClusterStatus[] = [];
  for await (const cluster of clusters(connection).list({ subscriptionId }))
    found.push(clusterStatus(cluster, undefined));
  return found;
}
