import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { runCluster, type World } from "@aro/cli";
import { systemClock, systemRandom } from "@aro/runtime";
import type { Edge, Run } from "./edge.ts";
import { emulatorOf } from "./local/emulator.ts";
import { clientEnvironment } from "./local/env.ts";
import { readSettings } from "./local/instance-settings.ts";
import { stateFolder } from "./local/state-folder.ts";
import { writeSecretFile } from "./secret-file.ts";

/** `aro cluster …`: the customer's commands. */
export const cluster: Run = (words, edge) => runCluster(words, worldOf(edge));

/** What the commands of `aro cluster` touch, on this machine. */
export const worldOf = (edge: Edge): World => ({
  command: edge.command,
  environment: edge.environment,
  stdout: edge.stdout,
  stderr: edge.stderr,
  clock: systemClock,
  random: systemRandom,
  readFile: (path) => readFile(resolve(edge.cwd, path), "utf8"),
  writeSecretFile: (path, text, options) => writeSecretFile(resolve(edge.cwd, path), text, options),
  ask: edge.ask,
  interrupt: edge.signal,
  localInstance: async (state) => {
    const folder = stateFolder(state, edge);
    const environment = clientEnvironment(folder);
    const settings = readSettings(folder);
    if (environment === undefined || settings === undefined) return undefined;
    return { state: folder.shown, environment, directory: emulatorOf(folder, settings).directory };
  },
});
