// Many embedded control planes in one process: how fast they are ready, what each costs, and whether one that hangs, refuses, or has lost its
// store disturbs the others. `node bench/control-planes.ts [how many]`. Goals: ready within 100 ms, 15 MB each; the others' calls as fast with
// the faulty ones beside them as without.
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { type ControlPlane, makeKeys, startControlPlane } from "../packages/control-plane/src/index.ts";

const [count = "200"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "aro-planes-"));
const keys = await makeKeys(["127.0.0.1"], systemClock, systemRandom);

type Fault = "none" | "hangs" | "refuses";
interface One {
  plane: ControlPlane;
  agent: Agent;
  fault: { now: Fault };
}

async function start(index: number): Promise<One> {
  const fault: One["fault"] = { now: "none" };
  const plane = await startControlPlane({
    path: join(folder, `${index}.sqlite`),
    keys,
    port: 0,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    gate: async ({ signal }) => {
      if (fault.now === "hangs") await new Promise((done) => signal.addEventListener("abort", done, { once: true }));
      return fault.now === "none" ? undefined : { status: 503, headers: {}, body: "no" };
    },
  });
  const { certificate: cert, key } = await plane.identity({ name: "admin", groups: ["system:masters"] });
  return { plane, fault, agent: new Agent({ keepAlive: true, maxSockets: 2, ca: plane.authority, cert, key }) };
}

/** Status and milliseconds of a call; status 0 when none came in two seconds. */
async function call({ plane, agent }: One, method: string, path: string, body?: object): Promise<[number, number]> {
  const begun = systemClock.monotonic();
  const status = await new Promise<number>((done) => {
    const outgoing = request(
      plane.address + path,
      {
        agent,
        method,
        signal: AbortSignal.timeout(2_000),
        headers: body === undefined ? {} : { "content-type": "application/json" },
      },
      (response) =>
        void text(response).then(
          () => done(response.statusCode ?? 0),
          () => done(0),
        ),
    );
    outgoing.on("error", () => done(0));
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
  return [status, systemClock.monotonic() - begun];
}

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
const shown = (values: readonly number[]): string =>
  `p50 ${at(values, 0.5).toFixed(1)} ms, p99 ${at(values, 0.99).toFixed(1)} ms`;

let fresh = 0;
/** A write and a read on each, some at a time; how long they took, and which answered otherwise than they should. */
async function round(all: readonly One[]): Promise<{ times: number[]; wrong: number }> {
  const waiting = [...all];
  const times: number[] = [];
  let wrong = 0;
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const name = `c-${fresh++}`;
      const path = "/api/v1/namespaces/default/configmaps";
      const [made, making] = await call(one, "POST", path, { metadata: { name }, data: { x: "1" } });
      const [read, reading] = await call(one, "GET", `${path}/${name}`);
      if (made !== 201 || read !== 200) wrong++;
      times.push(making, reading);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return { times, wrong };
}

const all: One[] = [await start(0)];
globalThis.gc?.();
const before = process.memoryUsage().rss;
const ready: number[] = [];
for (let index = 1; index < Number(count); index++) {
  const begun = systemClock.monotonic();
  all.push(await start(index));
  ready.push(systemClock.monotonic() - begun);
}
await systemClock.sleep(2_000);
globalThis.gc?.();
const each = (process.memoryUsage().rss - before) / (all.length - 1) / 1e6;
console.log(`${all.length} control planes: ready ${shown(ready)} (goal 100); ${each.toFixed(1)} MB each (goal 15)`);

await round(all);
const whole = await round(all);
console.log(`all well: ${shown(whole.times)}, ${whole.wrong} wrong`);

const [hanging, refusing, broken, ...others] = all as [One, One, One, ...One[]];
hanging.fault.now = "hangs";
refusing.fault.now = "refuses";
// Its file is gone from under it: every further write fails.
broken.plane.store.close();
// Eight clients keep asking the one that hangs.
const stopping = new AbortController();
const besieged = Array.from({ length: 8 }, async () => {
  while (!stopping.signal.aborted) await call(hanging, "GET", "/api/v1/namespaces");
});
const beside = await round(others);
console.log(
  `one hangs, one refuses, one has lost its store; the others: ${shown(beside.times)}, ${beside.wrong} wrong`,
);
const [hung] = await call(hanging, "GET", "/readyz");
const [refused] = await call(refusing, "GET", "/readyz");
const [lost] = await call(broken, "POST", "/api/v1/namespaces", { metadata: { name: "lost" } });
const [served] = await call(broken, "GET", "/api/v1/namespaces/default");
console.log(
  `the one that hangs: ${hung || "no answer"}; the one that refuses: ${refused}; the broken one: writes ${lost}, reads ${served}`,
);
stopping.abort();
hanging.fault.now = "none";
refusing.fault.now = "none";
await Promise.all(besieged);
const healed = await round([hanging, refusing]);
console.log(`healed: ${healed.wrong} of 2 wrong`);

for (const { plane, agent } of all) {
  agent.destroy();
  await plane[Symbol.asyncDispose]();
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = whole.wrong + beside.wrong + healed.wrong === 0 ? 0 : 1;
