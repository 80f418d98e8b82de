import type { KubeObject } from "@aro/control-plane";
import type { ClusterController } from "../cluster/context.ts";
import { keep } from "../cluster/keep.ts";
import type { Objects } from "../cluster/objects.ts";
import { isReady } from "../nodes/ready.ts";
import { machineStatusOf } from "./machine-status.ts";
import { machineNamespace, machines } from "./machines.ts";

export const machineSets = "machine.openshift.io/v1beta1/machinesets";

interface MachineSetSpec {
  replicas?: number;
  deletePolicy?: "Random" | "Newest" | "Oldest";
  selector?: { matchLabels?: Record<string, string> };
  template?: { metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> }; spec?: object };
}

/** Which of a set's machines go first: those that failed or have no node, then by the set's policy. */
function goFirst(policy: MachineSetSpec["deletePolicy"]) {
  const marked = (one: KubeObject) => one.metadata.annotations?.["machine.openshift.io/delete-machine"] !== undefined;
  const useless = (one: KubeObject) =>
    machineStatusOf(one).phase === "Failed" || machineStatusOf(one).nodeRef === undefined;
  const age = (one: KubeObject) => Date.parse(one.metadata.creationTimestamp);
  return (a: KubeObject, b: KubeObject): number =>
    Number(marked(b)) - Number(marked(a)) ||
    Number(useless(b)) - Number(useless(a)) ||
    (policy === "Oldest" ? age(a) - age(b) : age(b) - age(a)) ||
    (a.metadata.name < b.metadata.name ? -1 : 1);
}

/** MachineSets: as many machines as they want, and how many of them have a node that is ready. */
export const machineSetsController: ClusterController = async (context, signal) => {
  const api = context.objects("machine-api");
  const look = (): undefined => {
    const all = api.list(machines, machineNamespace);
    for (const set of api.list(machineSets, machineNamespace))
      if (set.metadata.deletionTimestamp === undefined) scale(api, set, ownedBy(all, set), context.random);
    for (const set of api.list(machineSets, machineNamespace))
      report(api, set, ownedBy(api.list(machines, machineNamespace), set));
  };
  await keep(context, { name: "machine-sets", resources: [machineSets, machines, "v1/nodes"] }, look, signal);
};

const ownedBy = (all: readonly KubeObject[], set: KubeObject): KubeObject[] =>
  all.filter(
    ({ metadata }) =>
      metadata.deletionTimestamp === undefined &&
      metadata.ownerReferences?.some(({ uid }) => uid === set.metadata.uid) === true,
  );

function scale(
  api: Objects,
  set: KubeObject,
  owned: readonly KubeObject[],
  random: { bytes(count: number): Uint8Array },
): void {
  const spec = (set["spec"] ?? {}) as MachineSetSpec;
  const wanted = spec.replicas ?? 1;
  for (let index = owned.length; index < wanted; index++) {
    api.ensure({
      apiVersion: "machine.openshift.io/v1beta1",
      kind: "Machine",
      metadata: {
        name: `${set.metadata.name}-${suffix(random)}`,
        namespace: machineNamespace,
        labels: { ...spec.template?.metadata?.labels },
        annotations: { ...spec.template?.metadata?.annotations },
        ownerReferences: [
          {
            apiVersion: set.apiVersion,
            kind: set.kind,
            name: set.metadata.name,
            uid: set.metadata.uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: structuredClone(spec.template?.spec ?? {}),
    });
  }
  for (const one of owned.toSorted(goFirst(spec.deletePolicy)).slice(0, Math.max(0, owned.length - wanted)))
    api.remove(machines, one.metadata.name, machineNamespace);
}

const letters = "bcdfghjklmnpqrstvwxz2456789";

/** Five letters as Kubernetes draws them for generated names. */
export const suffix = (random: { bytes(count: number): Uint8Array }): string =>
  [...random.bytes(5)].map((byte) => letters[byte % letters.length]).join("");

function report(api: Objects, set: KubeObject, owned: readonly KubeObject[]): void {
  const spec = (set["spec"] ?? {}) as MachineSetSpec;
  const labels = Object.entries(spec.template?.metadata?.labels ?? {});
  const ready = owned.filter((one) => {
    const node = machineStatusOf(one).nodeRef?.name;
    const found = node === undefined ? undefined : api.get("v1/nodes", node);
    return found !== undefined && isReady(found);
  }).length;
  const held = (set["status"] ?? {}) as { conditions?: object };
  api.setStatus(machineSets, set.metadata.name, machineNamespace, {
    ...(held.conditions === undefined ? {} : { conditions: held.conditions }),
    replicas: owned.length,
    fullyLabeledReplicas: owned.filter(({ metadata }) =>
      labels.every(([name, value]) => metadata.labels?.[name] === value),
    ).length,
    ...(ready === 0 ? {} : { readyReplicas: ready, availableReplicas: ready }),
    observedGeneration: set.metadata.generation ?? 1,
  });
}
