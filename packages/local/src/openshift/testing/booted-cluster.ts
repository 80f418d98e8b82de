import assert from "node:assert/strict";
import { request } from "node:https";
import { connect as dialTls } from "node:tls";
import type { Configuration } from "../../configuration.ts";
import { throughProxy } from "../../testing/named-services.ts";
import { readIgnition } from "../boot/ignition.ts";
import { type ClusterRig, eventually, startClusterRig } from "./cluster-rig.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests look into objects freely
export type Any = any;

/** A call of the cluster's API. */
export interface ApiCalled {
  status: number;
  body: Any;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A cluster whose bootstrap is complete, and calls of its API as its administrator, through the proxy. */
export interface BootedCluster extends AsyncDisposable {
  rig: ClusterRig;
  call(method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<ApiCalled>;
  /** @throws when it is not there */
  get(path: string): Promise<Any>;
  list(path: string): Promise<Any[]>;
  /** A merge patch. */
  patch(path: string, body: object): Promise<Any>;
}

/** Boots the sample cluster in a cloud of its own. */
export async function bootedCluster(configuration: Partial<Configuration> = {}): Promise<BootedCluster> {
  const rig = await startClusterRig(configuration);
  const read = readIgnition(rig.ignition);
  assert.ok("files" in read);
  const tls = (name: string) => read.files.get(`/opt/openshift/tls/${name}`) ?? "";
  const host = `api-int.${rig.domain}`;
  const call: BootedCluster["call"] = async (method, path, body, headers = {}) => {
    const { status, text, socket } = await throughProxy(rig.cloud.emulator.proxyPort, `${host}:6443`);
    if (status !== 200) throw new Error(text);
    const secure = dialTls({
      socket,
      servername: host,
      ca: tls("kube-apiserver-lb-signer.crt"),
      cert: tls("admin-kubeconfig-client.crt"),
      key: tls("admin-kubeconfig-client.key"),
    });
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          createConnection: () => secure,
          method,
          path,
          headers: {
            host,
            connection: "close",
            ...(bytes === undefined
              ? {}
              : { "content-type": "application/json", "content-length": String(bytes.length) }),
            ...headers,
          },
        },
        (incoming) => {
          const parts: Buffer[] = [];
          incoming.on("data", (part: Buffer) => parts.push(part));
          incoming.on("end", () => {
            const answered = Buffer.concat(parts).toString();
            secure.destroy();
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: (incoming.headers["content-type"] ?? "").includes("json") ? JSON.parse(answered) : answered,
            });
          });
        },
      );
      outgoing.on("error", reject);
      secure.on("error", reject);
      outgoing.end(bytes);
    });
  };
  const get: BootedCluster["get"] = async (path) => {
    const { status, body } = await call("GET", path);
    assert.equal(status, 200, `GET ${path}: ${JSON.stringify(body)}`);
    return body;
  };
  await rig.upload(rig.ignition);
  await rig.bootstrapMachine();
  await rig.masters();
  await eventually(async () => (await rig.dial(`${host}:6443`)).status === 200);
  await eventually(async () => {
    const { status, body } = await call("GET", "/api/v1/namespaces/kube-system/configmaps/bootstrap");
    return status === 200 && body.data.status === "complete";
  });
  return {
    rig,
    call,
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
