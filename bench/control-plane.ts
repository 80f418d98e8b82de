// The embedded control plane against the real one, in one run, turn by turn: reads and writes per second over TLS, and how long after an update its
// event is at a watcher. `KUBEBUILDER_ASSETS=… node bench/control-plane.ts [seconds a turn] [connections] [turns]`. Goals: reads 0.5, writes 1.0 of
// the real one; event p50 5 ms; ready within 100 ms. Without the real one only the embedded one's figures are printed.
import { once } from "node:events";
import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import { systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { createClient } from "../packages/control-plane/src/conformance/client.ts";
import { startEmbedded } from "../packages/control-plane/src/conformance/embedded-engine.ts";
import type { Engine } from "../packages/control-plane/src/conformance/engine.ts";
import { startReal } from "../packages/control-plane/src/conformance/real-engine.ts";
import { makeKeys, startControlPlane } from "../packages/control-plane/src/index.ts";

const [seconds = "3", connections = "16", turns = "3"] = process.argv.slice(2);
const namespace = "/api/v1/namespaces/bench";
const data = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [`key-${index}`, "value of some length ".repeat(3)]),
);

interface Measured {
  engine: Engine;
  agent: Agent;
  reads: number[];
  writes: number[];
  events: number[];
}

async function prepare(engine: Engine): Promise<Measured> {
  const { certificate: cert, key } = await engine.identity();
  const agent = new Agent({ keepAlive: true, maxSockets: Number(connections), ca: engine.authority, cert, key });
  await call(engine, agent, "POST", "/api/v1/namespaces", { metadata: { name: "bench" } });
  await systemClock.sleep(500);
  await call(engine, agent, "POST", `${namespace}/configmaps`, { metadata: { name: "read" }, data });
  return { engine, agent, reads: [], writes: [], events: [] };
}

async function call(engine: Engine, agent: Agent, method: string, path: string, body?: object): Promise<string> {
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const outgoing = request(engine.address + path, {
    agent,
    method,
    ...(sent === undefined
      ? {}
      : { headers: { "content-type": "application/json", "content-length": Buffer.byteLength(sent) } }),
  }).end(sent);
  const [response] = await once(outgoing, "response");
  const answer = await text(response);
  if (response.statusCode >= 300) throw new Error(`${method} ${path}: ${answer}`);
  return answer;
}

/** How many calls a second `run` gets through on all connections. */
async function rate(run: (index: number) => Promise<unknown>): Promise<number> {
  const begun = systemClock.monotonic();
  const until = begun + Number(seconds) * 1000;
  let index = 0;
  let answered = 0;
  await Promise.all(
    Array.from({ length: Number(connections) }, async () => {
      while (systemClock.monotonic() < until) {
        await run(index++);
        answered++;
      }
    }),
  );
  return (answered * 1000) / (systemClock.monotonic() - begun);
}

let fresh = 0;
async function turn({ engine, agent, reads, writes, events }: Measured): Promise<void> {
  reads.push(await rate(() => call(engine, agent, "GET", `${namespace}/configmaps/read`)));
  writes.push(
    await rate(() =>
      call(engine, agent, "POST", `${namespace}/configmaps`, { metadata: { name: `w-${fresh++}` }, data }),
    ),
  );
  const client = createClient(engine.address, engine.authority, { identity: await engine.identity() });
  await using watch = await client.watch(`${namespace}/configmaps?watch=true&fieldSelector=metadata.name%3Dread`);
  await watch.next();
  for (let index = 0; index < 100; index++) {
    const begun = systemClock.monotonic();
    const [event] = await Promise.all([
      watch.next().then(() => systemClock.monotonic() - begun),
      call(engine, agent, "PUT", `${namespace}/configmaps/read`, {
        metadata: { name: "read" },
        data: { ...data, turn: `${fresh++}` },
      }),
    ]);
    events.push(event);
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const engines: Measured[] = [await prepare(await startEmbedded())];
const assets = process.env["KUBEBUILDER_ASSETS"];
if (assets !== undefined) engines.push(await prepare(await startReal(assets)));
for (let index = 0; index < Number(turns); index++) for (const one of engines) await turn(one);
for (const { engine, reads, writes, events } of engines)
  console.log(
    `${engine.title}: ${Math.round(median(reads))} reads/s, ${Math.round(median(writes))} writes/s, event after an update p50 ${median(events).toFixed(1)} ms`,
  );
const [ours, real] = engines;
if (ours !== undefined && real !== undefined) {
  console.log(`reads ours : real   ${(median(ours.reads) / median(real.reads)).toFixed(2)} (goal 0.5)`);
  console.log(`writes ours : real  ${(median(ours.writes) / median(real.writes)).toFixed(2)} (goal 1.0)`);
}
for (const { engine, agent } of engines) {
  agent.destroy();
  await engine[Symbol.asyncDispose]();
}

// Ready and memory, of many idle ones in this process.
const keys = await makeKeys(["127.0.0.1"], systemClock, systemRandom);
const start = () =>
  startControlPlane({ path: ":memory:", keys, port: 0, clock: systemClock, random: systemRandom, log: silentLog });
const idle: Awaited<ReturnType<typeof start>>[] = [await start()];
const times: number[] = [];
globalThis.gc?.();
const before = process.memoryUsage().rss;
for (let index = 0; index < 20; index++) {
  const begun = systemClock.monotonic();
  idle.push(await start());
  times.push(systemClock.monotonic() - begun);
}
await systemClock.sleep(1_000);
globalThis.gc?.();
console.log(
  `ready in ${median(times).toFixed(0)} ms (goal 100); ${((process.memoryUsage().rss - before) / 20 / 1e6).toFixed(1)} MB per idle one (goal 15)`,
);
for (const one of idle) await one[Symbol.asyncDispose]();
