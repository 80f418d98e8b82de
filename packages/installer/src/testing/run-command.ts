import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClearCluster } from "../cluster/clear-cluster.ts";

const main = join(import.meta.dirname, "../../../aro/src/main.ts");

/** Lays down what Hive mounts, further files by their path; gives the root. */
export function layDown(cluster: ClearCluster, tenantId: string, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "installer-root-"));
  for (const folder of [".azure", "manifests", "boundsasigningkey"]) mkdirSync(join(root, folder));
  writeFileSync(join(root, ".azure/99_aro.json"), JSON.stringify(cluster));
  const subscription = { state: "Registered", properties: { tenantId } };
  writeFileSync(join(root, ".azure/99_sub.json"), JSON.stringify(subscription));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  return root;
}

export const takeUp = (root: string): void => rmSync(root, { recursive: true, force: true });

export interface Ended {
  /** Undefined when a signal ended it. */
  status: number | undefined;
  log: string;
}

/** Runs `aro installer create WHAT` as a process. `when`: sends the signal as soon as a line of the log matches. */
export async function runCommand(
  what: "manifests" | "cluster",
  root: string,
  environment: Readonly<Record<string, string>>,
  when?: { line: RegExp; signal: "SIGKILL" | "SIGTERM" },
): Promise<Ended> {
  const child = spawn(process.execPath, [main, "installer", "create", what], {
    env: { ...environment, ARO_INSTALLER_ROOT: root },
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 180_000,
    killSignal: "SIGKILL",
  });
  const state = { log: "", sent: false };
  child.stderr.on("data", (chunk: Buffer) => {
    state.log += chunk.toString();
    if (when === undefined || state.sent || !when.line.test(state.log)) return;
    state.sent = true;
    child.kill(when.signal);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { status: status ?? undefined, log: state.log };
}
