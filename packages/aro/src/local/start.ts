import { existsSync } from "node:fs";
import { exitStatus, Problem, runCluster, type World } from "@aro/cli";
import type { Cluster } from "@aro/client";
import { systemClock } from "@aro/runtime";
import { worldOf } from "../cluster.ts";
import type { Local } from "./actions.ts";
import { down } from "./down.ts";
import { neededEnvironment } from "./env.ts";
import type { SettingsFlags } from "./instance-settings.ts";
import { readJson } from "./json-file.ts";
import type { Seeded } from "./seed/apply.ts";
import { customerNames } from "./seed/list.ts";
import { supervisorOf } from "./supervisor-command.ts";
import { runningSupervisor, up } from "./up.ts";
import { createFlagsText, whereText } from "./up-text.ts";

/**
 * `aro local start`, which is what `npm start` runs: up, the first cluster through ARM with live progress, how to use it, and wait for
 * Ctrl-C. What was up before stays up; what this command started goes down with it, however it ends.
 */
export async function runStart({ edge, folder }: Local, flags: SettingsFlags): Promise<number> {
  const { signal } = edge;
  const result = await up(
    folder,
    { ...flags, lifeline: true },
    { clock: systemClock, supervisor: (of) => supervisorOf(of, edge), command: edge.command, signal },
  );
  edge.stdout.write(`${whereText(folder, result)}\n`);
  try {
    const status = await firstCluster({ edge, folder }, result.started);
    if (status !== exitStatus.success) return status;
    edge.stdout.write(usageText({ edge, folder }, result.started));
    while (!signal.aborted) {
      await systemClock.sleep(lookMilliseconds, signal).catch(() => undefined);
      if (runningSupervisor(folder) === undefined) throw new Problem(`the instance of ${folder.shown} went down`);
    }
    return exitStatus.success;
  } finally {
    if (result.started && existsSync(folder.path)) {
      edge.stderr.write("\nstopping\n");
      if (await down(folder, systemClock))
        edge.stderr.write(
          `stopped; '${edge.command} local start${folder.flag}' goes on with the state in ${folder.shown}\n`,
        );
    }
  }
}

/** How often it is seen whether somebody else has taken the instance down. */
const lookMilliseconds = 500;

/** Creates the cluster `demo` by the customer's own command, or goes on with its creation; one that stands already stays as it is. */
async function firstCluster({ edge, folder }: Local, serviceEndsWithUs: boolean): Promise<number> {
  const environment = neededEnvironment(folder, edge.command);
  const seeded = readJson<Seeded>(folder.seeded);
  if (seeded === undefined)
    throw new Problem(`${folder.seeded} is missing; run: ${edge.command} local reset${folder.flag}`);
  const { clientId, clientSecret } = seeded.servicePrincipal;
  const { cluster, resourceGroup, vnet, masterSubnet, workerSubnet } = customerNames;
  const quiet = { ...edge.stdout, write: () => undefined };
  const world = { ...worldOf(edge), environment, stdout: quiet, serviceEndsWithUs };
  const address = {
    name: cluster,
    "resource-group": resourceGroup,
    ...(folder.flag === "" ? {} : { state: folder.path }),
  };
  const state = await stateOf(address, { ...world, stderr: quiet });
  // The same create again would take back what the customer has changed since: tags, addresses, the service principal.
  if (state !== undefined && !/^(creating|failed|deleting)$/i.test(state)) {
    edge.stdout.write(`cluster ${cluster} is there: ${state}\n`);
    return exitStatus.success;
  }
  edge.stdout.write(`cluster ${cluster}:\n`);
  const flags = {
    ...address,
    vnet,
    "master-subnet": masterSubnet,
    "worker-subnet": workerSubnet,
    "client-id": clientId,
    "client-secret": clientSecret,
  };
  return runCluster(["create", ...words(flags), "--watch"], world);
}

const words = (flags: Readonly<Record<string, string>>): string[] =>
  Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);

/** The cluster's provisioning state; undefined when there is no such cluster, or nobody can tell. */
async function stateOf(address: Readonly<Record<string, string>>, world: World): Promise<string | undefined> {
  const shown: string[] = [];
  const stdout = { ...world.stdout, write: (text: string) => void shown.push(text) };
  const status = await runCluster(["show", ...words(address)], { ...world, stdout });
  return status === exitStatus.success
    ? (JSON.parse(shown.join("")) as Cluster).properties.provisioningState
    : undefined;
}

function usageText({ edge, folder }: Local, started: boolean): string {
  const state = folder.flag;
  const flags = `--name ${customerNames.cluster} --resource-group ${customerNames.resourceGroup}${state}`;
  return [
    "",
    "In another terminal:",
    `  ${edge.command} cluster show ${flags} -o table`,
    `  ${edge.command} cluster get-admin-kubeconfig ${flags} --file demo.kubeconfig && kubectl --kubeconfig demo.kubeconfig get nodes`,
    `  ${edge.command} cluster list-credentials ${flags}`,
    `  ${edge.command} cluster create --name second ${createFlagsText(customerNames.secondVnet)}${state}`,
    `  ${edge.command} cluster delete ${flags}`,
    `  ${edge.command} local status${state}`,
    `  ${edge.command} local logs -f${state}`,
    "",
    started
      ? `Ctrl-C stops everything; the state in ${folder.shown} is kept.`
      : `It was up before: Ctrl-C leaves it up, '${edge.command} local down${state}' stops it.`,
    "",
  ].join("\n");
}
