import { exitStatus, jsonText, Problem, tableText } from "@aro/cli";
import { systemClock } from "@aro/runtime";
import type { Edge } from "../edge.ts";
import {
  type ClusterFaultFlags,
  changedFaults,
  changesFaults,
  chosenCluster,
  clusterFaultText,
  type FaultyCluster,
} from "./cluster-fault.ts";
import { down, reset } from "./down.ts";
import { emulatorOf } from "./emulator.ts";
import { exportLines, neededEnvironment } from "./env.ts";
import { type ArmedFault, type FaultFlags, faultOrder, faultText } from "./fault.ts";
import { readSettings, type SettingsFlags } from "./instance-settings.ts";
import { type LogFlags, showLogs } from "./logs.ts";
import { lookAt } from "./look.ts";
import type { StateFolder } from "./state-folder.ts";
import { clusterColumns, endpointColumns, processColumns } from "./status.ts";
import { supervisorOf } from "./supervisor-command.ts";
import { up } from "./up.ts";
import { upText } from "./up-text.ts";

/** One `aro local` command at work: on which instance, with what surroundings. */
export interface Local {
  edge: Edge;
  folder: StateFolder;
}

export async function runUp({ edge, folder }: Local, flags: SettingsFlags): Promise<number> {
  const result = await up(folder, flags, {
    clock: systemClock,
    supervisor: (of) => supervisorOf(of, edge),
    command: edge.command,
    signal: edge.signal,
  });
  edge.stdout.write(upText(folder, result, edge));
  return exitStatus.success;
}

export async function runDown({ edge, folder }: Local): Promise<number> {
  const stopped = await down(folder, systemClock, edge.signal);
  edge.stdout.write(
    stopped
      ? `down; the state in ${folder.shown} is kept: '${edge.command} local up${folder.flag}' goes on with it\n`
      : `${folder.shown} was not up; nothing was changed\n`,
  );
  return exitStatus.success;
}

export async function runReset({ edge, folder }: Local): Promise<number> {
  const forgot = await reset(folder, systemClock, edge.signal);
  edge.stdout.write(forgot ? `down, and ${folder.shown} is forgotten\n` : `there is nothing in ${folder.shown}\n`);
  return exitStatus.success;
}

export async function runStatus({ edge, folder }: Local, flags: { json?: true }): Promise<number> {
  const status = await lookAt(folder, edge);
  if (flags.json === true) {
    edge.stdout.write(jsonText(status));
    return exitStatus.success;
  }
  edge.stdout.write(`${status.up ? "up" : "down"}  ${folder.shown}\n\n`);
  edge.stdout.write(tableText(processColumns, status.processes, edge.stdout));
  if (status.endpoints.length > 0) edge.stdout.write(`\n${tableText(endpointColumns, status.endpoints, edge.stdout)}`);
  if (status.clusters.length > 0) edge.stdout.write(`\n${tableText(clusterColumns, status.clusters, edge.stdout)}`);
  else if (status.up) edge.stdout.write("\nno clusters\n");
  return exitStatus.success;
}

export async function runLogs({ edge, folder }: Local, flags: LogFlags): Promise<number> {
  await showLogs(folder, flags, { clock: systemClock, write: (text) => edge.stdout.write(text), signal: edge.signal });
  return exitStatus.success;
}

export async function runEnv({ edge, folder }: Local, flags: { json?: true }): Promise<number> {
  const environment = neededEnvironment(folder, edge.command);
  edge.stdout.write(flags.json === true ? jsonText(environment) : exportLines(environment));
  return exitStatus.success;
}

export async function runFaultAdd(local: Local, flags: FaultFlags): Promise<number> {
  const order = faultOrder(flags);
  const armed = (await controlOf(local).call("POST", "/_local/faults", order)) as ArmedFault;
  local.edge.stdout.write(`${faultText(armed)}\n`);
  return exitStatus.success;
}

export async function runFaultList(local: Local, flags: { json?: true }): Promise<number> {
  const { faults } = (await controlOf(local).call("GET", "/_local/faults")) as { faults: ArmedFault[] };
  if (flags.json === true) local.edge.stdout.write(jsonText(faults));
  else
    local.edge.stdout.write(
      faults.length === 0 ? "no faults are armed\n" : faults.map((fault) => `${faultText(fault)}\n`).join(""),
    );
  return exitStatus.success;
}

export async function runFaultClear(local: Local, id: string | undefined): Promise<number> {
  const path = id === undefined ? "/_local/faults" : `/_local/faults/${encodeURIComponent(id)}`;
  const { cleared } = (await controlOf(local).call("DELETE", path)) as { cleared: number };
  local.edge.stdout.write(`${cleared} cleared\n`);
  return exitStatus.success;
}

export async function runFaultCluster(local: Local, flags: ClusterFaultFlags, asked?: string): Promise<number> {
  const control = controlOf(local);
  const list = async () => ((await control.call("GET", "/_local/clusters")) as { clusters: FaultyCluster[] }).clusters;
  const clusters = await list();
  const changes = changesFaults(flags);
  const chosen = changes || asked !== undefined ? [chosenCluster(clusters, asked)] : clusters;
  for (const { infraId, faults } of changes ? chosen : [])
    await control.call("PUT", `/_local/clusters/${encodeURIComponent(infraId)}/faults`, changedFaults(faults, flags));
  const names = new Set(chosen.map(({ infraId }) => infraId));
  const shown = (changes ? await list() : clusters).filter(({ infraId }) => names.has(infraId));
  const lines = shown.length === 0 ? "no clusters\n" : shown.map((one) => `${clusterFaultText(one)}\n`).join("");
  local.edge.stdout.write(flags.json === true ? jsonText(shown) : lines);
  return exitStatus.success;
}

/** The control API of the instance that a command works on. @throws Problem when it is not up. */
export function controlOf({ edge, folder }: Local) {
  neededEnvironment(folder, edge.command);
  const settings = readSettings(folder);
  if (settings === undefined)
    throw new Problem(`${folder.settings} is missing; run: ${edge.command} local reset${folder.flag}`);
  return emulatorOf(folder, settings).control();
}
