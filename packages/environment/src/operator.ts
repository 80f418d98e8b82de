import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { type ApiServerAccess, accessOf, connect, createClient } from "@aro/kubernetes";
import { reachBy, runOperator } from "@aro/operator";
import type { OperatorRole } from "@aro/operator-objects";
import { systemClock, systemRandom } from "@aro/runtime";
import { createLog, type LogLevel, logLevels } from "@aro/telemetry";
import type { Environment, Variable } from "./variables.ts";

export { type OperatorRole, operatorRoles } from "@aro/operator-objects";

/** What the operator reads from its environment (spec 04 §2.1); the table is the documentation (`aro operator --help` prints it). */
export const operatorVariables = [
  {
    name: "KUBECONFIG",
    meaning: "file that says how the API server is reached",
    otherwise: "the service account of the pod, in /var/run/secrets/kubernetes.io/serviceaccount",
  },
  { name: "KUBERNETES_SERVICE_HOST", meaning: "address of the API server, as every pod is given it" },
  { name: "KUBERNETES_SERVICE_PORT", meaning: "its port", otherwise: "443" },
  {
    name: "HOSTNAME",
    meaning: "name of the pod, which stands for this process where two of them wait for their turn",
    otherwise: "the machine's, and a random part",
  },
  { name: "ARO_OPERATOR_HEALTH_LISTEN", meaning: "host:port of health, host optional", otherwise: ":8080" },
  { name: "ARO_OPERATOR_METRICS_LISTEN", meaning: "host:port of metrics, host optional", otherwise: ":8888" },
  {
    name: "ARO_OPERATOR_WAY_OUT",
    meaning: "http://host:port of a CONNECT proxy that is the cluster's way out, for a process outside of its network",
    otherwise: "the process's own network",
  },
  {
    name: "ARO_VERSION",
    meaning: "what this build is called: the tag of its image",
    otherwise: "the version of package.json",
  },
  { name: "ARO_LOG_LEVEL", meaning: "debug, info, warn or error", otherwise: "info" },
] as const satisfies readonly Variable[];

type Name = (typeof operatorVariables)[number]["name"];

const accountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Runs one of the operator's processes until the signal is aborted, and gives its exit status. `complain` is told what keeps it from starting. */
export async function runOperatorProcess(options: {
  role: OperatorRole;
  environment: Environment;
  complain: (problem: string) => void;
  signal: AbortSignal;
}): Promise<number> {
  const { role, complain, signal } = options;
  const text = (name: Name): string => options.environment[name] ?? "";
  const level = text("ARO_LOG_LEVEL") || "info";
  try {
    if (!(logLevels as readonly string[]).includes(level))
      throw new Error(`environment variable "ARO_LOG_LEVEL": "${level}" is not one of ${logLevels.join(", ")}`);
    const health = listenAddress("ARO_OPERATOR_HEALTH_LISTEN", text("ARO_OPERATOR_HEALTH_LISTEN") || ":8080");
    const metrics = listenAddress("ARO_OPERATOR_METRICS_LISTEN", text("ARO_OPERATOR_METRICS_LISTEN") || ":8888");
    const version = text("ARO_VERSION") || (await packageVersion());
    const access = await accessFrom(text);
    await using client = createClient(connect(access, `aro-operator/${version}`));
    const log = createLog({ service: "operator", level: level as LogLevel });
    try {
      const identity = identityFrom(text);
      const world = { clock: systemClock, random: systemRandom, log };
      const reach = reachBy(text("ARO_OPERATOR_WAY_OUT") || undefined);
      await runOperator({ role, client, version, identity, health, metrics, reach, ...world }, signal);
      return 0;
    } catch (error) {
      log.error("fatal", { error });
      return 1;
    }
  } catch (error) {
    complain((error as Error).message);
    return 1;
  }
}

async function accessFrom(text: (name: Name) => string): Promise<ApiServerAccess> {
  const file = text("KUBECONFIG");
  if (file !== "") {
    const config = await readFile(file, "utf8").catch((error: unknown) => {
      throw new Error(`environment variable "KUBECONFIG": ${(error as Error).message}`, { cause: error });
    });
    return accessOf(config, (path) => readFileSync(path, "utf8"));
  }
  const host = text("KUBERNETES_SERVICE_HOST");
  if (host === "")
    throw new Error(
      "neither KUBECONFIG nor KUBERNETES_SERVICE_HOST is set: run it in a pod, or say how the cluster is reached",
    );
  const port = text("KUBERNETES_SERVICE_PORT") || "443";
  return {
    server: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
    ca: await readFile(join(accountFolder, "ca.crt"), "utf8"),
    // Read at each request: the kubelet writes a new one before the old one runs out.
    tokenFile: join(accountFolder, "token"),
    namespace: "default",
  };
}

/** No two containers of a pod's name run at once, so one that was started again goes on where it was. Machines' names say no such thing. */
function identityFrom(text: (name: Name) => string): string {
  const isPod = text("KUBERNETES_SERVICE_HOST") !== "" && text("HOSTNAME") !== "";
  return isPod ? text("HOSTNAME") : `${hostname()}_${systemRandom.uuid()}`;
}

function listenAddress(name: Name, value: string): { host?: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(value);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) throw new Error(`environment variable "${name}": "${value}" is not host:port`);
  const host = match[1] ?? match[2] ?? "";
  return host === "" ? { port } : { host, port };
}

async function packageVersion(): Promise<string> {
  const file = join(import.meta.dirname, "../package.json");
  return (JSON.parse(await readFile(file, "utf8")) as { version: string }).version;
}
