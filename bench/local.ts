// The emulated Azure as a process: how long it takes to start, what it holds when idle, a point GET over TLS with token and access checked
// against bare Fastify with the same bytes over TLS, and 100,000 resources of one subscription listed in pages.
// `node bench/local.ts [seconds a turn] [turns] [connections] [resources]`. Goals: start 800 ms, idle 150 MB, GET 0.5, memory flat.
// Two ratios of GET, as in bench/frontend.ts: of what autocannon gets through, and of the processor time that an answer costs the server.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import autocannon from "autocannon";
import { identity } from "./frontend/identity.ts";
import { type Azure, type Memory, proportionalMegabytes, residentMegabytes, startAzure } from "./local/azure.ts";
import { copyResource } from "./local/many.ts";

const [seconds = 3, turns = 3, connections = 32, resources = 100_000] = process.argv.slice(2).map(Number);
const starts = 5;
const idleMs = 5_000;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const folders: string[] = [];
const fresh = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "bench-local-"));
  folders.push(folder);
  return folder;
};

/** Ticks of 10 ms that a process has spent, of user and system time, as milliseconds. */
function spentMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function startTimes(): Promise<string> {
  const [first, again]: [number[], number[]] = [[], []];
  for (let index = 0; index < starts; index++) {
    const folder = fresh();
    for (const times of [first, again]) {
      const azure = await startAzure(folder);
      times.push(azure.startMs);
      await azure.stop();
    }
  }
  return again
    .toSorted((a, b) => a - b)
    .map((one) => one.toFixed(0))
    .join(", ")
    .concat(
      ` ms, median ${median(again).toFixed(0)} (goal 800); on an empty folder, keys made: median ${median(first).toFixed(0)} ms`,
    );
}

async function furnish(azure: Azure): Promise<{ group: string; table: string; network: string }> {
  const group = `/subscriptions/${azure.subscription}/resourceGroups/rg`;
  const network = `${group}/providers/Microsoft.Network/virtualNetworks/vnet?api-version=2020-08-01`;
  const table = `${group}/providers/Microsoft.Network/routeTables/many`;
  const location = "eastus";
  const subnets = [0, 1].map((index) => ({ name: `s${index}`, properties: { addressPrefix: `10.0.${index}.0/24` } }));
  const addressSpace = { addressPrefixes: ["10.0.0.0/16"] };
  for (const [path, body] of [
    [`${group}?api-version=2021-04-01`, { location }],
    [network, { location, properties: { addressSpace, subnets } }],
    [`${table}?api-version=2020-08-01`, { location, properties: {} }],
  ] as const) {
    const { status, text } = await azure.call("PUT", path, body);
    if (status >= 300) throw new Error(text);
  }
  await sleep(500);
  return { group, table, network };
}

interface Sum {
  answered: number;
  seconds: number;
  spent: number;
}

async function turn(
  url: string,
  headers: Record<string, string>,
  pid: number,
  duration: number,
  sum?: Sum,
): Promise<void> {
  const before = spentMs(pid);
  const result = await autocannon({
    url,
    connections,
    duration,
    tlsOptions: { rejectUnauthorized: false },
    requests: [{ method: "GET", headers }],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refusals, ${result.errors} errors`);
  if (sum === undefined) return;
  sum.answered += result["2xx"];
  sum.seconds += result.duration;
  sum.spent += spentMs(pid) - before;
}

async function pointGet(azure: Azure, path: string): Promise<string> {
  const { text, headers } = await azure.call("GET", path);
  const transport = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !transport.includes(name)));
  const tls = await identity("server");
  const peer: ChildProcess = fork(join(import.meta.dirname, "peers/bare-fastify.ts"), {
    stdio: ["ignore", "inherit", "ignore", "ipc"],
  });
  const said = { body: text, headers: own };
  peer.send({ tls: { key: tls.key, cert: tls.cert }, get: said, put: said });
  const [{ port }] = (await once(peer, "message")) as [{ port: number }];
  const [ours, theirs]: [Sum, Sum] = [
    { answered: 0, seconds: 0, spent: 0 },
    { answered: 0, seconds: 0, spent: 0 },
  ];
  const sides = [
    { url: `${azure.base.replace("localhost", "127.0.0.1")}${path}`, pid: azure.pid, sum: ours },
    { url: `https://127.0.0.1:${port}${path}`, pid: peer.pid ?? 0, sum: theirs },
  ];
  const sent = { authorization: `Bearer ${azure.token}`, host: new URL(azure.base).host };
  for (const { url, pid } of sides) await turn(url, sent, pid, 2);
  for (let index = 0; index < turns; index++)
    for (const { url, pid, sum } of sides) await turn(url, sent, pid, seconds, sum);
  peer.disconnect();
  const rate = (sum: Sum) => sum.answered / sum.seconds;
  const each = (sum: Sum) => (sum.spent * 1000) / sum.answered;
  return `${text.length} bytes; ours : bare Fastify ${(rate(ours) / rate(theirs)).toFixed(2)} (goal 0.5), by processor time ${(each(theirs) / each(ours)).toFixed(2)}   (here ${rate(ours).toFixed(0)}/s : ${rate(theirs).toFixed(0)}/s, ${each(ours).toFixed(0)} µs : ${each(theirs).toFixed(0)} µs)`;
}

/**
 * Lists everything. What is resident grows until V8 sees fit to collect garbage, so what is held is told too: after a collection, before the list
 * and behind it. That is what must be flat.
 */
async function paged(azure: Azure, path: string): Promise<string> {
  const held = await azure.memory(true);
  const before = residentMegabytes(azure.pid);
  let most = before;
  let watching = true;
  const watch = (async () => {
    while (watching) {
      most = Math.max(most, residentMegabytes(azure.pid));
      await sleep(20);
    }
  })();
  const began = performance.now();
  let [found, pages, quarter] = [0, 0, 0];
  for (let next: string | undefined = path; next !== undefined; ) {
    const { status, text } = await azure.call("GET", next);
    if (status !== 200) throw new Error(text);
    const page = JSON.parse(text) as { value: unknown[]; nextLink?: string };
    found += page.value.length;
    pages++;
    if (quarter === 0 && found >= resources / 4) quarter = residentMegabytes(azure.pid);
    next = page.nextLink;
  }
  const took = (performance.now() - began) / 1000;
  watching = false;
  await watch;
  const garbage = await azure.memory(false);
  const behind = await azure.memory(true);
  const round = (value: number) => value.toFixed(0);
  const objects = ({ used }: Memory) => used.toFixed(1);
  return `${found} in ${pages} pages, ${took.toFixed(1)} s; resident ${round(before)} MB before, ${round(quarter)} after a quarter, ${round(most)} at most, of which ${round(garbage.heap)} V8's heap with ${round(garbage.used - behind.used)} of garbage
    held once that is collected: ${round(held.resident)} MB before with ${objects(held)} of objects, ${round(behind.resident)} MB behind with ${objects(behind)} (goal: the same)`;
}

console.log(
  `load ${loadavg()
    .map((one) => one.toFixed(1))
    .join(" ")}`,
);
try {
  console.log(`start: ${await startTimes()}`);
  const folder = fresh();
  let azure = await startAzure(folder);
  const { group, table, network } = await furnish(azure);
  await sleep(idleMs);
  console.log(
    `idle: ${proportionalMegabytes(azure.pid).toFixed(0)} MB, resident ${residentMegabytes(azure.pid).toFixed(0)} MB (goal 150)`,
  );
  console.log(`point GET: ${await pointGet(azure, network)}`);
  await azure.stop();
  copyResource(folder, table, resources);
  azure = await startAzure(folder, { watched: true });
  console.log(`with ${resources} resources: starts in ${azure.startMs.toFixed(0)} ms`);
  const provider = `/subscriptions/${azure.subscription}/providers/Microsoft.Network/routeTables?api-version=2020-08-01`;
  console.log(`of one type: ${await paged(azure, provider)}`);
  console.log(
    `of the subscription: ${await paged(azure, `/subscriptions/${azure.subscription}/resources?api-version=2021-04-01`)}`,
  );
  console.log(`of the group: ${await paged(azure, `${group}/resources?api-version=2021-04-01`)}`);
  await azure.stop();
} finally {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
