// PUT accepted and GET of a cluster over TLS, against bare Fastify with the same bytes, in one run, turn by turn. Prints ratios: bare figures
// of one machine mean nothing on another. `node bench/frontend.ts [seconds a turn] [connections] [turns] [methods] [folder of the store]`.
// Goals: PUT 0.25, GET 0.5.
// Two ratios: of what autocannon gets through, and of the processor time that an answer costs the server. On a machine of two processors the
// first flatters the slower server, because autocannon itself is what the faster one waits for; the second flatters the faster one, because
// waking a client that sleeps is counted as the server's time.
// Every accepted PUT is on disk before it is answered, and the peer writes nothing: on a slow disk the first ratio of PUT is one of disks. So
// the disk is measured too, alone, by what it takes of the same bytes flushed in the same groups; and a folder in memory takes it out.
// Where our processor time goes is said by thread: the event loop is one processor at most, whatever the others do.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request as requestHttps } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import autocannon from "autocannon";
import { servingFlags } from "../packages/aro/src/node-flags.ts";
import { flushedPerSecond } from "./frontend/disk.ts";
import { type Identity, identity } from "./frontend/identity.ts";
import { type ClusterRequest, requestFor } from "./frontend/requests.ts";
import { addSpent, threadTimes } from "./frontend/threads.ts";

const [seconds = "3", connections = "128", turns = "3", methods = "GET,PUT", place = tmpdir()] = process.argv.slice(2);

interface Server {
  child: ChildProcess;
  port: number;
}

async function start(file: string, told: object, flags: readonly string[] = []): Promise<Server> {
  const child = fork(join(import.meta.dirname, file), {
    stdio: ["ignore", "inherit", "ignore", "ipc"],
    execArgv: [...flags],
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

/** What one answer said, in bytes and in the headers that are not the transport's own. */
interface Said {
  body: string;
  headers: Record<string, string>;
}

const transportHeaders = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];

/** One answer, which must have the status. */
async function answerTo(
  server: Server,
  client: Identity,
  { method, path, headers, body }: ClusterRequest,
  status: number,
): Promise<Said> {
  const options = {
    host: "127.0.0.1",
    port: server.port,
    key: client.key,
    cert: client.cert,
    rejectUnauthorized: false,
  };
  const sent = requestHttps({ ...options, method, path, headers }).end(body);
  const [response] = await once(sent, "response");
  const answer = await text(response);
  if (response.statusCode !== status) throw new Error(answer);
  const own = Object.entries(response.headers).filter(([name]) => !transportHeaders.includes(name));
  return { body: answer, headers: Object.fromEntries(own) as Said["headers"] };
}

interface Sum {
  answered: number;
  seconds: number;
  cpu: number;
  threads: Map<string, number>;
}
const nothing = (): Sum => ({ answered: 0, seconds: 0, cpu: 0, threads: new Map() });
let fresh = 1;
const warmUpSeconds = 10;
/** What a create stores: the cluster, its operation, its work item. */
const storedBytes = 9_000;

/** One turn of load on one server, added to `sum`. */
async function turn(
  server: Server,
  client: Identity,
  method: "GET" | "PUT",
  duration: number,
  sum: Sum,
): Promise<void> {
  const before = await spent(server);
  const threads = threadTimes(server.child.pid);
  const result = await autocannon({
    url: `https://127.0.0.1:${server.port}`,
    connections: Number(connections),
    duration,
    tlsOptions: { key: client.key, cert: client.cert, rejectUnauthorized: false },
    requests: [
      method === "GET"
        ? requestFor("GET", 0)
        : { setupRequest: (request) => Object.assign(request, requestFor("PUT", fresh++)) },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refusals, ${result.errors} errors`);
  sum.answered += result["2xx"];
  sum.seconds += result.duration;
  sum.cpu += (await spent(server)) - before;
  addSpent(sum.threads, threads, threadTimes(server.child.pid));
}

const folder = await mkdtemp(join(place, "bench-frontend-"));
const [tls, client] = await Promise.all([identity("server"), identity("client")]);
// Each with the flags that it is run with.
const ours = await start("frontend/server.ts", { tls, client: client.der, folder }, servingFlags);
const servers = [ours.child];
try {
  const put = await answerTo(ours, client, requestFor("PUT", 0), 201);
  const get = await answerTo(ours, client, requestFor("GET", 0), 200);
  const peer = await start("peers/bare-fastify.ts", { tls, get, put });
  servers.push(peer.child);
  for (const [method, goal] of [
    ["GET", 0.5],
    ["PUT", 0.25],
  ] as const) {
    if (!methods.includes(method)) continue;
    const [mine, theirs] = [nothing(), nothing()];
    // A turn for each, not counted: until V8 has compiled what they run, which takes ours some ten seconds.
    await turn(ours, client, method, warmUpSeconds, nothing());
    await turn(peer, client, method, warmUpSeconds, nothing());
    for (let index = 0; index < Number(turns); index++) {
      await turn(ours, client, method, Number(seconds), mine);
      await turn(peer, client, method, Number(seconds), theirs);
    }
    const rate = (sum: Sum) => sum.answered / sum.seconds;
    const each = (sum: Sum) => (sum.cpu * 1000) / sum.answered;
    const ratio = rate(mine) / rate(theirs);
    console.log(
      `${method} ours : bare Fastify  ${ratio.toFixed(2)} (goal ${goal})   by processor time ${(each(theirs) / each(mine)).toFixed(2)}   (here ${Math.round(rate(mine))}/s : ${Math.round(rate(theirs))}/s, ${Math.round(each(mine))} µs : ${Math.round(each(theirs))} µs)`,
    );
    const byThread = Array.from(
      mine.threads,
      ([name, time]) => [name, Math.round((time * 1000) / mine.answered)] as const,
    )
      .filter(([, each]) => each > 0)
      .map(([name, each]) => `${name} ${each}`);
    if (byThread.length > 0) console.log(`${method} ours by thread, µs each: ${byThread.join(", ")}`);
    if (method === "PUT") {
      const disk = await flushedPerSecond(folder, Number(connections), storedBytes);
      console.log(`PUT ours : the disk alone  ${(rate(mine) / disk).toFixed(2)}   (here ${Math.round(disk)}/s)`);
    }
    if (ratio < goal) process.exitCode = 1;
  }
} finally {
  const ended = servers.map((child) => once(child, "exit"));
  for (const child of servers) child.disconnect();
  await Promise.all(ended);
  await rm(folder, { recursive: true, force: true });
}
