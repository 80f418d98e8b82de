import { elapsedText } from "@aro/cli";
import type { Edge } from "../edge.ts";
import { customerNames } from "./seed/list.ts";
import type { StateFolder } from "./state-folder.ts";
import type { UpResult } from "./up.ts";

/** The flags that a create needs in a fresh instance; for commands that can be pasted. */
export const createFlagsText = `--resource-group ${customerNames.resourceGroup} --vnet ${customerNames.vnet} --master-subnet ${customerNames.masterSubnet} --worker-subnet ${customerNames.workerSubnet}`;

/** What `up` prints: where things are, and what to do next. Commands name the instance only when it is not the usual one. */
export function upText(folder: StateFolder, { started, settings, milliseconds }: UpResult, edge: Edge): string {
  const { ports } = settings;
  const state = stateFlag(folder, edge);
  return [
    started
      ? `up in ${elapsedText(milliseconds)}; state in ${folder.shown}`
      : `already up; nothing was changed; state in ${folder.shown}`,
    "",
    `  ARM           https://localhost:${ports.arm}`,
    `  subscription  ${settings.subscriptionId}`,
    `  service       https://localhost:${ports.rp}`,
    "",
    "Next:",
    `  ${edge.command} cluster create --name c1 ${createFlagsText}${state}`,
    `  ${edge.command} local status${state}`,
    `  eval "$(${edge.command} local env${state})"    # for az, Terraform, SDKs, curl`,
    "",
  ].join("\n");
}

/** ` --state DIR` where it is needed to find the instance again. */
export const stateFlag = (folder: StateFolder, edge: Edge): string =>
  folder.path === `${edge.root}/.aro` || edge.environment["ARO_LOCAL_STATE"] !== undefined
    ? ""
    : ` --state ${folder.shown}`;
