/**
 * One backend in a process of its own, for tests that stop and kill it. Its arguments are one JSON object; its steps write what happens into
 * a journal that several processes share, one line each: `name event`.
 */
import { appendFileSync } from "node:fs";
import { systemClock } from "@aro/runtime";
import { createBackend } from "../backend.ts";
import { act, openWorld, type TestStep, testDeps } from "./world.ts";

export interface ProcessOptions {
  /** Of this process, in the journal. */
  name: string;
  store: string;
  journal: string;
  /** Where it stands still for ever, e.g. `inside s1`, `started s1`, `finished s1`. */
  hang?: string;
  /** How long it stands still inside a step, milliseconds. */
  insideMilliseconds?: number;
  /** Milliseconds that each step takes. */
  stepMilliseconds?: number;
}

const options = JSON.parse(process.argv[2] ?? "{}") as ProcessOptions;
const note = (event: string) => appendFileSync(options.journal, `${options.name} ${event}\n`);
const forever = () => systemClock.sleep(1_000_000);

const step = (name: string): TestStep =>
  act(name, async ({ run, kind }, signal) => {
    note(`${kind} ${name} ${run.cluster().id}`);
    signal.addEventListener("abort", () => note(`told ${name}`));
    if (options.hang === `inside ${name}`) {
      note(`at inside ${name}`);
      // As a call to Azure: it takes its time, and goes on for a while when it is told to stop.
      await systemClock.sleep(options.insideMilliseconds ?? 5_000, signal).catch(() => systemClock.sleep(300));
      note(`returned ${name}`);
    } else await systemClock.sleep(options.stepMilliseconds ?? 1);
    try {
      await run.patch((cluster) => ({ ...cluster, [name]: options.name }));
    } catch (error) {
      note(`refused ${name} ${(error as Error).message}`);
      throw error;
    }
  });

const steps = ["s0", "s1", "s2"].map(step);
const database = await openWorld(options.store);
const backend = createBackend(
  testDeps(
    database,
    { Creating: () => steps, Deleting: () => [step("d0")] },
    {
      onBoundary: async ({ edge, step: name }) => {
        if (options.hang !== `${edge} ${name}`) return;
        note(`at ${edge} ${name}`);
        await forever();
      },
    },
  ),
);
backend.start();
note("ready");
const { promise: told, resolve: tell } = Promise.withResolvers<void>();
process.once("SIGTERM", tell);
await told;
await backend.stop();
await database.store[Symbol.asyncDispose]();
process.exit(0);
