import type { KubeObject } from "@aro/control-plane";
import { type ClusterContext, type ClusterController, timeStamp } from "../cluster/context.ts";
import { keep } from "../cluster/keep.ts";
import type { Objects } from "../cluster/objects.ts";
import { isReady } from "../nodes/ready.ts";
import { conditionsOf, heldConditions } from "../operators/condition.ts";
import { machineStatusOf } from "./machine-status.ts";
import { machineNamespace, machines } from "./machines.ts";
import { missingMaster } from "./missing-master.ts";

const sets = "machine.openshift.io/v1/controlplanemachinesets";
const roleLabel = "machine.openshift.io/cluster-api-machine-role";

/**
 * The ControlPlaneMachineSet: tells how the masters are; one that is deleted comes back inactive, made of a master, as its operator does. One that
 * somebody has made active replaces masters that are gone; in clusters of the service it is not (spec 04 §6.9).
 */
export const controlPlaneMachineSetController: ClusterController = async (context, signal) => {
  const api = context.objects("control-plane-machine-set-operator");
  const look = (): undefined => {
    const masters = api
      .list(machines, machineNamespace)
      .filter(({ metadata }) => metadata.labels?.[roleLabel] === "master");
    const held = api.get(sets, "cluster", machineNamespace);
    if (held === undefined) {
      makeAnew(context, api, masters);
      return undefined;
    }
    const missing = missingMaster(held, masters, context.record.infraId, context.random);
    if (missing !== undefined) api.ensure(missing);
    report(context, api, held, masters);
    return undefined;
  };
  await keep(
    context,
    { name: "control-plane-machine-set-operator", resources: [sets, machines, "v1/nodes"], restMilliseconds: 100 },
    look,
    signal,
  );
};

function makeAnew({ record }: ClusterContext, api: Objects, masters: readonly KubeObject[]): void {
  const [first] = masters;
  if (first === undefined) return;
  const {
    lifecycleHooks: _,
    providerID: __,
    ...spec
  } = (first["spec"] ?? {}) as { lifecycleHooks?: object; providerID?: string };
  const labels = {
    "machine.openshift.io/cluster-api-cluster": record.infraId,
    [roleLabel]: "master",
    "machine.openshift.io/cluster-api-machine-type": "master",
  };
  api.ensure({
    apiVersion: "machine.openshift.io/v1",
    kind: "ControlPlaneMachineSet",
    metadata: {
      name: "cluster",
      namespace: machineNamespace,
      labels: { "machine.openshift.io/cluster-api-cluster": record.infraId },
    },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      state: "Inactive",
      strategy: { type: "RollingUpdate" },
      template: {
        machineType: "machines_v1beta1_machine_openshift_io",
        machines_v1beta1_machine_openshift_io: { metadata: { labels }, spec },
      },
    },
  });
}

function report({ clock }: ClusterContext, api: Objects, held: KubeObject, masters: readonly KubeObject[]): void {
  const ready = masters.filter((machine) => {
    const node = machineStatusOf(machine).nodeRef?.name;
    const found = node === undefined ? undefined : api.get("v1/nodes", node);
    return found !== undefined && isReady(found);
  }).length;
  const all = ready === masters.length && masters.length > 0;
  const say = (type: string, is: boolean, reason: string) => ({
    type,
    status: is ? ("True" as const) : ("False" as const),
    reason,
    message: "",
  });
  api.setStatus(sets, "cluster", machineNamespace, {
    conditions: conditionsOf(
      heldConditions(held),
      [
        say("Available", ready > 0, ready > 0 ? "AllReplicasAvailable" : "UnavailableReplicas"),
        say("Degraded", false, "AsExpected"),
        say("Progressing", false, all ? "AllReplicasUpdated" : "AsExpected"),
      ],
      timeStamp(clock.now()),
    ).map((one) => ({ ...one, observedGeneration: held.metadata.generation ?? 1 })),
    observedGeneration: held.metadata.generation ?? 1,
    readyReplicas: ready,
    replicas: masters.length,
    updatedReplicas: masters.length,
    ...(masters.length > ready ? { unavailableReplicas: masters.length - ready } : {}),
  });
}
