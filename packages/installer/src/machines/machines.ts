import { type InstallFacts, infraIdOf, regionOf } from "../cluster/facts.ts";
import type { KubeObject, ManifestFile } from "../manifests/kube-object.ts";
import { providerSpec } from "./provider-spec.ts";

const namespace = "openshift-machine-api";
const api = "machine.openshift.io/v1beta1";
const clusterLabel = "machine.openshift.io/cluster-api-cluster";
const setLabel = "machine.openshift.io/cluster-api-machineset";

const roleLabels = (infraId: string, role: "master" | "worker"): Record<string, string> => ({
  [clusterLabel]: infraId,
  "machine.openshift.io/cluster-api-machine-role": role,
  "machine.openshift.io/cluster-api-machine-type": role,
});

/** The zones of a role, one undefined where machines are non-zonal. */
const zonesOf = (zones: readonly string[]): readonly (string | undefined)[] =>
  zones.length === 0 ? [undefined] : zones;

/** Names of the three machines of the control plane, which the deployment makes (spec 03 §7.4). */
const masterMachineNames = (facts: Pick<InstallFacts, "cluster">): string[] =>
  [0, 1, 2].map((index) => `${infraIdOf(facts)}-master-${index}`);

/** The control plane's machines: they are there before machine-api is, which then adopts them. */
export function masterMachines(facts: InstallFacts): KubeObject[] {
  const zones = zonesOf(facts.controlPlane.zones);
  return masterMachineNames(facts).map((name, index) => ({
    apiVersion: api,
    kind: "Machine",
    metadata: { name, namespace, labels: roleLabels(infraIdOf(facts), "master") },
    spec: {
      lifecycleHooks: {},
      metadata: {},
      providerSpec: { value: providerSpec(facts, "master", zones[index % zones.length]) },
    },
  }));
}

/** How many of `total` workers the set at `index` of `sets` has: they are spread, the first sets having one more. */
const shareOf = (total: number, sets: number, index: number): number =>
  Math.floor(total / sets) + (index < total % sets ? 1 : 0);

/** A set of workers for each zone, named `<infraID>-worker-<region><zone>` (spec 03 §7.4). */
export function workerMachineSets(facts: InstallFacts): KubeObject[] {
  const infraId = infraIdOf(facts);
  const [worker] = facts.cluster.properties.workerProfiles;
  const zones = zonesOf(facts.workers.zones);
  return zones.map((zone, index) => {
    const name = `${infraId}-worker-${regionOf(facts)}${zone ?? ""}`;
    const selector = { [clusterLabel]: infraId, [setLabel]: name };
    return {
      apiVersion: api,
      kind: "MachineSet",
      metadata: { name, namespace, labels: roleLabels(infraId, "worker") },
      spec: {
        replicas: shareOf(worker?.count ?? 0, zones.length, index),
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: { ...roleLabels(infraId, "worker"), [setLabel]: name } },
          spec: {
            lifecycleHooks: {},
            metadata: {},
            providerSpec: { value: providerSpec(facts, "worker", zone) },
          },
        },
      },
    };
  });
}

/** What keeps the control plane at three machines; inactive until somebody turns it on, as the operator's flag says (spec 03 §10.3). */
export function controlPlaneMachineSet(facts: InstallFacts): KubeObject {
  const infraId = infraIdOf(facts);
  const labels = roleLabels(infraId, "master");
  const { zones } = facts.controlPlane;
  return {
    apiVersion: "machine.openshift.io/v1",
    kind: "ControlPlaneMachineSet",
    metadata: { name: "cluster", namespace, labels: { [clusterLabel]: infraId } },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      state: "Inactive",
      strategy: { type: "RollingUpdate" },
      template: {
        machineType: "machines_v1beta1_machine_openshift_io",
        machines_v1beta1_machine_openshift_io: {
          ...(zones.length === 0
            ? {}
            : { failureDomains: { platform: "Azure", azure: zones.map((zone) => ({ zone })) } }),
          metadata: { labels },
          spec: { lifecycleHooks: {}, metadata: {}, providerSpec: { value: providerSpec(facts, "master", undefined) } },
        },
      },
    },
  };
}

/** Files of everything machine-api looks after. */
export const machineFiles = (facts: InstallFacts): ManifestFile[] => [
  ...masterMachines(facts).map((object, index) => ({
    path: `openshift/99_openshift-cluster-api_master-machines-${index}.yaml`,
    objects: [object],
  })),
  ...workerMachineSets(facts).map((object, index) => ({
    path: `openshift/99_openshift-cluster-api_worker-machineset-${index}.yaml`,
    objects: [object],
  })),
  {
    path: "openshift/99_openshift-machine-api_master-control-plane-machine-set.yaml",
    objects: [controlPlaneMachineSet(facts)],
  },
];
