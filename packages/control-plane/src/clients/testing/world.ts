import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { type ControlPlane, startControlPlane } from "../../control-plane.ts";
import { createKubelets } from "../../kubelet/create-kubelets.ts";
import type { Kubelets, KubeletsOptions } from "../../kubelet/kubelets.ts";
import { makeKeys } from "../../server/keyring.ts";

/** A small cluster for tests with real clients: two workers, everything as quick as it can be. */
export interface ClientWorld extends AsyncDisposable {
  plane: ControlPlane;
  kubelets: Kubelets;
  folder: string;
  /** Path of an administrator's kubeconfig. */
  kubeconfig: string;
  /** Stops the control plane and starts it anew on its port, from its file; `before` is done to it as soon as it has started. */
  restart(before?: (plane: ControlPlane) => void): Promise<void>;
  /** Asks again until it does not throw any more, for ten seconds. */
  eventually<Value>(look: () => Value | Promise<Value>): Promise<Value>;
}

export async function startClientWorld(options: Partial<KubeletsOptions> = {}): Promise<ClientWorld> {
  const folder = mkdtempSync(join(tmpdir(), "aro-clients-"));
  const keys = await makeKeys(["127.0.0.1", "localhost"], systemClock, systemRandom);
  const launch = async (port: number) => {
    const kubelets = createKubelets({ seed: "clients", pace: 0, restartMilliseconds: 200, ...options });
    for (const name of ["worker-0", "worker-1"]) kubelets.start({ name });
    const plane = await startControlPlane({
      path: join(folder, "objects.sqlite"),
      keys,
      port,
      clock: systemClock,
      random: systemRandom,
      log: silentLog,
      controllers: [kubelets.controller],
      nodeAgents: kubelets.find,
    });
    return { kubelets, plane };
  };
  let held = await launch(0);
  const { certificate, key } = await held.plane.identity({ name: "admin", groups: ["system:masters"] });
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "test",
      contexts: [{ name: "test", context: { cluster: "test", user: "admin" } }],
      clusters: [
        {
          name: "test",
          cluster: { server: held.plane.address, "certificate-authority-data": base64(held.plane.authority) },
        },
      ],
      users: [
        { name: "admin", user: { "client-certificate-data": base64(certificate), "client-key-data": base64(key) } },
      ],
    }),
  );
  return {
    get plane() {
      return held.plane;
    },
    get kubelets() {
      return held.kubelets;
    },
    folder,
    kubeconfig,
    restart: async (before = () => {}) => {
      const { port } = held.plane;
      await held.plane[Symbol.asyncDispose]();
      held = await launch(port);
      before(held.plane);
    },
    eventually: async (look) => {
      const until = systemClock.monotonic() + 10_000;
      for (;;) {
        try {
          return await look();
        } catch (error) {
          if (systemClock.monotonic() > until) throw error;
          await systemClock.sleep(50);
        }
      }
    },
    [Symbol.asyncDispose]: async () => {
      await held.plane[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
