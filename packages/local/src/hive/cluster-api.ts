import { Agent, request } from "node:https";
import { parse } from "yaml";
import type { Destination } from "../names/names.ts";

/** An answer of a cluster's API server. */
export interface ClusterAnswer {
  status: number;
  body: Readonly<Record<string, unknown>>;
}

/** A cluster's API server, as its administrator reaches it from the hub. */
export interface ClusterApi extends Disposable {
  /** @throws Error when no answer comes. */
  call(method: string, path: string, content?: { type: string; body: string }): Promise<ClusterAnswer>;
  /** The path of an object, or of its kind when no name is given. @throws Error when the cluster has no such kind. */
  pathOf(object: { apiVersion: string; kind: string; name?: string; namespace?: string }): Promise<string>;
}

interface Kubeconfig {
  "current-context"?: string;
  contexts?: { name: string; context: { cluster: string; user: string } }[];
  clusters?: { name: string; cluster: { server?: string; "certificate-authority-data"?: string } }[];
  users?: { name: string; user: { "client-certificate-data"?: string; "client-key-data"?: string; token?: string } }[];
}

const longestMilliseconds = 30_000;

/**
 * Opens an API server by a kubeconfig, at the address and under the name by which the hub reaches it instead of those in the kubeconfig
 * (ClusterDeployment `controlPlaneConfig`). @throws Error when the kubeconfig cannot be used, or nothing answers at the address.
 */
export function openClusterApi(options: {
  kubeconfig: string;
  destination: Destination | undefined;
  /** Name that its certificate bears; the kubeconfig's when absent. */
  serverName?: string;
  signal: AbortSignal;
}): ClusterApi {
  const { server, ca, cert, key, token } = credentialsIn(options.kubeconfig);
  const { destination, signal } = options;
  if (destination?.kind !== "loopback")
    throw new Error(destination?.kind === "nowhere" ? destination.reason : "nothing answers at the cluster's address");
  const agent = new Agent({ keepAlive: true, ca, cert, key, servername: options.serverName || server });
  const call: ClusterApi["call"] = (method, path, content) =>
    new Promise((resolve, reject) => {
      const headers = {
        accept: "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(content === undefined
          ? {}
          : { "content-type": content.type, "content-length": String(Buffer.byteLength(content.body)) }),
      };
      const ends = AbortSignal.any([signal, AbortSignal.timeout(longestMilliseconds)]);
      const sent = request({ host: "127.0.0.1", port: destination.port, method, path, agent, headers, signal: ends });
      sent.on("error", reject);
      sent.on("response", (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          try {
            const text = Buffer.concat(chunks).toString("utf8");
            resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text || "{}") as ClusterAnswer["body"] });
          } catch {
            reject(new Error(`${method} ${path}: the answer ${answer.statusCode} is no JSON`));
          }
        });
      });
      sent.end(content?.body);
    });
  const kinds = new Map<string, Promise<readonly ApiResource[]>>();
  const kindsOf = (apiVersion: string): Promise<readonly ApiResource[]> => {
    const known = kinds.get(apiVersion);
    if (known !== undefined) return known;
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const asked = call("GET", root).then(({ status, body }) => {
      if (status === 404) return [];
      if (status >= 400) throw new Error(wordsOf(body, status));
      return (body["resources"] ?? []) as ApiResource[];
    });
    // What is not there yet may be a moment later: a set brings definitions along.
    kinds.set(apiVersion, asked);
    const forget = () => kinds.delete(apiVersion);
    asked.then((found) => (found.length === 0 ? forget() : undefined), forget);
    return asked;
  };
  return {
    call,
    pathOf: async ({ apiVersion, kind, name, namespace }) => {
      const find = async () => (await kindsOf(apiVersion)).find((one) => one.kind === kind && !one.name.includes("/"));
      let found = await find();
      if (found === undefined) {
        kinds.delete(apiVersion);
        found = await find();
      }
      if (found === undefined) throw new Error(`no matches for kind "${kind}" in version "${apiVersion}"`);
      const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
      const within = found.namespaced ? `/namespaces/${encodeURIComponent(namespace || "default")}` : "";
      return `${root}${within}/${found.name}${name === undefined ? "" : `/${encodeURIComponent(name)}`}`;
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

interface ApiResource {
  name: string;
  kind: string;
  namespaced: boolean;
}

/** The words of a refusal: the Status' message. */
export const wordsOf = (body: ClusterAnswer["body"], status: number): string =>
  typeof body["message"] === "string" ? body["message"] : `the API server answered ${status}`;

function credentialsIn(text: string) {
  const config = parse(text) as Kubeconfig | null;
  const context = config?.contexts?.find(({ name }) => name === config["current-context"])?.context;
  const cluster = config?.clusters?.find(({ name }) => name === context?.cluster)?.cluster;
  const user = config?.users?.find(({ name }) => name === context?.user)?.user;
  const decoded = (data: string | undefined) =>
    data === undefined ? undefined : Buffer.from(data, "base64").toString("utf8");
  if (cluster?.server === undefined || user === undefined)
    throw new Error("the cluster's kubeconfig names no cluster and user");
  return {
    server: new URL(cluster.server).hostname,
    ca: decoded(cluster["certificate-authority-data"]),
    cert: decoded(user["client-certificate-data"]),
    key: decoded(user["client-key-data"]),
    token: user.token,
  };
}
