// PUT accepted and GET of a cluster over TLS, against bare Fastify with the same bytes, in one run. Prints ratios: bare figures of one
// machine mean nothing on another. `node bench/frontend.ts [seconds a turn] [lanes] [turns]`. Goals: PUT 0.25, GET 0.5.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identity } from "./frontend/identity.ts";
import { type Load, type Loaded, run } from "./frontend/load.ts";
import { request } from "./frontend/requests.ts";

const [seconds = "2", lanes = "128", turns = "3", only = "GET,PUT"] = process.argv.slice(2);
const subscriptionId = "00000000-0000-4000-8000-00000000000a";

interface Server {
  child: ChildProcess;
  port: number;
}

async function start(file: string, told: object): Promise<Server> {
  const child = fork(join(import.meta.dirname, file), {
    stdio: ["ignore", "inherit", process.env["BENCH_STDERR"] ? "inherit" : "ignore", "ipc"],
    execArgv: file.startsWith("frontend") && process.env["BENCH_ARGS"] ? process.env["BENCH_ARGS"].split(" ") : [],
  });
  child.send(told);
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return { child, port };
}

/** Processor time the server has spent, milliseconds. */
async function spent({ child }: Server): Promise<number> {
  child.send("cpu");
  const [{ cpu }] = (await once(child, "message")) as [{ cpu: NodeJS.CpuUsage }];
  return (cpu.user + cpu.system) / 1000;
}

interface Sum extends Loaded {
  cpu: number;
}

async function turn(
  server: Server,
  sum: Sum,
  load: Omit<Load, "port" | "lanes" | "milliseconds">,
  first: number,
  milliseconds = Number(seconds) * 1000,
) {
  const before = await spent(server);
  const loaded = await run({ ...load, port: server.port, lanes: Number(lanes), milliseconds }, first);
  sum.answered += loaded.answered;
  sum.milliseconds += loaded.milliseconds;
  sum.cpu += (await spent(server)) - before;
  return first + loaded.answered + Number(lanes);
}

const nothing = (): Sum => ({ answered: 0, milliseconds: 0, cpu: 0 });
const folder = await mkdtemp(join(tmpdir(), "bench-frontend-"));
const [tls, client] = await Promise.all([identity("server"), identity("client")]);
const ours = await start("frontend/server.ts", { tls, client: client.der, subscriptionId, folder });
const servers = [ours.child];
try {
  const example = async (method: "PUT" | "GET", status: number): Promise<string> => {
    let body = "";
    await run(
      {
        port: ours.port,
        client,
        lanes: 1,
        milliseconds: 1,
        status,
        request: () => request(method, subscriptionId, 0),
        seen: (text) => {
          body = text;
        },
      },
      0,
    );
    return body;
  };
  const put = await example("PUT", 201);
  const get = await example("GET", 200);
  const peer = await start("peers/bare-fastify.ts", { tls, get, put });
  servers.push(peer.child);

  let fresh = 1;
  for (const [method, status, goal] of [
    ["GET", 200, 0.5],
    ["PUT", 201, 0.25],
  ] as const) {
    if (!only.includes(method)) continue;
    const [mine, theirs] = [nothing(), nothing()];
    const load = { client, status, request: (n: number) => request(method, subscriptionId, method === "GET" ? 0 : n) };
    // A turn for each to warm up, not counted.
    fresh = await turn(ours, nothing(), load, fresh, 1000);
    fresh = await turn(peer, nothing(), load, fresh, 1000);
    for (let index = 0; index < Number(turns); index++) {
      fresh = await turn(ours, mine, load, fresh);
      fresh = await turn(peer, theirs, load, fresh);
    }
    const rate = ({ answered, milliseconds }: Sum) => (answered * 1000) / milliseconds;
    const each = ({ answered, cpu }: Sum) => (cpu * 1000) / answered;
    const ratio = rate(mine) / rate(theirs);
    console.log(
      `${method} ours : bare Fastify  ${ratio.toFixed(2)} (goal ${goal})   by processor time ${(each(theirs) / each(mine)).toFixed(2)}   (here ${Math.round(rate(mine))}/s : ${Math.round(rate(theirs))}/s, ${Math.round(each(mine))} µs : ${Math.round(each(theirs))} µs)`,
    );
    if (ratio < goal) process.exitCode = 1;
  }
} finally {
  const ended = servers.map((child) => once(child, "exit"));
  for (const child of servers) child.disconnect();
  await Promise.all(ended);
  await rm(folder, { recursive: true, force: true });
}
