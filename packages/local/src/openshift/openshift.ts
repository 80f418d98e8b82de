import { join } from "node:path";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { ControlRoute } from "../control/control.ts";
import type { Faults } from "../faults/apply.ts";
import type { Names } from "../names/names.ts";
import type { Programs } from "../processes/programs.ts";
import type { Engine } from "../resources/contract.ts";
import { duration } from "../resources/timing.ts";
import { consoleLog, setConsole } from "../types/compute/console.ts";
import type { RecordLookup } from "../types/dns/lookup.ts";
import type { Wall } from "../wall/wall.ts";
import type { Machine } from "./azure/facts.ts";
import { groupOf, openAzureView } from "./azure/view.ts";
import { type Assets, readAssets } from "./boot/assets.ts";
import { fetchIgnition } from "./boot/fetch-ignition.ts";
import { readIgnition } from "./boot/ignition.ts";
import { type Cluster, openCluster } from "./cluster/cluster.ts";
import { type ClusterRecord, clusterId, openRecords } from "./cluster/record.ts";
import { clusterRoutes } from "./faults/control-routes.ts";
import { clusterNames } from "./names/cluster-names.ts";

export interface OpenShiftDeps {
  /** ARM's resources: clusters come to be where machines with Ignition do. */
  engine: Engine;
  /** Folder below which clusters are kept. */
  stateFolder: string;
  /** Where ARM and Entra answer, `https://localhost:PORT`. */
  base: string;
  /** The whole cloud, as machines reach it. */
  wall: Wall;
  lookup: RecordLookup;
  /** Where armed faults strike. */
  armed: Pick<Faults, "around">;
  /** How the service's own programs are run, where nodes run their image. */
  programs: Programs | undefined;
  clock: Clock;
  random: Random;
  log: Log;
}

/** The emulated OpenShift clusters of this cloud. */
export interface OpenShift {
  /** Where their names and addresses lead. */
  names: Names;
  /** What people and tests ask of clusters. */
  routes: readonly ControlRoute[];
  /** Starts those that there were and follows ARM until the signal is aborted; all are stopped, and on disk, when this resolves. */
  run(signal: AbortSignal): Promise<void>;
}

/** Changes of ARM that come together are looked at together. */
const lookMilliseconds = 20;

/** Between two attempts of Ignition: 0.2 s at first, 5 s at last, as it does; scaled. */
const attemptPause = { first: 200, longest: 5_000 } as const;

/** Clusters of emulated OpenShift, which come to be, and go, with virtual machines in the emulated ARM. */
export function openOpenShift(deps: OpenShiftDeps): OpenShift {
  const { engine, clock, log } = deps;
  const view = openAzureView(engine.rows);
  const records = openRecords(join(deps.stateFolder, "clusters"));
  const clusters = new Map<string, Cluster>();
  /** All that are on disk, those that are starting included. */
  const recorded = new Map<string, ClusterRecord>();
  /** What goes on for each bootstrap machine or cluster: one thing at a time. */
  const busy = new Map<string, { stop: AbortController; ended: Promise<void> }>();
  const lasts = (range: readonly [number, number]) => duration(engine, range);

  const consoleOf = (machine: string) =>
    (consoleLog(engine.rows, machine) ?? "").split("\n").filter((line) => line !== "");
  const speakOn = (machine: Machine) => {
    const lines: string[] = [];
    return (line: string): void => {
      lines.push(`[ ${(8 + lines.length / 10).toFixed(6)}] ${line}`);
      if (lines.length > 200) lines.shift();
      engine.durable.transaction(() => setConsole(engine.rows, machine.id, `${lines.join("\n")}\n`));
    };
  };

  /** What a bootstrap machine does at its first start: fetch what it shall be, look at it, and begin. */
  const beginCluster = async (machine: Machine, source: string, signal: AbortSignal): Promise<void> => {
    const say = speakOn(machine);
    const pause = (attempt: number) =>
      lasts([0, 100]) +
      Math.min(attemptPause.longest, attemptPause.first * 2 ** (attempt - 1)) / Math.max(1, engine.timing.scale / 10);
    const text = await fetchIgnition(source, { wall: deps.wall, clock, pause, say }, signal);
    const read = readIgnition(text);
    const assets = "problem" in read ? read.problem : readAssets(read.files);
    if (typeof assets === "string") {
      say(`ignition[640]: failed to run: ${assets}`);
      say("Press Enter for emergency shell or wait 5 minutes for reboot.");
      log.warn("openshift.ignition.bad", { machine: machine.name, problem: assets });
      return;
    }
    say("ignition[640]: Ignition finished successfully");
    const record: ClusterRecord = {
      id: clusterId(assets.infraId, machine.group),
      infraId: assets.infraId,
      domain: assets.domain,
      group: machine.group,
      subscription: machine.subscription,
      location: machine.location,
      bootstrap: { key: machine.key, vmId: machine.vmId },
      phase: "fetched",
    };
    records.remove(record.id);
    records.writeIgnition(record.id, text);
    records.write(record);
    recorded.set(record.id, record);
    log.info("openshift.ignition.fetched", { cluster: record.infraId, domain: record.domain });
    await start(record, signal, assets);
  };

  const start = async (record: ClusterRecord, signal: AbortSignal, assets?: Assets): Promise<void> => {
    const cluster = await openCluster(record, { ...deps, records, view, lasts, consoleOf }, assets);
    if (signal.aborted) return cluster[Symbol.asyncDispose]();
    clusters.set(record.id, cluster);
  };

  const end = async (record: ClusterRecord): Promise<void> => {
    const cluster = clusters.get(record.id);
    clusters.delete(record.id);
    recorded.delete(record.id);
    await cluster?.[Symbol.asyncDispose]();
    records.remove(record.id);
    log.info("openshift.cluster.gone", { cluster: record.infraId });
  };

  const follow = (key: string, group: string, work: (signal: AbortSignal) => Promise<void>): void => {
    if (busy.has(key)) return;
    const stop = new AbortController();
    const ended = work(stop.signal)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) log.error("openshift.failed", { key, error });
      })
      .finally(() => {
        busy.delete(key);
        wake(group);
      });
    busy.set(key, { stop, ended });
  };

  /** Machines whose ignition was bad: they are looked at again when they are made anew. */
  const begun = new Set<string>();
  const lookAt = (group: string): void => {
    const inGroup = [...view.machinesIn(group)];
    const known = [...recorded.values()]
      .filter((record) => record.group === group)
      .map((record) => clusters.get(record.id)?.record ?? record);
    for (const record of known) {
      const left = inGroup.some(({ name }) => name.startsWith(`${record.infraId}-`));
      const other = inGroup.find(({ key }) => key === record.bootstrap.key);
      const madeAnew = other !== undefined && other.vmId !== record.bootstrap.vmId;
      if (!left || (madeAnew && record.phase !== "complete")) follow(record.id, group, () => end(record));
    }
    const bootstraps = new Map(known.map(({ bootstrap }) => [bootstrap.key, bootstrap.vmId]));
    for (const machine of inGroup) {
      const { key, vmId, running, pointer } = machine;
      if (pointer?.kind !== "bootstrap" || !running || bootstraps.has(key) || begun.has(vmId)) continue;
      const { source } = pointer;
      begun.add(vmId);
      follow(key, group, (signal) => beginCluster(machine, source, signal));
    }
  };
  const look = (): void => {
    const groups = [...written];
    written.clear();
    for (const group of groups) lookAt(group);
    for (const [key, { stop }] of busy) {
      if (!key.startsWith("/")) continue;
      const machine = view.machine(key);
      if (machine?.running !== true && !stop.signal.aborted) {
        stop.abort();
        if (machine !== undefined) begun.delete(machine.vmId);
      }
    }
  };

  let stopped = true;
  let timer: Disposable | undefined;
  /** Groups in which something has changed since they were looked at. */
  const written = new Set<string>();
  /** ARM's writes are looked at when their transaction has ended. */
  function wake(group: string): void {
    if (stopped) return;
    written.add(group);
    if (timer !== undefined) return;
    timer = clock.timer(lookMilliseconds, () => {
      timer = undefined;
      if (!stopped) look();
    });
  }

  return {
    names: clusterNames({ view, clusters: () => clusters.values(), lookup: deps.lookup }),
    routes: clusterRoutes(() => [...clusters.values()]),
    run: async (signal) => {
      stopped = false;
      const stop = view.watch((key) => wake(groupOf(key)));
      for (const record of records.all()) {
        recorded.set(record.id, record);
        follow(record.id, record.group, (ending) => start(record, ending));
        wake(record.group);
      }
      for (const { group } of view.machines()) wake(group);
      if (!signal.aborted)
        await new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
      stopped = true;
      stop();
      timer?.[Symbol.dispose]();
      for (const { stop: one } of busy.values()) one.abort();
      await Promise.all([...busy.values()].map(({ ended }) => ended));
      await Promise.all([...clusters.values()].map((cluster) => cluster[Symbol.asyncDispose]()));
      view[Symbol.dispose]();
    },
  };
}
