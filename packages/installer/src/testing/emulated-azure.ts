import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isoTime, systemClock } from "@aro/runtime";

const packages = join(import.meta.dirname, "../../..");
/** Where compiled code is kept, as the launcher has it. */
const compiled = join(packages, "../node_modules/.cache/compile");

/** An emulated Azure of its own process, and its Owner. */
export interface EmulatedAzure extends AsyncDisposable {
  folder: string;
  /** `https://localhost:PORT`. */
  base: string;
  subscriptionId: string;
  tenantId: string;
  firstPartyClientId: string;
  /** DNS suffix of what is named. */
  suffix: string;
  /** Address of the CONNECT proxy. */
  proxy: string;
  /** PEM file of the authority. */
  ca: string;
  /** A call of ARM as its Owner, below the subscription unless absolute. @throws Error for an answer of 400 or more. */
  arm(method: string, path: string, apiVersion: string, body?: object): Promise<Doc>;
  /** As {@link arm}, and waits until the resource has been made. */
  put(path: string, apiVersion: string, body: object): Promise<Doc>;
  /** A call of the control API. */
  control(method: string, path: string, body?: object): Promise<Doc>;
  /** A call of a named service, `NAME.vault.S`, as the Owner. */
  named(method: string, host: string, path: string, resource: string, body?: object): Promise<Doc>;
  /** A blob of a storage account of the group, read by a token that ARM signs; undefined when it is not there. */
  blob(group: string, account: string, path: string): Promise<Buffer | undefined>;
  /** What an emulated program is told of its cloud. */
  environment: Readonly<Record<string, string>>;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
export type Doc = any;

/** Starts one whose time passes `timeScale` times faster than Azure's. */
export async function startEmulatedAzure({ timeScale }: { timeScale: number }): Promise<EmulatedAzure> {
  const folder = mkdtempSync(join(tmpdir(), "installer-azure-"));
  const config = join(folder, "config.json");
  writeFileSync(
    config,
    JSON.stringify({
      stateFolder: folder,
      port: 0,
      provider: "https://localhost:1",
      timeScale,
      seed: 1,
      throttling: { enabled: false },
      logLevel: "warn",
    }),
  );
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", join(packages, "local/src/main.ts"), "--config", config],
    { stdio: ["ignore", "pipe", "inherit"], env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: compiled } },
  );
  await ready(child);
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  const endpoints = JSON.parse(read("endpoints.json")) as Record<string, string>;
  const owner = JSON.parse(read("env.json")) as Record<string, string>;
  const { arm: base = "", subscriptionId = "", tenantId = "", suffix = "", proxy = "" } = endpoints;
  const agent = new Agent({ keepAlive: true, ca: read("ca.pem") });
  const port = Number(new URL(base).port);
  const exchange = exchanger(agent, port);
  const send = async (...call: Parameters<Exchange>): Promise<Doc> => {
    const { status, bytes } = await exchange(...call);
    if (status >= 400) throw new Error(`${call[0]} ${call[2]}: ${status} ${bytes.toString()}`);
    return bytes.length === 0 ? undefined : JSON.parse(bytes.toString());
  };
  const tokens = new Map<string, string>();
  const token = async (resource: string): Promise<string> => {
    const known = tokens.get(resource);
    if (known !== undefined) return known;
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: owner["ARO_LOCAL_CLIENT_ID"] ?? "",
      client_secret: owner["ARO_LOCAL_CLIENT_SECRET"] ?? "",
      scope: `${resource}/.default`,
    }).toString();
    const type = "application/x-www-form-urlencoded";
    const answer = await send("POST", "localhost", `/${tenantId}/oauth2/v2.0/token`, form, { "content-type": type });
    const value = (answer as { access_token: string }).access_token;
    tokens.set(resource, value);
    return value;
  };
  const as = async (bearer: Promise<string> | string, method: string, host: string, path: string, body?: object) =>
    send(method, host, path, body === undefined ? undefined : JSON.stringify(body), {
      authorization: `Bearer ${await bearer}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    });
  const arm: EmulatedAzure["arm"] = (method, path, apiVersion, body) => {
    const below = path.startsWith("/subscriptions/") ? path : `/subscriptions/${subscriptionId}${path}`;
    return as(token(base), method, "localhost", `${below}?api-version=${apiVersion}`, body);
  };
  return {
    folder,
    base,
    subscriptionId,
    tenantId,
    suffix,
    proxy,
    ca: join(folder, "ca.pem"),
    firstPartyClientId: endpoints["firstPartyClientId"] ?? "",
    arm,
    put: async (path, apiVersion, body) => {
      let made = await arm("PUT", path, apiVersion, body);
      for (let tries = 0; tries < 200; tries++) {
        const state = made?.properties?.provisioningState ?? "Succeeded";
        if (state === "Succeeded") return made;
        if (state === "Failed") throw new Error(`${path}: ${JSON.stringify(made)}`);
        await systemClock.sleep(50);
        made = await arm("GET", path, apiVersion);
      }
      throw new Error(`${path} is not there after 10 s`);
    },
    control: (method, path, body) => as(read("control.secret").trim(), method, "localhost", `/_local${path}`, body),
    named: (method, host, path, resource, body) => as(token(resource), method, host, path, body),
    blob: async (group, account, path) => {
      const { accountSasToken } = await arm(
        "POST",
        `/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/${account}/ListAccountSas`,
        "2021-09-01",
        {
          signedServices: "b",
          signedResourceTypes: "o",
          signedPermission: "r",
          signedProtocol: "https",
          signedExpiry: isoTime(systemClock.now() + 3_600_000),
        },
      );
      const { status, bytes } = await exchange("GET", `${account}.blob.${suffix}`, `/${path}?${accountSasToken}`);
      return status === 404 ? undefined : bytes;
    },
    environment: {
      ARO_AZURE_ENVIRONMENT: base,
      NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
      HTTPS_PROXY: proxy,
      NO_PROXY: "localhost,127.0.0.1",
      NODE_COMPILE_CACHE: compiled,
    },
    [Symbol.asyncDispose]: async () => {
      agent.destroy();
      const gone = once(child, "close");
      child.kill("SIGTERM");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves with the line that says so. */
async function ready(child: ChildProcess): Promise<void> {
  let said = "";
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    if (said.includes('"event":"ready"')) return;
  }
  throw new Error(`the emulated Azure did not start: ${said}`);
}

type Exchange = (
  method: string,
  host: string,
  path: string,
  body?: string,
  headers?: Readonly<Record<string, string>>,
) => Promise<{ status: number; bytes: Buffer }>;

/** Calls at the one port of the cloud, by the name of whoever is meant. */
const exchanger =
  (agent: Agent, port: number): Exchange =>
  (method, host, path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const authority = host === "localhost" ? `${host}:${port}` : host;
      const options = { host: "127.0.0.1", port, servername: host, method, path, agent };
      const call = request({ ...options, headers: { host: authority, ...headers } });
      call.on("response", (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, bytes: Buffer.concat(chunks) }));
      });
      call.on("error", reject);
      call.end(body);
    });
