import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ControlPlane, startControlPlane } from "@aro/control-plane";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { stringify } from "yaml";
import type { Rows } from "../documents/rows.ts";
import type { Faults } from "../faults/apply.ts";
import { faultGate } from "../faults/fault-gate.ts";
import type { Destination, Names } from "../names/names.ts";
import { openObjects } from "../openshift/cluster/objects.ts";
import { writePrivately } from "../pki/identity-files.ts";
import type { ClusterAccess } from "../resources/surroundings.ts";
import type { HiveContext } from "./context.ts";
import { definitions } from "./definitions.ts";
import { keepDeployments } from "./deployments.ts";
import { keptKeys } from "./kept-keys.ts";
import { keepProvisions } from "./provisions.ts";
import { keepSyncs } from "./syncs/keep-syncs.ts";

export interface HubsDeps extends Pick<HiveContext, "programs" | "apiServerAt" | "scaled" | "installPlaces"> {
  /** Folder below which API servers of managed clusters are kept. */
  stateFolder: string;
  /** Where ARM's resources are kept: what stands behind a managed cluster starts when it has come to be. */
  rows(): Rows | undefined;
  /** Where armed faults strike. */
  armed: Pick<Faults, "around">;
  /** Address of the CONNECT proxy, by which names lead to API servers. */
  proxyUrl(): string;
  clock: Clock;
  random: Random;
  log: Log;
}

/** The Kubernetes API servers behind the AKS clusters of the emulated ARM; Hive works in those that are named as its hubs are. */
export interface Hubs {
  /** The kubeconfig of a managed cluster's administrator; its API server is started when there is none yet. */
  kubeconfigOf(wanted: ClusterAccess): Promise<string>;
  /** Where the names of their API servers lead. */
  names: Names;
  /** Starts those that there were; all are stopped, and on disk, when this resolves after the signal was aborted. */
  run(signal: AbortSignal): Promise<void>;
}

interface Hub {
  controlPlane: ControlPlane;
  stop(): Promise<void>;
}

/** What is known of a managed cluster's API server beside its objects. */
interface HubRecord {
  id: string;
  name: string;
  fqdn: string;
}

const port = 443;
const hiveHub = /\/managedclusters\/aro-aks-cluster-\d{3}$/i;
const isHiveHub = (name: string): boolean => /^aro-aks-cluster-\d{3}$/i.test(name);

export function openHubs(deps: HubsDeps): Hubs {
  const { clock, random, log } = deps;
  const folder = join(deps.stateFolder, "hubs");
  const hubs = new Map<string, Promise<Hub>>();
  const ports = new Map<string, number>();
  let isStopping = false;

  const start = async (record: HubRecord, key: string): Promise<Hub> => {
    const own = join(folder, key);
    mkdirSync(own, { recursive: true, mode: 0o700 });
    writePrivately(join(own, "record.json"), JSON.stringify(record));
    const keys = await keptKeys(join(own, "keys.json"), [record.fqdn, "127.0.0.1"], deps);
    const controlPlane = await startControlPlane({
      path: join(own, "objects.db"),
      keys,
      gate: faultGate(`/hubs/${record.name}`, deps.armed),
      port: 0,
      clock,
      random,
      log,
    });
    ports.set(record.fqdn, controlPlane.port);
    const ending = new AbortController();
    const working = isHiveHub(record.name)
      ? runHive(
          { ...deps, controlPlane, folder: join(own, "installs"), objects: openObjects(controlPlane, "hive") },
          ending.signal,
        )
      : Promise.resolve();
    log.info("hub.started", { name: record.name, port: controlPlane.port });
    return {
      controlPlane,
      stop: async () => {
        ending.abort();
        await working;
        ports.delete(record.fqdn);
        await controlPlane[Symbol.asyncDispose]();
      },
    };
  };

  const hubOf = (record: HubRecord): Promise<Hub> => {
    if (isStopping) throw new Error("the cloud is stopping");
    const key = createHash("sha256").update(record.id.toLowerCase()).digest("hex").slice(0, 16);
    let found = hubs.get(key);
    if (found === undefined) {
      found = start(record, key);
      hubs.set(key, found);
      found.catch(() => hubs.delete(key));
    }
    return found;
  };

  const considerHub = (key: string, begin: (record: HubRecord) => void): void => {
    const row = isStopping ? undefined : deps.rows()?.get(key);
    if (row?.state !== "Succeeded") return;
    const { fqdn } = row.body["properties"] as { fqdn?: string };
    if (fqdn !== undefined) begin({ id: row.id, name: row.name, fqdn });
  };

  return {
    kubeconfigOf: async ({ id, name, fqdn }) => {
      const { controlPlane } = await hubOf({ id, name, fqdn });
      const { certificate, key } = await controlPlane.identity({ name: "masterclient", groups: ["system:masters"] });
      const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");
      const user = `clusterAdmin_${name}`;
      return stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [
          {
            name,
            cluster: {
              "certificate-authority-data": base64(controlPlane.authority),
              server: `https://${fqdn}:${port}`,
              "proxy-url": deps.proxyUrl(),
            },
          },
        ],
        contexts: [{ name: `${name}-admin`, context: { cluster: name, user } }],
        "current-context": `${name}-admin`,
        users: [
          { name: user, user: { "client-certificate-data": base64(certificate), "client-key-data": base64(key) } },
        ],
      });
    },
    names: {
      find: (host, asked): Destination | undefined => {
        const found = ports.get(host);
        if (found === undefined) return undefined;
        return asked === port
          ? { kind: "loopback", port: found }
          : { kind: "nowhere", reason: `the API server of ${host} answers at port ${port} only` };
      },
    },
    run: async (signal) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const begin = (record: HubRecord) =>
        void hubOf(record).catch((error: unknown) => log.error("hub.failed", { name: record.name, error }));
      for (const key of readdirSync(folder)) {
        const record = JSON.parse(readFileSync(join(folder, key, "record.json"), "utf8")) as HubRecord;
        if (deps.rows()?.has(record.id.toLowerCase())) begin(record);
      }
      // Looked at when the transaction that wrote it has ended.
      const stop = deps.rows()?.watch((key) => {
        if (hiveHub.test(key)) clock.timer(0, () => considerHub(key, begin));
      });
      if (!signal.aborted)
        await new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
      stop?.();
      isStopping = true;
      await Promise.all([...hubs.values()].map(async (hub) => (await hub.catch(() => undefined))?.stop()));
    },
  };
}

/** Hive itself: its kinds, its namespace, its controllers. */
async function runHive(context: HiveContext, signal: AbortSignal): Promise<void> {
  const { objects, log } = context;
  mkdirSync(context.folder, { recursive: true, mode: 0o700 });
  for (const one of definitions()) objects.ensure(one);
  objects.ensure({ apiVersion: "v1", kind: "Namespace", metadata: { name: "hive" } });
  while (!signal.aborted && !objects.has("hiveinternal.openshift.io/v1alpha1/clustersyncs"))
    await context.clock.sleep(5, signal).catch(() => undefined);
  if (signal.aborted) return;
  objects.ensure({
    apiVersion: "hive.openshift.io/v1",
    kind: "HiveConfig",
    metadata: { name: "hive" },
    spec: { targetNamespace: "hive", failedProvisionConfig: { retryReasons: ["UnknownError"] } },
  });
  await Promise.all([
    keepDeployments(context, signal),
    keepProvisions(context, signal),
    keepSyncs(context, signal),
  ]).catch((error: unknown) => log.error("hive.stopped", { error }));
}
