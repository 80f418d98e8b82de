import { existsSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { Problem } from "@aro/cli";
import type { StateFolder } from "./state-folder.ts";

/** Everything in the folder of an instance is the instance's, and goes with `reset`: so nobody else's things may lie in it. */
export function foreignNames(folder: StateFolder): string[] {
  if (!existsSync(folder.path) || holdsInstance(folder)) return [];
  // An `up` that failed early leaves its lock, perhaps with a journal, and the folder of logs.
  return readdirSync(folder.path).filter(
    (name) => !name.startsWith(basename(folder.lock)) && name !== basename(folder.logs),
  );
}

/** @throws Problem when things lie in the folder that no instance has put there. */
export function refuseForeign(folder: StateFolder): void {
  const names = foreignNames(folder);
  if (names.length === 0) return;
  const shown = names.length > 3 ? [...names.slice(0, 3), "…"] : names;
  throw new Problem(
    `${folder.shown} holds other things than a local instance (${shown.join(", ")}); name a new or an empty folder with --state`,
  );
}

/** By the supervisor's own files: other programs keep a `settings.json` too. */
const holdsInstance = (folder: StateFolder): boolean =>
  [folder.supervisorLock, folder.supervisor, folder.processes].some((file) => existsSync(file));
