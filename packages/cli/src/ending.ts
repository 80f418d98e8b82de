import type { ClusterAddress, Operation, OperationStatus } from "@aro/client";
import { operationId } from "@aro/client";
import { adviceAfter, adviceForFailed, type ClusterCommands } from "./advice.ts";
import { adviceLine, errorLines } from "./failure.ts";
import { elapsedText } from "./progress/elapsed.ts";
import { viewOf } from "./progress/view.ts";
import type { World } from "./world.ts";

/** The commands for one cluster, as they can be pasted. */
function commandsFor(world: World, address: ClusterAddress): ClusterCommands {
  const flags = flagsFor(world, address);
  return {
    again: `${world.command} cluster create ${flags}`,
    show: `${world.command} cluster show ${flags}`,
    remove: `${world.command} cluster delete ${flags}`,
  };
}

/** The flags that lead to the cluster again, with those that said whom to call. */
const flagsFor = (world: World, address: ClusterAddress): string =>
  [
    `--name ${quoted(address.name)} --resource-group ${quoted(address.resourceGroup)}`,
    ...Object.entries(world.repeated ?? {}).map(([flag, value]) => `--${flag} ${quoted(value)}`),
  ].join(" ");

const doing = { create: "creating", update: "updating", delete: "deleting" } as const;
const done = { create: "created", update: "updated", delete: "deleted" } as const;

/** What is said when an operation succeeded. */
export const successText = (operation: Operation, address: ClusterAddress, status: OperationStatus): string =>
  `${address.name} is ${done[operation.verb]} (${elapsedText(viewOf(status, 0).milliseconds)})\n`;

/** What is said when an operation failed or was cancelled: code, message, target, details, the step, and what to do. */
export function failureText(
  world: World,
  operation: Operation,
  address: ClusterAddress,
  status: OperationStatus,
): string {
  const canceled = /^canceled$/i.test(status.status);
  const what = `${doing[operation.verb]} ${address.name} ${canceled ? "was cancelled" : "failed"}`;
  return endedBadly(what, status, {
    advice: adviceAfter(operation.verb, canceled, commandsFor(world, address)),
    id: operationId(operation),
  });
}

/** What is said of a cluster that an operation left Failed, whenever that was. */
export const standingFailureText = (
  world: World,
  address: ClusterAddress,
  status: OperationStatus,
  id: string,
): string =>
  endedBadly(`${address.name} is Failed`, status, { advice: adviceForFailed(commandsFor(world, address)), id });

/** The same, when the operation's record is not there any more. */
export const forgottenFailureText = (world: World, address: ClusterAddress, id: string): string =>
  `${[
    `aro: ${address.name} is Failed; why, the service does not know any more: the record of the operation is gone`,
    ...adviceLine(adviceForFailed(commandsFor(world, address))),
    `  operation: ${id}`,
  ].join("\n")}\n`;

function endedBadly(what: string, status: OperationStatus, { advice, id }: { advice: string; id: string }): string {
  const body = status.error ?? { code: status.status, message: "the service gave no reason" };
  const [first = "", ...rest] = errorLines(body);
  const failed = viewOf(status, 0).finished.find((step) => step.failed);
  return `${[
    `aro: ${what}: ${first}`,
    ...rest,
    ...(failed === undefined ? [] : [`  step: ${failed.name}`]),
    ...adviceLine(advice),
    `  operation: ${id}`,
  ].join("\n")}\n`;
}

/** What is said when nobody watches an operation (any more): that it goes on, how to follow it and how to end it. */
export function goesOnText(world: World, operation: Operation, address: ClusterAddress, location: string): string {
  const condition = { create: "--created", update: "--updated", delete: "--deleted" }[operation.verb];
  const follow = `${world.command} cluster wait ${flagsFor(world, address)} ${condition} --watch --operation ${operationId(operation)} --location ${location}`;
  return [
    `${doing[operation.verb]} ${address.name} goes on in the service`,
    `  to follow it:  ${follow}`,
    ...(operation.verb === "create"
      ? [`  to end it and remove the cluster:  ${commandsFor(world, address).remove}`]
      : []),
    "",
  ].join("\n");
}

/** What is said of an operation whose service stops together with this command. */
export const restsText = (operation: Operation, address: ClusterAddress): string =>
  `${doing[operation.verb]} ${address.name} goes on when the service is up again\n`;

/** The text as one word of a shell. */
export const quoted = (text: string): string =>
  /^[\w.\-/]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
