import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openDatabase, openSqliteStore } from "@aro/database";
import { systemClock, systemRandom } from "@aro/runtime";
import { createLog } from "@aro/telemetry";
import { composeBackend } from "./backend.ts";
import { resolveCloud } from "./cloud.ts";
import { startFrontend } from "./frontend.ts";
import type { ProcessDeps } from "./process-deps.ts";
import { secretsDirectory } from "./secrets.ts";
import { readRpSettings } from "./settings.ts";
import type { Environment } from "./variables.ts";

/** A process that is up. */
export interface Running {
  /** Resolves when everything has ended after the signal; rejects when it ended for another reason. */
  stopped: Promise<void>;
}

/**
 * Starts `aro rp`: the frontend, the backend, or both in one process; ends when `signal` is aborted (spec 02 §11.3).
 * @throws ConfigurationError for an environment that cannot be used.
 */
export async function startRp(options: {
  environment: Environment;
  role?: "frontend" | "backend";
  signal: AbortSignal;
}): Promise<Running> {
  const { signal, role } = options;
  const settings = readRpSettings(options.environment);
  const clock = systemClock;
  const random = systemRandom;
  const log = createLog({ service: "rp", level: settings.logLevel });
  const build = settings.version ?? (await packageVersion());
  log.info("starting", { build, role: role ?? "both", pid: process.pid });

  await using starting = new AsyncDisposableStack();
  const secrets = secretsDirectory(settings.secretsDirectory);
  const store = starting.use(await openSqliteStore({ path: settings.databaseFile, clock, log, random }));
  const database = await openDatabase(store, { clock });
  const cloud = await resolveCloud(settings.cloud, { fetch, clock, log, durations: settings.durations, signal });
  const deps: ProcessDeps = { settings, build, cloud, database, secrets, clock, random, log };

  const backend = role === "frontend" ? undefined : await composeBackend(deps);
  const frontend = role === "backend" ? undefined : await startFrontend(deps, signal);
  // Last: work that is taken by a process which then cannot start would stay with it for the length of a lease.
  backend?.start();
  const running = starting.move();
  const ended = async () => {
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    log.info("stopping", { reason: String(signal.reason) });
    await Promise.all([frontend?.stop(), backend?.stop()]);
    await running.disposeAsync();
    log.info("stopped");
  };
  return { stopped: ended() };
}

async function packageVersion(): Promise<string> {
  const file = join(import.meta.dirname, "../package.json");
  return (JSON.parse(await readFile(file, "utf8")) as { version: string }).version;
}
