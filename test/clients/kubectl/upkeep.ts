import assert from "node:assert/strict";
import { systemClock } from "@aro/runtime";
import { CoreV1Api, KubeConfig, makeInformer, type V1ConfigMap } from "@kubernetes/client-node";
import type { Customer } from "../../harness/customer.ts";
import { type Instance, runAro } from "../../harness/instance.ts";
import { operatorsOf, processNamed, restarted } from "../../harness/processes.ts";
import type { Command } from "./command.ts";
import type { Place } from "./place.ts";
import { type Kubectl, sayTo } from "./run.ts";
import type { Step } from "./sign-in.ts";

const machineApi = "-n openshift-machine-api";
const computeVersion = "2024-07-01";

const machineConfig = `
apiVersion: machineconfiguration.openshift.io/v1
kind: MachineConfig
metadata: {name: 99-worker-suite, labels: {machineconfiguration.openshift.io/role: worker}}
spec:
  config:
    ignition: {version: 3.2.0}
    storage:
      files:
      - {path: /etc/suite, mode: 420, contents: {source: "data:,suite"}}
`;

/** What becomes of a cluster over weeks, in minutes: it grows, is changed, upgraded, broken and healed, and its processes die. */
export function upkeep(
  place: Place,
  { instance, customer }: { instance: Instance; customer: Customer },
  client: Kubectl,
): readonly Step[] {
  const kept = new Map<string, string>();
  /** @throws Error when it is not what must come of it. */
  const say = async (command: Command): Promise<void> => {
    const verdict = await sayTo(client, place, command, kept);
    assert.equal(verdict.outcome, "passed", `${command.say}: ${verdict.why ?? ""}`);
  };
  const step = (what: string, commands: readonly (Command | (() => Promise<unknown>))[]): Step => ({
    what: `${client.name}, upkeep: ${what}`,
    does: async () => {
      for (const one of commands) await (typeof one === "function" ? one() : say(one));
      return undefined;
    },
  });
  const fault =
    (...flags: string[]) =>
    async () =>
      runAro("local", "fault", "cluster", "--state", instance.folder, ...flags);
  const machines = async (): Promise<string[]> => {
    const { json } = await instance.client.ok({
      method: "GET",
      path: `/subscriptions/${customer.subscriptionId}/resourceGroups/${customer.managedGroup}/providers/Microsoft.Compute/virtualMachines`,
      apiVersion: computeVersion,
    });
    return (json as { value: { name: string }[] }).value.map(({ name }) => name);
  };
  const nodesReady = (count: number, within: number): Command => ({
    say: "get nodes --no-headers",
    within,
    shows: new RegExp(`^(\\S+ +Ready +[^\\n]*\\n){${count}}$`),
  });
  const core = (): CoreV1Api => {
    const config = new KubeConfig();
    config.loadFromFile(place.kubeconfig);
    return config.makeApiClient(CoreV1Api);
  };

  return [
    step("a MachineSet that is scaled up makes a machine in Azure and a node, scaled down it takes both away", [
      { say: `get machinesets ${machineApi} -o jsonpath={.items[0].metadata.name}`, keep: "set" },
      { say: `scale machineset $set ${machineApi} --replicas=2`, shows: /scaled/ },
      { say: `get machineset $set ${machineApi}`, within: 120, shows: /2 +2 +2 +2 / },
      nodesReady(7, 60),
      async () => assert.equal((await machines()).length, 7),
      { say: `scale machineset $set ${machineApi} --replicas=1`, shows: /scaled/ },
      nodesReady(6, 120),
      async () => assert.equal((await machines()).length, 6),
    ]),
    step("the control plane machine set replaces a master that is deleted", [
      {
        say: `get controlplanemachineset ${machineApi} cluster`,
        shows: /DESIRED +CURRENT +READY[\s\S]*cluster +3 +3 +3/,
      },
      {
        say: `patch controlplanemachineset ${machineApi} cluster --type=merge -p '{"spec":{"state":"Active"}}'`,
        shows: /patched/,
      },
      {
        say: `get machines ${machineApi} -l machine.openshift.io/cluster-api-machine-role=master -o jsonpath={.items[2].metadata.name}`,
        keep: "master",
      },
      { say: `delete machine ${machineApi} $master --timeout=170s`, shows: /deleted/ },
      { say: `get controlplanemachineset ${machineApi} cluster`, within: 120, shows: /cluster +3 +3 +3 +3/ },
      nodesReady(6, 60),
    ]),
    step("a MachineConfig rolls the workers one by one", [
      { say: "apply -f -", input: machineConfig, shows: /created/ },
      { say: "get mcp worker", within: 30, shows: /worker +\S+ +False +True +False/ },
      { say: "get mcp worker", within: 170, shows: /worker +rendered-worker-\S+ +True +False +False +3 +3 +3 +0/ },
      { say: "describe mcp worker", shows: /99-worker-suite/ },
      { say: "delete machineconfig 99-worker-suite", shows: /deleted/ },
      { say: "get mcp worker", within: 170, shows: /worker +rendered-worker-\S+ +True +False +False +3 +3 +3 +0/ },
    ]),
    step("ClusterVersion is upgraded by a patch, and tells how far it is", [
      { say: "get clusterversion version -o jsonpath={.status.desired.version}", keep: "from" },
      async () =>
        kept.set(
          "to",
          (kept.get("from") ?? "").replace(/\d+$/, (last) => String(Number(last) + 1)),
        ),
      {
        say: `patch clusterversion version --type=merge -p '{"spec":{"desiredUpdate":{"version":"$to","image":"quay.io/openshift-release-dev/ocp-release@sha256:${"0".repeat(64)}"}}}'`,
        shows: /patched/,
      },
      { say: "get clusterversion", within: 30, shows: /True +True +\S+ +Working towards [\d.]+: \d+ of \d+ done/ },
      { say: "get clusterversion", within: 175, shows: /version +4\.\d+\.\d+ +True +False +\S+ +Cluster version is/ },
      async () =>
        say({
          say: "get clusterversion -o jsonpath={.items[0].status.history[0].state}{.items[0].status.history[0].version}",
          shows: new RegExp(`^Completed${kept.get("to")}$`),
        }),
      {
        say: "get clusteroperators --no-headers",
        shows: /^(\S+ +\d\S+ +True +False +False +\S+ *\n)+$/,
        within: 60,
      },
      nodesReady(6, 60),
    ]),
    step("a node that is told to be silent is not ready, an operator that is told to be degraded says so", [
      {
        say: "get nodes -l node-role.kubernetes.io/worker -o jsonpath={.items[0].metadata.name}",
        keep: "worker",
      },
      async () => fault("--silent-node", kept.get("worker") ?? "", "--degraded", "dns=it was told to")(),
      { say: "get node $worker", within: 120, shows: /NotReady/ },
      { say: "get clusteroperator dns", within: 30, shows: /dns +\S+ +True +False +True/ },
      fault("--heal"),
      { say: "get node $worker", within: 60, shows: /\bReady/ },
      { say: "get clusteroperator dns", within: 30, shows: /dns +\S+ +True +False +False/ },
    ]),
    step("an API that hangs, refuses or serves what is over fails its clients, until it is healed", [
      fault("--api", "hangs"),
      { say: "get nodes --request-timeout=2s", refused: /[Tt]imeout|deadline/ },
      fault("--api", "refuses"),
      { say: "get nodes --request-timeout=2s", refused: /Bad Gateway|refused/ },
      fault("--heal", "--certificate", "expired"),
      { say: "get nodes --request-timeout=20s", refused: /expired/ },
      fault("--heal"),
      nodesReady(6, 60),
    ]),
    step("the operator's process that dies is started again, and its pod counts it", [
      async () => {
        const [first] = operatorsOf(instance);
        assert.ok(first !== undefined, "no operator runs");
        process.kill(first, "SIGKILL");
      },
      {
        say: "get pods -n openshift-azure-operator -o jsonpath={.items[*].status.containerStatuses[*].restartCount}",
        within: 60,
        shows: /[1-9]/,
      },
      {
        say: "rollout status -n openshift-azure-operator deployment/aro-operator-master --timeout=120s",
        shows: /successfully rolled out/,
      },
    ]),
    {
      what: "client-node, upkeep: an informer and all objects live over kill -9 of the emulator",
      does: async () => {
        const namespace = "default";
        const make = (name: string) => core().createNamespacedConfigMap({ namespace, body: { metadata: { name } } });
        await make("before-the-kill");
        const { items: pods } = await core().listPodForAllNamespaces();
        const seen = new Set<string>();
        const config = new KubeConfig();
        config.loadFromFile(place.kubeconfig);
        const informer = makeInformer<V1ConfigMap>(config, `/api/v1/namespaces/${namespace}/configmaps`, () =>
          core().listNamespacedConfigMap({ namespace }),
        );
        informer.on("add", ({ metadata }) => void seen.add(metadata?.name ?? ""));
        let over = false;
        informer.on("error", () => {
          if (!over) systemClock.timer(200, () => void informer.start());
        });
        await informer.start();
        const emulator = processNamed(instance.folder, "emulator");
        assert.ok(emulator !== undefined);
        process.kill(emulator.pid, "SIGKILL");
        await restarted(instance.folder, "emulator", emulator.restarts);
        const eventually = async (look: () => Promise<void>) => {
          for (const until = systemClock.monotonic() + 60_000; ; await systemClock.sleep(200)) {
            try {
              return await look();
            } catch (error) {
              if (systemClock.monotonic() > until) throw error;
            }
          }
        };
        try {
          await eventually(async () => void (await make("after-the-kill")));
          await eventually(async () =>
            assert.ok(seen.has("before-the-kill") && seen.has("after-the-kill"), [...seen].join()),
          );
        } finally {
          over = true;
          await informer.stop();
        }
        const { items: now } = await core().listPodForAllNamespaces();
        const missing = pods.filter(({ metadata }) => !now.some((one) => one.metadata?.uid === metadata?.uid));
        assert.ok(missing.length <= 2, `pods that are gone: ${missing.map(({ metadata }) => metadata?.name).join()}`);
        return undefined;
      },
    },
    step("after it all the cluster is well", [
      nodesReady(6, 60),
      {
        say: "get clusteroperators --no-headers",
        shows: /^(\S+ +\d\S+ +True +False +False +\S+ *\n)+$/,
        within: 60,
      },
    ]),
  ];
}
