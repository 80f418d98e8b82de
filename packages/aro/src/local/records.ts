import { readJson } from "./json-file.ts";
import { isRunning, type ProcessIdentity } from "./process-identity.ts";

/** One process of the instance, in `processes.json`. */
export interface ProcessRecord extends ProcessIdentity {
  name: string;
  /** Where it listens. */
  port: number;
  /** RFC 3339. */
  startedAt: string;
  /** How often it was started again after dying. */
  restarts: number;
}

/** The processes of `processes.json` that run. */
export function runningProcesses(path: string): ProcessRecord[] {
  const records = readJson<ProcessRecord[]>(path);
  return Array.isArray(records) ? records.filter(isRunning) : [];
}

/** The supervisor, in `supervisor.json`. */
export type SupervisorRecord = ProcessIdentity & {
  /** RFC 3339. */
  startedAt: string;
} & ({ phase: "starting" } | { phase: "ready" } | { phase: "failed"; reason: string });

/** What was chosen for the instance, in `settings.json`; kept over `down` and `up`. */
export interface InstanceSettings {
  ports: Ports;
  /** The emulator's seed: the same seed gives the same run. */
  seed: number;
  /** By how much every wait of the product is divided, and emulated work sped up. */
  timeScale: number;
  /** Clusters are installed by Hive. Absent in folders made before there was one: they are. */
  hive?: boolean;
  /** Ids and secrets of the emulated cloud come from the seed too. Absent: they do not. */
  reproducible?: boolean;
  tenantId: string;
  subscriptionId: string;
  /** Application id of the service; absent in folders made before it was told to the emulator, which chose one. */
  firstPartyClientId?: string;
}

export interface Ports {
  /** ARM, Entra, Graph. */
  arm: number;
  /** The CONNECT proxy: always `arm + 1`. */
  proxy: number;
  /** The service. */
  rp: number;
}
