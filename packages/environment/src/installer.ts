import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { knownClouds } from "@aro/api";
import {
  createLogrus,
  exitStatus,
  InputProblem,
  type InstallerCommand,
  type InstallerSettings,
  readSettings,
  runInstaller,
} from "@aro/installer";
import { systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { resolveCloud } from "./cloud.ts";
import type { Environment } from "./variables.ts";

export { installerVariables } from "@aro/installer";

/** Runs one command of the installer to its end and gives its exit status; `write` takes the lines of its log. */
export async function runInstallerCommand(options: {
  command: InstallerCommand;
  environment: Environment;
  /** Where files are left; `output` below the installer's root when absent. */
  folder?: string;
  write: (text: string) => void;
  signal: AbortSignal;
}): Promise<number> {
  const { command, environment, write, signal } = options;
  let settings: InstallerSettings;
  try {
    settings = readSettings(environment);
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    const log = createLogrus(write, "debug");
    for (const problem of error.problems) log.error(problem);
    return exitStatus.inputs;
  }
  const { durations } = settings;
  return runInstaller(command, {
    settings,
    cloudOf: async (name, aborted) => {
      if (knownClouds[name] === undefined && !name.startsWith("https://"))
        throw new InputProblem([
          `the cloud "${name}" is not known: set ARO_AZURE_ENVIRONMENT to ${Object.keys(knownClouds).join(", ")} or the https address of its ARM`,
        ]);
      return resolveCloud(name, { fetch, clock: systemClock, log: silentLog, durations, signal: aborted });
    },
    fetch,
    clock: systemClock,
    random: systemRandom,
    log: createLogrus(write, settings.logLevel),
    build: await packageVersion(),
    folder: options.folder ?? join(settings.root, "output"),
    signal,
  });
}

async function packageVersion(): Promise<string> {
  const file = join(import.meta.dirname, "../package.json");
  return (JSON.parse(await readFile(file, "utf8")) as { version: string }).version;
}
