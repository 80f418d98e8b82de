import type { Column } from "@aro/cli";
import type { Cluster } from "@aro/client";
import type { Endpoint } from "./listening.ts";
import type { Health } from "./program.ts";
import type { ProcessRecord, SupervisorRecord } from "./records.ts";

/** A process as `status` shows it. */
export interface ProcessStatus {
  name: string;
  pid: number | undefined;
  port: number | undefined;
  /** `healthy`, `stopped`, or what is wrong. */
  health: string;
  startedAt?: string;
  restarts?: number;
}

/** A cluster as `status` shows it. */
export interface ClusterStatus {
  name: string;
  resourceGroup: string;
  provisioningState: string;
  /** The step that runs, where the cloud knows of an operation that goes on. */
  step?: string;
}

/** The instance as `status --json` prints it. */
export interface InstanceStatus {
  state: string;
  up: boolean;
  processes: ProcessStatus[];
  /** Every port of the instance; none before it was up for the first time. */
  endpoints: Endpoint[];
  clusters: ClusterStatus[];
}

/** Each process that belongs to an instance, with its health as asked just now. */
export const processStatuses = (
  names: readonly string[],
  records: readonly ProcessRecord[],
  health: ReadonlyMap<string, Health>,
): ProcessStatus[] =>
  names.map((name) => {
    const record = records.find((one) => one.name === name);
    if (record === undefined) return { name, pid: undefined, port: undefined, health: "stopped" };
    const found = health.get(name);
    return {
      name,
      pid: record.pid,
      port: record.port,
      health: found === undefined || found.healthy ? "healthy" : found.reason,
      startedAt: record.startedAt,
      restarts: record.restarts,
    };
  });

/** The supervisor as a row among the processes. */
export const supervisorStatus = (record: SupervisorRecord | undefined): ProcessStatus =>
  record === undefined
    ? { name: "supervisor", pid: undefined, port: undefined, health: "stopped" }
    : {
        name: "supervisor",
        pid: record.pid,
        port: undefined,
        health: record.phase === "ready" ? "healthy" : record.phase,
        startedAt: record.startedAt,
        restarts: 0,
      };

/** A cluster's row; `step` is what runs on it. */
export const clusterStatus = (cluster: Cluster, step: string | undefined): ClusterStatus => ({
  name: cluster.name ?? "",
  resourceGroup: /\/resourceGroups\/([^/]+)\//i.exec(cluster.id ?? "")?.[1] ?? "",
  provisioningState: cluster.properties.provisioningState ?? "",
  ...(step === undefined ? {} : { step }),
});

/** The columns of `status` for processes. */
export const processColumns: readonly Column<ProcessStatus>[] = [
  { heading: "Process", cell: (row) => row.name },
  { heading: "Pid", cell: (row) => String(row.pid ?? "") },
  { heading: "Port", cell: (row) => String(row.port ?? "") },
  { heading: "Restarts", cell: (row) => String(row.restarts ?? "") },
  { heading: "Health", cell: (row) => row.health },
];

/** The columns of `status` for ports. */
export const endpointColumns: readonly Column<Endpoint>[] = [
  { heading: "Endpoint", cell: (row) => row.name },
  { heading: "Address", cell: (row) => row.address },
  { heading: "Process", cell: (row) => row.process },
  { heading: "Listens", cell: (row) => (row.listens ? "yes" : "no") },
];

/** The columns of `status` for clusters. */
export const clusterColumns: readonly Column<ClusterStatus>[] = [
  { heading: "Cluster", cell: (row) => row.name },
  { heading: "ResourceGroup", cell: (row) => row.resourceGroup },
  { heading: "ProvisioningState", cell: (row) => row.provisioningState },
  { heading: "Step", cell: (row) => row.step ?? "" },
];
