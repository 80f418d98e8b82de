import { type ControlPlane, createKubelets, inTurns } from "@aro/control-plane";
import { type Identity, issue } from "@aro/pki";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Faults } from "../../faults/apply.ts";
import { containerPrograms } from "../../processes/container-programs.ts";
import type { Programs } from "../../processes/programs.ts";
import type { Wall } from "../../wall/wall.ts";
import { type AzureClient, openAzureClient } from "../azure/azure-client.ts";
import type { Machine } from "../azure/facts.ts";
import type { AzureView } from "../azure/view.ts";
import { type Assets, readAssets } from "../boot/assets.ts";
import { runOnBootstrap } from "../boot/bootstrap-shell.ts";
import { bootstrap, completeBootstrap } from "../boot/bootstrapping.ts";
import { readIgnition, readSystem } from "../boot/ignition.ts";
import { startSshServer } from "../boot/ssh-server.ts";
import { apiGate } from "../faults/api-gate.ts";
import type { ClusterFaults, ClusterParts } from "../faults/cluster-faults.ts";
import { ingressAddress, routerNodes } from "../ingress/ingress-operator.ts";
import { openWebListener } from "../ingress/listener.ts";
import { answerWeb } from "../ingress/web.ts";
import type { NamedCluster } from "../names/cluster-names.ts";
import { membersOf, nodesController } from "../nodes/nodes.ts";
import { openReboots } from "../nodes/reboots.ts";
import { openNewsBoard } from "../operators/news.ts";
import { operatorsOf } from "../operators/table.ts";
import { openTokens } from "../sign-in/tokens.ts";
import { type AdministratorCall, administrator } from "./call.ts";
import type { ClusterContext, Range } from "./context.ts";
import { clusterControllers } from "./controllers.ts";
import { openObjects } from "./objects.ts";
import type { ClusterRecord, ClusterRecords } from "./record.ts";
import { openServingCertificates } from "./serving-certificates.ts";
import { startApiServer } from "./start.ts";
import { valueIn } from "./values.ts";

export interface ClusterDeps {
  records: ClusterRecords;
  view: AzureView;
  lasts(range: Range): number;
  /** What a machine's serial console has said, by the machine's key. */
  consoleOf(machine: string): readonly string[];
  /** The whole cloud, as machines reach it, and where ARM and Entra answer. */
  wall: Wall;
  base: string;
  /** Where armed faults strike. */
  armed: Pick<Faults, "around">;
  /** How the service's own programs are run, where nodes run their image. */
  programs: Programs | undefined;
  clock: Clock;
  random: Random;
  log: Log;
}

/** A cluster that is there: its API server runs, and its controllers do what is left to do. */
export interface Cluster extends NamedCluster, AsyncDisposable {
  readonly record: ClusterRecord;
  readonly controlPlane: ControlPlane;
  readonly faults: ClusterFaults;
  /** What it has that faults may name: its operators, and the machines that are nodes or become some. */
  parts(): ClusterParts;
  /** What is to be wrong with it from now on. */
  setFaults(faults: ClusterFaults): Promise<void>;
}

/** Before something that failed is begun anew. */
const restMilliseconds = 500;
const dayMilliseconds = 86_400_000;
/** Of each node: less often than in the field, since hundreds of clusters may stand on one machine. */
const heartbeatMilliseconds = 30_000;
const ports: { ssh: number; api: number; machineConfig: number; ingress: readonly number[] } = {
  ssh: 22,
  api: 6443,
  machineConfig: 22623,
  ingress: [80, 443],
};

/** Starts a cluster from its folder, wherever its boot had come to; `assets` are those of the folder, where they have just been read. */
export async function openCluster(found: ClusterRecord, deps: ClusterDeps, assets?: Assets): Promise<Cluster> {
  const { records, view, random, log } = deps;
  // Many clusters wake at the same time: what they do then takes turns with what answers callers.
  const clock = inTurns(deps.clock);
  const { objects, ...facts } = assets ?? readKept(records, found.id);
  let record = found;
  let manifests = objects;
  const serving = facts.tls.identity("kube-apiserver-lb-server");
  if (serving === undefined) throw new Error("readAssets lets no assets through without kube-apiserver-lb-server");
  const certificates = openServingCertificates(serving, `apps.${facts.domain}`);
  const kubelets = createKubelets({
    seed: record.infraId,
    pace: deps.lasts([1_000, 1_000]) / 1_000,
    heartbeatMilliseconds,
    restartMilliseconds: Math.max(10, deps.lasts([10_000, 10_000])),
    programs: containerPrograms({
      ...deps,
      folder: records.path(record.id, "pods"),
      apiServer: () => ({ address: controlPlane.address, name: `api-int.${facts.domain}` }),
    }),
  });
  let faults = records.faults(record.id);
  const faultWatchers = new Set<() => void>();
  const news = openNewsBoard();
  const expired = async (): Promise<Identity | undefined> => {
    const signer = facts.tls.identity("kube-apiserver-lb-signer");
    const name = `api-int.${facts.domain}`;
    const names = [`api.${facts.domain}`, name];
    const now = clock.now();
    const life = { notBefore: now - 30 * dayMilliseconds, notAfter: now - dayMilliseconds };
    return signer && issue({ commonName: name, usage: "server", key: "ec", names, ...life }, random, signer);
  };
  const strike = async (): Promise<void> => {
    certificates.overrideApi(faults.certificate === "expired" ? await expired() : undefined);
    for (const { name } of operatorsOf(facts.version)) news.say(name, "fault", faults.operators[name]);
    for (const changed of faultWatchers) changed();
  };
  await strike();
  const controlPlane: ControlPlane = await startApiServer({
    gate: apiGate(record.infraId, () => faults, deps.armed),
    signIn: { tokens: (token) => tokens.user(token), controlPlane: () => controlPlane },
    facts,
    kubelets,
    path: records.path(record.id, "objects.db"),
    certificates,
    clock,
    random,
    log,
  });
  const call = administrator(controlPlane);
  const azure = new Map<string, AzureClient>();
  // What is done outside of the cluster's own store is done by what the store holds already, whatever dies.
  const wall: ClusterDeps["wall"] = (request) => {
    controlPlane.store.settle();
    return deps.wall(request);
  };
  const context: ClusterContext = {
    get record() {
      return record;
    },
    facts,
    controlPlane,
    view,
    objects: (operator) => openObjects(controlPlane, operator),
    call,
    serviceAccountToken: (namespace, name, audience) => tokenFor(call, namespace, name, audience),
    azure: (credentials) => {
      const key = JSON.stringify(credentials);
      const known = azure.get(key);
      if (known !== undefined) return known;
      const made = openAzureClient({ ...deps, wall }, credentials);
      azure.set(key, made);
      return made;
    },
    lasts: deps.lasts,
    clock,
    random,
    log: log.with({ cluster: record.infraId }),
  };
  const silenced = {
    has: (name: string) => faults.silentNodes.includes(name),
    watch: (changed: () => void) => {
      faultWatchers.add(changed);
      return () => faultWatchers.delete(changed);
    },
  };
  const reboots = openReboots(kubelets, clock);
  const routers = context.objects("router");
  const tokens = openTokens(() => context.objects("oauth-server"), { clock, random });
  const web = await openWebListener({
    usual: facts.tls.identity("machine-config-server") ?? serving,
    certificateFor: (name) => certificates.forApps(name),
    answer: answerWeb(context, tokens),
    log,
  });
  let isUp = false;
  const runsApi = (machine: Machine): boolean =>
    machine.key === record.bootstrap.key
      ? record.phase !== "complete"
      : kubelets.get(machine.name)?.isUp === true &&
        machine.pointer?.kind === "member" &&
        machine.pointer.role === "master";
  const { user, authorizedKeys, units } = readSystem(records.ignition(record.id));
  const ssh = await startSshServer({
    user,
    authorizedKeys,
    run: (line) => {
      const said = deps.consoleOf(record.bootstrap.key);
      const serves = isUp && faults.api === "answers" && record.phase !== "complete";
      return runOnBootstrap(line, { serves, complete: record.phase === "complete", units, console: said });
    },
    log,
  });
  const portOf = (machine: Machine, port: number): number | string => {
    if (port === ports.ssh && machine.key === record.bootstrap.key) return ssh.port;
    if (faults.api === "refuses")
      return `the API server of cluster '${record.infraId}' refuses, since a fault wants it so`;
    if (!isUp) return `the API server of cluster '${record.infraId}' is starting`;
    if (ports.ingress.includes(port) && machine.pointer?.kind === "member")
      return routerNodes(routers).has(machine.name) ? web.port : `no router runs on machine '${machine.name}'`;
    if (port !== ports.api && port !== ports.machineConfig)
      return `nobody listens at port ${port} of machine '${machine.name}'`;
    if (runsApi(machine)) return port === ports.api ? controlPlane.port : web.port;
    return `no API server runs on machine '${machine.name}'`;
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  const bootDeps = {
    manifests: () => manifests,
    up: () => {
      isUp = true;
      manifests = [];
    },
    reach: (phase: ClusterRecord["phase"]) => {
      controlPlane.store.settle();
      record = { ...record, phase };
      records.write(record);
    },
  };
  /** Does it until it ends well or the cluster is stopped: what fails for want of something is begun anew. */
  const supervised = async (work: () => Promise<unknown>): Promise<void> => {
    while (!signal.aborted) {
      try {
        await work();
        return;
      } catch (error) {
        if (signal.aborted) return;
        context.log.error("openshift.controller.failed", { error });
        await clock.sleep(restMilliseconds, signal).catch(() => undefined);
      }
    }
  };
  const serves = (machine: Machine) => isUp && runsApi(machine);
  const running = (async () => {
    await supervised(() => bootstrap(context, bootDeps, signal));
    await Promise.all([
      supervised(() => nodesController({ kubelets, reboots, silenced, serves })(context, signal)),
      (async () => {
        await supervised(() => completeBootstrap(context, bootDeps, signal));
        const controllers = signal.aborted ? [] : clusterControllers(context, { certificates, reboots, news });
        await Promise.all(controllers.map((controller) => supervised(() => controller(context, signal))));
      })(),
    ]);
  })();
  return {
    get record() {
      return record;
    },
    infraId: record.infraId,
    domain: facts.domain,
    group: record.group,
    controlPlane,
    get faults() {
      return faults;
    },
    parts: () => ({
      operators: operatorsOf(facts.version).map(({ name }) => name),
      nodes: membersOf(context).map(({ name }) => name),
    }),
    setFaults: async (wanted) => {
      records.writeFaults(record.id, wanted);
      faults = wanted;
      await strike();
    },
    portOf,
    ingressAddress: () => ingressAddress(routers),
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await running;
      await web.close();
      await ssh[Symbol.asyncDispose]();
      await controlPlane[Symbol.asyncDispose]();
    },
  };
}

/** Asks for a token of a service account, which is made when it is not there. */
async function tokenFor(call: AdministratorCall, namespace: string, name: string, audience: string): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  const ask = () =>
    call("POST", `${path}/${name}/token`, {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { audiences: [audience], expirationSeconds: 3600 },
    });
  let answer = await ask();
  if (answer.status === 404) {
    await call("POST", path, { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } });
    answer = await ask();
  }
  const token = valueIn(answer.body, "status.token");
  if (typeof token !== "string") throw new Error(`no token for ${namespace}/${name}: ${answer.status}`);
  return token;
}

/** The assets that a cluster's folder keeps: they were found good before they were kept. */
function readKept(records: ClusterRecords, id: string): Assets {
  const read = readIgnition(records.ignition(id));
  if ("problem" in read) throw new Error(read.problem);
  const assets = readAssets(read.files);
  if (typeof assets === "string") throw new Error(assets);
  return assets;
}
