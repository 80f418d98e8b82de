import { join } from "node:path";
import type { Edge } from "../edge.ts";
import { nodeFlags } from "../node-flags.ts";
import type { StateFolder } from "./state-folder.ts";
import type { UpDeps } from "./up.ts";

/** How the supervisor of an instance is started: this program again, with a hidden command. */
export const supervisorOf = (folder: StateFolder, edge: Edge): ReturnType<UpDeps["supervisor"]> => ({
  command: process.execPath,
  arguments: [...nodeFlags, join(edge.root, "packages/aro/src/main.ts"), "local", "supervise", "--state", folder.path],
  environment: Object.fromEntries(
    Object.entries(edge.environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ),
});
