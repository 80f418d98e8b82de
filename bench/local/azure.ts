import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { addressIn, collectGarbage, evaluate } from "../whole/debugger.ts";

const program = join(import.meta.dirname, "../../packages/local/src/main.ts");

/** The emulated Azure as a process of its own, on a folder that is given. */
export interface Azure {
  pid: number;
  /** Milliseconds from the start of the process to the line that says it is ready. */
  startMs: number;
  base: string;
  subscription: string;
  ca: string;
  token: string;
  call(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; text: string; headers: Record<string, string> }>;
  /** What it holds, in megabytes; what nobody holds any more is freed first when `settled`. Only of one that is `watched`. */
  memory(settled: boolean): Promise<Memory>;
  stop(): Promise<void>;
}

/** Megabytes of a process: all that is resident, V8's heap and of it what objects take, and what SQLite, TLS and the rest have beside it. */
export interface Memory {
  resident: number;
  heap: number;
  used: number;
  beside: number;
}

/** `watched`: it can be asked what it holds, which costs a few megabytes and is not what users start. */
export async function startAzure(folder: string, { watched = false } = {}): Promise<Azure> {
  const file = join(folder, "emulator.json");
  const throttling = { enabled: false };
  writeFileSync(
    file,
    JSON.stringify({
      stateFolder: join(folder, "state"),
      port: 0,
      provider: "https://localhost:1",
      throttling,
      timeScale: 10_000,
    }),
  );
  const began = performance.now();
  const flags = ["--disable-warning=ExperimentalWarning", ...(watched ? ["--inspect=127.0.0.1:0"] : [])];
  const child = spawn(process.execPath, [...flags, program, "--config", file], {
    stdio: ["ignore", "pipe", watched ? "pipe" : "ignore"],
    // As `./aro local up` starts it.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "../../node_modules/.cache/compile"), ...process.env },
  });
  let printed = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    if (addressIn(printed) === undefined) printed += chunk;
  });
  const { stdout } = child;
  if (stdout === null) throw new Error("what the emulated Azure prints cannot be read");
  await Promise.race([
    once(stdout, "data"),
    once(child, "exit").then(() => Promise.reject(new Error("the emulated Azure ended before it was ready"))),
  ]);
  const startMs = performance.now() - began;
  const read = (name: string) => readFileSync(join(folder, "state", name), "utf8");
  const variables = JSON.parse(read("env.json")) as Record<string, string>;
  const base = variables["ARO_LOCAL_ARM"] ?? "";
  const ca = read("ca.pem");
  const agent = new Agent({ keepAlive: true, ca });
  const send = async (method: string, path: string, headers: Record<string, string>, body = "") => {
    const sent = request(new URL(path, base), {
      method,
      agent,
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
    }).end(body);
    const [response] = await once(sent, "response");
    return {
      status: response.statusCode as number,
      headers: response.headers as Record<string, string>,
      text: await text(response),
    };
  };
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: variables["ARO_LOCAL_CLIENT_ID"] ?? "",
    client_secret: variables["ARO_LOCAL_CLIENT_SECRET"] ?? "",
    scope: `${base}/.default`,
  });
  const signed = await send(
    "POST",
    `/${variables["ARO_LOCAL_TENANT"]}/oauth2/v2.0/token`,
    { "content-type": "application/x-www-form-urlencoded" },
    form.toString(),
  );
  const token = (JSON.parse(signed.text) as { access_token: string }).access_token;
  return {
    pid: child.pid ?? 0,
    startMs,
    base,
    subscription: variables["ARO_LOCAL_SUBSCRIPTION"] ?? "",
    ca,
    token,
    call: (method, path, body) =>
      send(
        method,
        path,
        { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        body === undefined ? "" : JSON.stringify(body),
      ),
    memory: (settled) => memoryAt(addressIn(printed), settled),
    stop: () => stop(child, agent),
  };
}

async function memoryAt(address: string | undefined, settled: boolean): Promise<Memory> {
  if (address === undefined) throw new Error("the emulated Azure is not watched");
  if (settled) for (let turn = 0; turn < 2; turn++) await collectGarbage(address);
  const { rss, heapTotal, heapUsed } = JSON.parse(
    await evaluate(address, "JSON.stringify(process.memoryUsage())"),
  ) as NodeJS.MemoryUsage;
  const [resident, heap, used] = [rss, heapTotal, heapUsed].map((bytes) => bytes / megabyte) as [
    number,
    number,
    number,
  ];
  return { resident, heap, used, beside: resident - heap };
}

async function stop(child: ChildProcess, agent: Agent): Promise<void> {
  agent.destroy();
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

const megabyte = 1024 * 1024;

/** Resident memory of a process in megabytes. Linux only, as everything here that looks at memory. */
export const residentMegabytes = (pid: number): number =>
  (Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096) / megabyte;

/** Its proportional share of memory in megabytes: what is shared with others counts by halves. */
export const proportionalMegabytes = (pid: number): number =>
  Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1]) / 1024;
