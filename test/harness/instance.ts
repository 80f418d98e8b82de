import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ArmClient, armClient } from "./arm-client.ts";
import { type Control, controlOf, type Principal } from "./control.ts";
import { endsWithThis, whenThisEnds } from "./ending.ts";
import { type Wire, wire } from "./https.ts";

const root = join(import.meta.dirname, "../..");
const aro = ["--disable-warning=ExperimentalWarning", join(root, "packages/aro/src/main.ts")];

/** One running local mode, on free ports, in a state folder of its own. */
export interface Instance {
  /** State folder. */
  folder: string;
  /** ARM. */
  arm: string;
  /** The service itself, which only ARM may speak to. */
  rp: string;
  tenantId: string;
  /** The subscription of the service, where its own network is. */
  serviceSubscriptionId: string;
  firstPartyClientId: string;
  location: string;
  /** Calls the service itself, as ARM does, or as somebody who shows another certificate, or none. */
  direct: Readonly<Record<"arm" | "administrator" | "stranger" | "nobody", Wire>>;
  /** The customer: an Owner of every subscription. */
  client: ArmClient;
  /** A client of another principal. */
  clientOf(principal: Pick<Principal, "appId" | "clientSecret">): ArmClient;
  control: Control;
  /** Path of what a process has printed. */
  log(name: string): string;
  /** The document store's file and the emulated cloud's. */
  store: string;
  cloud: string;
  /** Takes it down and forgets it, or leaves the folder for whoever looks for a cause. */
  stop(options?: { keep?: boolean }): Promise<void>;
}

/** Instances that are up, to be taken down however this process ends. */
const standing = new Set<string>();
let watching = false;

const environment = (): NodeJS.ProcessEnv => {
  const { ARO_LOCAL_ARM: _, ARO_LOCAL_STATE: __, NODE_OPTIONS: ___, NODE_TEST_CONTEXT: ____, ...others } = process.env;
  return { NODE_COMPILE_CACHE: join(root, "node_modules/.cache/compile"), ...others };
};

/** `./aro local …` without the shell. @throws Error with what it printed when its status is not 0. */
export async function runAro(...words: string[]): Promise<string> {
  const child = spawn(process.execPath, [...aro, ...words], {
    cwd: root,
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, error, status] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ]);
  if (status !== 0) throw new Error(`aro ${words.join(" ")} ended with ${status}: ${error}${out}`);
  return out;
}

/**
 * Brings an instance up and signs in as its owner. `timeScale`: how many times faster than in Azure time passes; as usual when absent. `hive`: clusters
 * are installed whole; otherwise they get their Azure resources only, which takes a quarter of the time.
 */
export async function startInstance({
  timeScale,
  hive = false,
}: {
  timeScale?: number;
  hive?: boolean;
} = {}): Promise<Instance> {
  const folder = mkdtempSync(join(tmpdir(), "aro-suite-"));
  endWithThisProcess();
  standing.add(folder);
  const scale = timeScale === undefined ? [] : ["--time-scale", String(timeScale)];
  const installs = hive ? "--hive" : "--no-hive";
  await runAro("local", "up", "--port", "0", "--state", folder, installs, ...scale);
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Record<string, string>;
  const endpoints = read("endpoints.json");
  const variables = read("env.json");
  const text = (value: string | undefined): string => value ?? "";
  const ca = readFileSync(join(folder, "ca.pem"), "utf8");
  const pem = (name: string) => readFileSync(join(folder, name), "utf8");
  // A file of an identity holds its key and its certificate.
  const wires = {
    customer: wire(ca),
    arm: wire(ca, { key: pem("pki/arm-client.pem"), cert: pem("pki/arm-client.pem") }),
    administrator: wire(ca, { key: pem("admin.key"), cert: pem("admin.crt") }),
    stranger: wire(ca, { key: pem("pki/owner.pem"), cert: pem("pki/owner.pem") }),
    nobody: wire(ca),
  };
  const network = wires.customer;
  const arm = text(endpoints["arm"]);
  const clientOf: Instance["clientOf"] = ({ appId: clientId, clientSecret }) =>
    armClient(network, arm, () => ({ tenantId: text(endpoints["tenantId"]), clientId, clientSecret }));
  return {
    folder,
    arm,
    rp: text(endpoints["provider"]),
    tenantId: text(endpoints["tenantId"]),
    serviceSubscriptionId: text(endpoints["subscriptionId"]),
    firstPartyClientId: text(endpoints["firstPartyClientId"]),
    location: text(endpoints["region"]),
    direct: wires,
    client: armClient(network, arm, () => ({
      tenantId: text(endpoints["tenantId"]),
      clientId: text(variables["ARO_LOCAL_CLIENT_ID"]),
      clientSecret: text(variables["ARO_LOCAL_CLIENT_SECRET"]),
    })),
    clientOf,
    control: controlOf(network, arm, () => readFileSync(join(folder, "control.secret"), "utf8").trim()),
    log: (name) => join(folder, "logs", `${name}.log`),
    store: join(folder, "rp.sqlite"),
    cloud: join(folder, "cloud.sqlite"),
    stop: async ({ keep = false } = {}) => {
      for (const one of Object.values(wires)) one[Symbol.dispose]();
      await runAro("local", "down", "--state", folder);
      standing.delete(folder);
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Another backend on the store of an instance: `aro rp --role backend` with the environment of the instance's own. */
export function startBackend(instance: Instance, log: number): ChildProcess {
  const { pid } = (
    JSON.parse(readFileSync(join(instance.folder, "processes.json"), "utf8")) as { name: string; pid: number }[]
  ).find(({ name }) => name === "rp") ?? { pid: 0 };
  const child = spawn(process.execPath, [...aro, "rp", "--role", "backend"], {
    cwd: root,
    env: environmentOf(pid),
    stdio: ["ignore", log, log],
  });
  return endsWithThis(child);
}

/** The environment that a process was started with. Linux only. */
const environmentOf = (pid: number): NodeJS.ProcessEnv =>
  Object.fromEntries(
    readFileSync(`/proc/${pid}/environ`, "utf8")
      .split("\0")
      .filter((line) => line.includes("="))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );

/** Takes the instances down that stand when this process ends. */
function endWithThisProcess(): void {
  if (watching) return;
  watching = true;
  whenThisEnds(() => {
    if (standing.size === 0) return;
    console.error(`taking down ${standing.size} instances of local mode …`);
    for (const folder of standing) {
      // Detached: another Ctrl-C does not leave half of them standing.
      const options = { encoding: "utf8", detached: true } as const;
      const { status, stderr } = spawnSync(process.execPath, [...aro, "local", "reset", "--state", folder], options);
      if (status !== 0) console.error(stderr);
      else rmSync(folder, { recursive: true, force: true });
    }
  });
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text;
}
