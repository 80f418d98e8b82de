// Whole clusters on one machine: what a create, a PUT that changes nothing, an update and a delete cost, by process and by step; how many requests
// Azure gets; what memory one cluster takes; many creates at once.
// `node bench/whole.ts [clusters at once] [backends]`; without numbers one cluster is taken through its life. Goals: create 20 s, of which 2 s are
// the service's own processor time; ten at once on two backends 90 s; a hundred at once 600 MB a backend; 700 MB for all processes with one cluster.
// Processor time is what to compare: on a machine that others use as well, seconds are theirs too. Linux only.
import { loadavg } from "node:os";
import { systemClock } from "@aro/runtime";
import { linesOf, operationIdIn, withBackends } from "../test/harness/backends.ts";
import { type Furnished, furnished } from "../test/harness/course.ts";
import { type Customer, clusterBody, deleteCluster, patchOutbound, putCluster } from "../test/harness/customer.ts";
import type { WireAnswer } from "../test/harness/https.ts";
import { type Instance, startInstance } from "../test/harness/instance.ts";
import { supervised } from "../test/harness/processes.ts";
import { operationOf, watch } from "../test/harness/watch.ts";
import { type LoopDelay, loopDelayOf } from "./whole/loop-delay.ts";
import { follow, lookAt, proportionalMegabytes, type Sample, spentAt } from "./whole/processes.ts";

const [atOnce = 0, backends = 1] = process.argv.slice(2).map(Number);
const restMilliseconds = 10_000;
const rows = 12;

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
const say = (line: string): void => console.log(line);
const load = (): string => `load ${loadavg()[0]?.toFixed(1)}`;
const rootsOf = (instance: Instance): number[] => supervised(instance.folder).map(({ pid }) => pid);

/** Calls without those of the customer who looks at the operation, and of this bench. */
async function azureCalls({ control }: Instance): Promise<Map<string, number>> {
  const calls = Object.entries(await control.calls());
  return new Map(calls.filter(([name]) => !/microsoft\.redhatopenshift/i.test(name)));
}

function callsBetween(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): [string, number][] {
  return [...after]
    .map(([name, count]): [string, number] => [name, count - (before.get(name) ?? 0)])
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a);
}

const table = (byName: ReadonlyMap<string, number>): string =>
  [...byName]
    .filter(([, spent]) => spent >= 10)
    .sort(([, a], [, b]) => b - a)
    .map(([name, spent]) => `${name} ${seconds(spent)}`)
    .join(", ");

/** Milliseconds and processor time of each step, longest first. */
function stepTable(instance: Instance, operation: string, samples: readonly Sample[]): string[] {
  const begun = new Map<string, number>();
  const steps: { step: string; took: number; spent: Map<string, number> }[] = [];
  for (const { event, step = "", time } of linesOf(instance, "rp", operation)) {
    const at = Date.parse(time);
    if (event === "running step") begun.set(step, at);
    const from = begun.get(step);
    if (event !== "step finished" || from === undefined) continue;
    const [one, other] = [spentAt(samples, from), spentAt(samples, at)];
    const spent = new Map([...other].map(([name, value]) => [name, value - (one.get(name) ?? 0)]));
    steps.push({ step, took: at - from, spent });
  }
  return steps
    .sort((a, b) => b.took - a.took)
    .slice(0, rows)
    .map(({ step, took, spent }) => `  ${seconds(took).padStart(8)}  ${step.padEnd(34)} ${table(spent)}`);
}

/** Processor seconds that the operation's end says it cost. */
const loggedCpu = (instance: Instance, process: string, operation: string): number =>
  linesOf(instance, process, operation).reduce(
    (sum, line) => sum + ((line as { cpuSeconds?: number }).cpuSeconds ?? 0),
    0,
  );

async function measured(
  instance: Instance,
  customer: Customer,
  what: string,
  act: () => Promise<WireAnswer>,
): Promise<void> {
  const emulator = supervised(instance.folder).find(({ name }) => name === "emulator")?.pid ?? 0;
  const delay = await loopDelayOf(emulator, instance.log("emulator"));
  const before = await azureCalls(instance);
  const following = follow(() => rootsOf(instance));
  const answer = await act();
  const address = answer.headers["azure-asyncoperation"];
  if (address === undefined && answer.status !== 200) throw new Error(`${what}: ${answer.status} ${answer.text}`);
  if (address !== undefined) {
    const { last } = await watch(instance, customer, operationOf(answer));
    if (last.status !== "Succeeded") throw new Error(`${what}: ${JSON.stringify(last.error)}`);
  }
  const took = await following.stop();
  const held: LoopDelay | undefined = await delay?.();
  const calls = callsBetween(before, await azureCalls(instance));
  const operation = operationIdIn(address ?? "");
  const total = following.samples.at(-1)?.byName ?? new Map<string, number>();
  const all = [...total.values()].reduce((sum, value) => sum + value, 0);
  say(`\n${what}: ${seconds(took)}, ${load()}; processor ${seconds(all)}: ${table(total)}`);
  if (operation !== "") say(`  the operation's own: ${loggedCpu(instance, "rp", operation).toFixed(2)} s`);
  if (held !== undefined)
    say(`  the emulator's event loop: longest turn ${held.longest.toFixed(0)} ms, p99.9 ${held.p999.toFixed(0)} ms`);
  say(
    `  Azure got ${calls.reduce((sum, [, count]) => sum + count, 0)} requests: ${calls
      .slice(0, rows)
      .map(([name, count]) => `${count} ${name}`)
      .join(", ")}`,
  );
  for (const line of stepTable(instance, operation, following.samples)) say(line);
}

function memory(instance: Instance, what: string): void {
  const list = lookAt(rootsOf(instance)).map(({ pid, name }) => ({ pid, name, megabytes: proportionalMegabytes(pid) }));
  const sum = list.reduce((all, { megabytes }) => all + megabytes, 0);
  say(`\nmemory ${what}: ${sum.toFixed(0)} MB in ${list.length} processes (goal 700 with one cluster)`);
  for (const { pid, name, megabytes } of list.sort((a, b) => b.megabytes - a.megabytes))
    say(`  ${megabytes.toFixed(0).padStart(5)} MB  ${name} (${pid})`);
}

/** What all processes take while nobody asks for anything, as a share of one processor. */
async function idle(instance: Instance): Promise<void> {
  const following = follow(() => rootsOf(instance));
  await systemClock.sleep(restMilliseconds);
  const took = await following.stop();
  const shares = [...(following.samples.at(-1)?.byName ?? [])].map(
    ([name, spent]) => `${name} ${((100 * spent) / took).toFixed(1)} %`,
  );
  say(`\nidle: ${shares.join(", ")}`);
}

async function oneLife(instance: Instance): Promise<void> {
  const { customer } = await furnished(instance);
  memory(instance, "without a cluster");
  const body = clusterBody(customer, instance.location);
  await measured(instance, customer, "create", () => putCluster(instance, customer, body));
  await measured(instance, customer, "PUT of the same", () => putCluster(instance, customer, body));
  await measured(instance, customer, "update (another outbound address)", () => patchOutbound(instance, customer, 2));
  await systemClock.sleep(restMilliseconds);
  memory(instance, "with one cluster");
  await idle(instance);
  await measured(instance, customer, "delete", () => deleteCluster(instance, customer));
}

async function manyAtOnce(instance: Instance, count: number): Promise<void> {
  await using others = await withBackends(instance, backends - 1);
  const customers: Furnished[] = [];
  while (customers.length < count) customers.push(await furnished(instance));
  const emulator = supervised(instance.folder).find(({ name }) => name === "emulator")?.pid ?? 0;
  const delay = await loopDelayOf(emulator, instance.log("emulator"));
  const pids = () => [...rootsOf(instance), ...others.all.map(({ pid }) => pid())];
  for (const [what, act] of [
    ["creates", ({ customer }) => putCluster(instance, customer)],
    ["deletes", ({ customer }) => deleteCluster(instance, customer)],
  ] as const satisfies [string, (one: Furnished) => Promise<WireAnswer>][]) {
    const following = follow(pids, 500);
    const ends = await Promise.all(
      customers.map(async (one) => {
        const { last, milliseconds } = await watch(instance, one.customer, operationOf(await act(one)), {
          patienceMilliseconds: 3_600_000,
          // Looks of a hundred who watch would be a load of their own; an operation's own times are what counts.
          lookMilliseconds: Math.max(80, 20 * count),
        });
        return { status: last.status, error: last.error, milliseconds };
      }),
    );
    const took = await following.stop();
    const bad = ends.filter(({ status }) => status !== "Succeeded");
    const total = following.samples.at(-1)?.byName ?? new Map<string, number>();
    const sum = [...total.values()].reduce((all, value) => all + value, 0);
    const times = ends.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
    say(
      `\n${count} ${what} at once on ${backends} backends: ${seconds(took)}, the first ${seconds(times[0] ?? 0)}, ${bad.length} did not succeed, ${load()}; processor ${seconds(sum)}, ${seconds(sum / count)} each: ${table(total)}`,
    );
    for (const { error } of bad.slice(0, 3)) say(`  ${JSON.stringify(error)}`);
    for (const { name, pid } of others.all)
      say(`  backend ${name}: at most ${(following.most.get(pid()) ?? 0).toFixed(0)} MB (goal 600 with a hundred)`);
  }
  const held = await delay?.();
  if (held !== undefined) say(`  the emulator's event loop: longest turn ${held.longest.toFixed(0)} ms`);
}

const instance = await startInstance({ hive: true });
try {
  await (atOnce > 0 ? manyAtOnce(instance, atOnce) : oneLife(instance));
} finally {
  await instance.stop();
}
