import { elapsedText } from "@aro/cli";
import type { Edge } from "../edge.ts";
import { customerNames } from "./seed/list.ts";
import type { StateFolder } from "./state-folder.ts";
import type { UpResult } from "./up.ts";

/** The flags that a create in one of the seeded networks needs; for commands that can be pasted. */
export const createFlagsText = (vnet: string): string =>
  `--resource-group ${customerNames.resourceGroup} --vnet ${vnet} --master-subnet ${customerNames.masterSubnet} --worker-subnet ${customerNames.workerSubnet}`;

/** What `up` prints: where things are, and what to do next. */
export const upText = (folder: StateFolder, result: UpResult, edge: Edge): string =>
  `${whereText(folder, result)}\n${nextText(folder, edge)}`;

/** Where the instance is. */
export const whereText = (folder: StateFolder, { started, settings, milliseconds }: UpResult): string =>
  [
    started
      ? `up in ${elapsedText(milliseconds)}; state in ${folder.shown}`
      : `already up; nothing was changed; state in ${folder.shown}`,
    "",
    `  ARM           https://localhost:${settings.ports.arm}`,
    `  subscription  ${settings.subscriptionId}`,
    `  proxy         http://localhost:${settings.ports.proxy}`,
    `  service       https://localhost:${settings.ports.rp}`,
    "",
  ].join("\n");

/** Commands that can be pasted; they name the instance only when it is not the usual one. */
function nextText(folder: StateFolder, edge: Edge): string {
  const state = folder.flag;
  return [
    "Next:",
    `  ${edge.command} cluster create --name c1 ${createFlagsText(customerNames.vnet)}${state}`,
    `  ${edge.command} local status${state}`,
    `  eval "$(${edge.command} local env${state})"    # for az, Terraform, SDKs, curl`,
    "",
  ].join("\n");
}
