import { readFileSync } from "node:fs";
import { systemClock } from "@aro/runtime";

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

/** Runs an expression in a process that listens for a debugger. */
async function evaluate(address: string, expression: string): Promise<string> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`nobody listens at ${address}`));
  });
  const answer = await new Promise<string>((resolve) => {
    socket.onmessage = ({ data }) => resolve(String(data));
    socket.send(JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression, returnByValue: true } }));
  });
  socket.close();
  return (JSON.parse(answer) as { result: { result: { value?: string } } }).result.result.value ?? "";
}

/**
 * Measures the event loop of a process from outside; `log` is the file of what it prints, where it says at which address it listens. Undefined when
 * it does not: the one port for that is taken.
 */
export async function loopDelayOf(pid: number, log: string): Promise<(() => Promise<LoopDelay>) | undefined> {
  const addressIn = () =>
    readFileSync(log, "utf8")
      .match(/Debugger listening on (ws:\S+)/g)
      ?.at(-1)
      ?.split(" ")
      .at(-1);
  if (addressIn() === undefined) process.kill(pid, "SIGUSR1");
  for (let look = 0; addressIn() === undefined && look < 40; look++) await systemClock.sleep(50);
  const address = addressIn();
  if (address === undefined) return undefined;
  await evaluate(address, began);
  return async () => JSON.parse(await evaluate(address, ended)) as LoopDelay;
}
