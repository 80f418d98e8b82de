import assert from "node:assert/strict";
import { request } from "node:https";
import { connect as dialTls, type ConnectionOptions as SecureOptions } from "node:tls";
import { throughProxy } from "../../testing/named-services.ts";
import { readIgnition } from "../boot/ignition.ts";
import { type ClusterRig, eventually, type RigCloud, startClusterRig } from "./cluster-rig.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests look into objects freely
export type Any = any;

/** A call of the cluster's API. */
export interface ApiCalled {
  status: number;
  body: Any;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface WebOptions {
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

/** A cluster whose bootstrap is complete, and calls of its API as its administrator, through the proxy. */
export interface BootedCluster extends AsyncDisposable {
  rig: ClusterRig;
  call(method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<ApiCalled>;
  /** A call of a name of the cluster through the proxy, any certificate trusted; with the certificate that was served. */
  web(method: string, url: string, options?: WebOptions): Promise<ApiCalled & { certificate: string }>;
  /** @throws when it is not there */
  get(path: string): Promise<Any>;
  list(path: string): Promise<Any[]>;
  /** A merge patch. */
  patch(path: string, body: object): Promise<Any>;
}

/** Boots the sample cluster in a cloud of its own. */
export async function bootedCluster(cloud?: RigCloud, name?: string): Promise<BootedCluster> {
  const rig = await startClusterRig(cloud, name);
  await rig.upload(rig.ignition);
  await rig.bootstrapMachine();
  await rig.masters();
  const cluster = administrated(rig);
  await bootstrapComplete(cluster);
  return cluster;
}

/** Waits until the cluster stands on its own feet. */
export const bootstrapComplete = ({ call }: Pick<BootedCluster, "call">, seconds = 40): Promise<void> =>
  eventually(async () => {
    const answer = await call("GET", "/api/v1/namespaces/kube-system/configmaps/bootstrap").catch(() => undefined);
    return answer?.status === 200 && answer.body.data.status === "complete";
  }, seconds);

/** Calls of the API of a rig's cluster, there or not yet. */
export function administrated(rig: ClusterRig): BootedCluster {
  const read = readIgnition(rig.ignition);
  assert.ok("files" in read);
  const tls = (name: string) => read.files.get(`/opt/openshift/tls/${name}`) ?? "";
  const host = `api-int.${rig.domain}`;
  const send = async (
    method: string,
    url: URL,
    tls: SecureOptions,
    headers: Readonly<Record<string, string>>,
    body: string | undefined,
  ): Promise<ApiCalled & { certificate: string }> => {
    const target = `${url.hostname}:${url.port || 443}`;
    const { status, text, socket } = await throughProxy(rig.cloud.emulator.proxyPort, target);
    if (status !== 200) {
      socket.destroy();
      throw new Error(text);
    }
    const secure = dialTls({ socket, servername: url.hostname, ...tls });
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          createConnection: () => secure,
          method,
          path: url.pathname + url.search,
          headers: {
            host: url.host,
            connection: "close",
            ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
            ...headers,
          },
        },
        (incoming) => {
          const parts: Buffer[] = [];
          const certificate = secure.getPeerX509Certificate()?.toString() ?? "";
          incoming.on("data", (part: Buffer) => parts.push(part));
          incoming.on("end", () => {
            const answered = Buffer.concat(parts).toString();
            secure.destroy();
            const isJson = (incoming.headers["content-type"] ?? "").includes("json");
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: isJson ? JSON.parse(answered) : answered,
              certificate,
            });
          });
        },
      );
      outgoing.on("error", reject);
      secure.on("error", reject);
      outgoing.end(body);
    });
  };
  const call: BootedCluster["call"] = (method, path, body, headers = {}) =>
    send(
      method,
      new URL(path, `https://${host}:6443`),
      {
        ca: tls("kube-apiserver-lb-signer.crt"),
        cert: tls("admin-kubeconfig-client.crt"),
        key: tls("admin-kubeconfig-client.key"),
      },
      { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      body === undefined ? undefined : JSON.stringify(body),
    );
  const get: BootedCluster["get"] = async (path) => {
    const { status, body } = await call("GET", path);
    assert.equal(status, 200, `GET ${path}: ${JSON.stringify(body)}`);
    return body;
  };
  return {
    rig,
    call,
    web: (method, url, { headers = {}, body } = {}) =>
      send(method, new URL(url), { rejectUnauthorized: false }, headers, body),
    get,
    list: async (path) => (await get(path)).items,
    patch: async (path, body) => {
      const answer = await call("PATCH", path, body, { "content-type": "application/merge-patch+json" });
      assert.equal(answer.status, 200, `PATCH ${path}: ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose](),
  };
}
