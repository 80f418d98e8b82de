import { Problem } from "@aro/cli";
import { readJson } from "./json-file.ts";
import type { StateFolder } from "./state-folder.ts";
import { runningSupervisor } from "./up.ts";

/** The variables for clients, of an instance that is up; undefined when it is not. */
export function clientEnvironment(folder: StateFolder): Record<string, string> | undefined {
  if (runningSupervisor(folder)?.phase !== "ready") return undefined;
  return readJson<Record<string, string>>(folder.clientEnvironment);
}

/** As {@link clientEnvironment}. @throws Problem when the instance is not up. */
export function neededEnvironment(folder: StateFolder, command: string): Record<string, string> {
  const environment = clientEnvironment(folder);
  if (environment === undefined)
    throw new Problem(`the instance of ${folder.shown} is not up; start it with: ${command} local up${folder.flag}`);
  return environment;
}

/** `export` lines for a POSIX shell; the values cannot break out of their quotes. */
export const exportLines = (environment: Readonly<Record<string, string>>): string =>
  Object.entries(environment)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join("");
