import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { seededRandom, systemClock, systemRandom } from "@aro/runtime";
import { createLog } from "@aro/telemetry";
import { startEmulator } from "./emulator.ts";
import { ConfigurationProblem, readConfiguration } from "./facts/configuration.ts";
import { CannotListen } from "./listener/listen.ts";

/** The emulated cloud as a process: `node main.ts --config FILE.json`. Says on stdout when it is ready; logs go to stderr. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: "string" } } });
  if (values.config === undefined) throw new ConfigurationProblem(["usage: node main.ts --config FILE.json"]);
  const read = readConfiguration(readFileSync(values.config, "utf8"));
  const configuration = { ...read, stateFolder: resolve(read.stateFolder) };
  const { seed, logLevel } = configuration;
  const log = createLog({ service: "local", level: logLevel });
  const emulator = await startEmulator(configuration, {
    clock: systemClock,
    random: systemRandom,
    chance: seed === undefined ? systemRandom : seededRandom(seed),
    log,
    pid: process.pid,
    parts,
  });
  const stop = (signal: string) => {
    log.info("local.stopping", { signal });
    void emulator.stop().then(() => process.exit(0));
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.stdout.write(`${JSON.stringify({ event: "ready", arm: emulator.base, pid: process.pid })}\n`);
  log.info("local.ready", { arm: emulator.base });
}

/** Everything that this cloud has of Azure. */
async function parts() {
  const { createResources } = await import("./arm/resources.ts");
  const { manifestRows } = await import("./types/manifest-rows.ts");
  const { allTypes } = await import("./types/table.ts");
  return { resources: createResources, types: manifestRows(allTypes()) };
}

main().catch((error: unknown) => {
  const mendable =
    error instanceof ConfigurationProblem ||
    error instanceof CannotListen ||
    (error as NodeJS.ErrnoException).code === "ENOENT";
  process.stderr.write(`local: ${mendable ? (error as Error).message : String((error as Error).stack ?? error)}\n`);
  process.exit(1);
});
