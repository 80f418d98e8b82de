import { readFileSync } from "node:fs";
import { systemClock } from "@aro/runtime";
import { addressIn, evaluate } from "./debugger.ts";

/** How long a process kept its callers waiting. */
export interface LoopDelay {
  /** Milliseconds of the longest turn of its event loop, and of the 99.9th percentile. */
  longest: number;
  p999: number;
}

const began = `(() => {
  const { monitorEventLoopDelay } = process.getBuiltinModule("perf_hooks");
  globalThis.benchDelay = monitorEventLoopDelay({ resolution: 10 });
  globalThis.benchDelay.enable();
})()`;
const ended = `(() => {
  const { max, percentile } = { max: globalThis.benchDelay.max, percentile: globalThis.benchDelay.percentile(99.9) };
  globalThis.benchDelay.disable();
  return JSON.stringify({ longest: max / 1e6, p999: percentile / 1e6 });
})()`;

/**
 * Measures the event loop of a process from outside; `log` is the file of what it prints, where it says at which address it listens. Undefined when
 * it does not: the one port for that is taken.
 */
export async function loopDelayOf(pid: number, log: string): Promise<(() => Promise<LoopDelay>) | undefined> {
  const printed = () => addressIn(readFileSync(log, "utf8"));
  if (printed() === undefined) process.kill(pid, "SIGUSR1");
  for (let look = 0; printed() === undefined && look < 40; look++) await systemClock.sleep(50);
  const address = printed();
  if (address === undefined) return undefined;
  await evaluate(address, began);
  return async () => JSON.parse(await evaluate(address, ended)) as LoopDelay;
}
