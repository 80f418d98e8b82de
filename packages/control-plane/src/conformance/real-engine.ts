import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock, systemRandom } from "@aro/runtime";
import { clientIdentity, makeKeys } from "../server/keyring.ts";
import type { Engine } from "./engine.ts";

const administrator = { name: "admin", groups: ["system:masters"] };
const patience = 60_000;

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** etcd, kube-apiserver and kube-controller-manager out of a folder, on free ports and with keys of their own. */
export async function startReal(assets: string): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), "aro-kube-"));
  const keys = await makeKeys(["127.0.0.1", "localhost", "kubernetes", "10.0.0.1"], systemClock, systemRandom);
  const identity = (user = administrator) => clientIdentity(keys, user, systemClock, systemRandom);
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const ca = write("ca.crt", keys.authority.certificate);
  const caKey = write("ca.key", keys.authority.key);
  const accounts = write("sa.key", keys.serviceAccountKey);
  const [etcdPort = 0, peerPort = 0, port = 0] = await freePorts(3);
  const address = `https://127.0.0.1:${port}`;
  const children: ChildProcess[] = [];
  const start = (program: string, flags: readonly string[]): ChildProcess => {
    const log = openSync(join(folder, `${program}.log`), "w");
    const child = spawn(join(assets, program), flags, { stdio: ["ignore", log, log] });
    children.push(child);
    return child;
  };
  const stop = async (): Promise<void> => {
    // The real one takes a minute to say good-bye to its watchers.
    for (const child of children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    start("etcd", [
      `--data-dir=${join(folder, "etcd")}`,
      `--listen-client-urls=http://127.0.0.1:${etcdPort}`,
      `--advertise-client-urls=http://127.0.0.1:${etcdPort}`,
      `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
      "--log-level=error",
    ]);
    const server = start("kube-apiserver", [
      `--etcd-servers=http://127.0.0.1:${etcdPort}`,
      "--bind-address=127.0.0.1",
      `--secure-port=${port}`,
      `--tls-cert-file=${write("serving.crt", keys.serving.certificate)}`,
      `--tls-private-key-file=${write("serving.key", keys.serving.key)}`,
      `--client-ca-file=${ca}`,
      "--authorization-mode=RBAC",
      "--endpoint-reconciler-type=none",
      "--service-cluster-ip-range=10.0.0.0/24",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${accounts}`,
      `--service-account-signing-key-file=${accounts}`,
      "--allow-privileged=true",
    ]);
    const admin = await identity();
    await ready(address, { ca: keys.authority.certificate, cert: admin.certificate, key: admin.key }, server, folder);
    const manager = await identity({ name: "system:kube-controller-manager", groups: ["system:masters"] });
    const kubeconfig = write(
      "manager.json",
      JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        "current-context": "real",
        contexts: [{ name: "real", context: { cluster: "real", user: "manager" } }],
        clusters: [{ name: "real", cluster: { server: address, "certificate-authority": ca } }],
        users: [
          {
            name: "manager",
            user: {
              "client-certificate-data": Buffer.from(manager.certificate).toString("base64"),
              "client-key-data": Buffer.from(manager.key).toString("base64"),
            },
          },
        ],
      }),
    );
    start("kube-controller-manager", [
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      "--use-service-account-credentials=true",
      `--service-account-private-key-file=${accounts}`,
      `--root-ca-file=${ca}`,
      `--cluster-signing-cert-file=${ca}`,
      `--cluster-signing-key-file=${caKey}`,
      "--leader-elect=false",
      "--bind-address=127.0.0.1",
      "--secure-port=0",
    ]);
    return {
      name: "real",
      title: `kube-apiserver ${readFileSync(join(assets, ".kube-apiserver.version"), "utf8")}`,
      address,
      authority: keys.authority.certificate,
      identity,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until the server says it is ready. @throws with the end of its log when it ends or takes too long. */
async function ready(
  address: string,
  identity: { ca: string; cert: string; key: string },
  server: ChildProcess,
  folder: string,
): Promise<void> {
  const until = systemClock.monotonic() + patience;
  for (;;) {
    const status = await new Promise<number>((done) => {
      request(`${address}/readyz`, identity, (response) => {
        response.resume();
        done(response.statusCode ?? 0);
      })
        .on("error", () => done(0))
        .end();
    });
    if (status === 200) return;
    if (server.exitCode !== null || systemClock.monotonic() > until) {
      const log = readFileSync(join(folder, "kube-apiserver.log"), "utf8");
      throw new Error(`kube-apiserver did not become ready:\n${log.slice(-2000)}`);
    }
    await systemClock.sleep(100);
  }
}
