import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { systemClock, systemRandom } from "@aro/runtime";
import { stateFiles } from "../../client-files.ts";
import { openKeyring } from "../../pki/keyring.ts";
import { cloudCalls } from "../../testing/cloud-calls.ts";
import type { RigCloud } from "./cluster-rig.ts";

/** The emulator as a process of its own, which can be killed at any moment and started again on its folder. */
export interface SpawnedCloud extends RigCloud {
  kill(): Promise<void>;
  start(): Promise<void>;
}

const main = join(import.meta.dirname, "../../main.ts");

/** Starts the emulator as a process; whoever it asks about clusters of the service finds nobody. */
export async function spawnCloud(): Promise<SpawnedCloud> {
  const folder = mkdtempSync(join(tmpdir(), "aro-spawned-"));
  const keyring = await openKeyring(join(folder, "pki"), systemClock, systemRandom);
  const configuration = {
    stateFolder: folder,
    port: 20_000 + 2 * systemRandom.integer(6_000),
    provider: "https://localhost:1",
    timeScale: 300,
    throttling: { enabled: false },
    logLevel: "error",
  };
  const file = join(folder, "configuration.json");
  writeFileSync(file, JSON.stringify(configuration));
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const started = spawn(process.execPath, [main, "--config", file], { stdio: ["ignore", "pipe", "inherit"] });
    child = started;
    for await (const line of createInterface({ input: started.stdout })) if (line.includes('"ready"')) return;
    throw new Error("the emulator ended before it was ready");
  };
  const kill = async (): Promise<void> => {
    const ending = child;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = new Promise((done) => ending.once("exit", done));
    ending.kill("SIGKILL");
    await gone;
  };
  await start();
  const base = `https://localhost:${configuration.port}`;
  const variables = JSON.parse(readFileSync(join(folder, stateFiles.environment), "utf8")) as Record<string, string>;
  const { call, control, tokenOf } = cloudCalls(() => base, folder, keyring.ca.certificate);
  const variable = (name: string) => variables[`ARO_LOCAL_${name}`] ?? "";
  return {
    keyring,
    emulator: {
      base,
      port: configuration.port,
      proxyPort: configuration.port + 1,
      identities: { tenantId: variable("TENANT"), subscriptionId: variable("SUBSCRIPTION") },
    },
    call,
    control,
    token: () =>
      tokenOf({ tenantId: variable("TENANT"), clientId: variable("CLIENT_ID"), secret: variable("CLIENT_SECRET") }),
    kill,
    start,
    [Symbol.asyncDispose]: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
