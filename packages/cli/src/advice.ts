import { type ErrorClass, type ErrorCode, errorTable } from "@aro/api";
import type { OperationVerb } from "@aro/client";

/** What to do about a refused request, by the class of its code; the message itself says what a user has to mend. */
const requestAdvice: Readonly<Record<ErrorClass, string | undefined>> = {
  user: undefined,
  conflict: "look at the cluster as it is now (aro cluster show), then run the command again",
  retry: "run the same command again in a moment",
  wait: "run the same command again in a minute",
  fatal: "run the same command again; if it fails again, report it with the request id",
};

/** Advice for a code, which may be Azure's own; by its HTTP status when the table does not know it. */
export function adviceFor(code: string, status: number): string | undefined {
  const row = code in errorTable ? errorTable[code as ErrorCode] : undefined;
  if (row !== undefined) return requestAdvice[row.class];
  if (status === 401) return "sign in again, or check the credentials";
  if (status === 429) return requestAdvice.wait;
  return status >= 500 ? requestAdvice.fatal : undefined;
}

/** The commands that are named in advice, ready to be pasted. */
export interface ClusterCommands {
  /** The command that began the operation, in short. */
  again: string;
  show: string;
  remove: string;
}

/** What to do after an operation ended badly. */
export function adviceAfter(verb: OperationVerb, canceled: boolean, commands: ClusterCommands): string {
  if (canceled)
    return `another request ended this operation, a delete most likely; see what the cluster does now: ${commands.show}`;
  switch (verb) {
    case "create":
      return `correct what the message names and run '${commands.again}' with the same flags: the create goes on where it failed; or remove what there is: ${commands.remove}`;
    case "update":
      return `the cluster keeps what was true before (${commands.show}); correct what the message names and run the command again`;
    case "delete":
      return `correct what the message names and run it again: a delete goes on with what is left: ${commands.remove}`;
  }
}

/** What to do about a cluster that some operation left Failed. */
export const adviceForFailed = (commands: ClusterCommands): string =>
  `correct what the message names and run the command that failed again: it goes on where it failed; or remove what there is: ${commands.remove}`;
