import type { KubeObject } from "@aro/control-plane";
import { AzureFailure } from "../azure/azure-client.ts";
import { isOfStatusOnly } from "../cluster/changes.ts";
import { type ClusterContext, type ClusterController, timeStamp } from "../cluster/context.ts";
import { createKeyed } from "../cluster/keyed.ts";
import type { Objects } from "../cluster/objects.ts";
import { drain } from "../nodes/drain.ts";
import {
  type FoundMachine,
  findMachine,
  type MachinePlace,
  machineIdOf,
  makeMachine,
  removeMachine,
} from "./azure-machine.ts";
import { credentialsIn, secretOf } from "./credentials.ts";
import { created, type MachinePhase, type MachineStatus, machineStatusOf, notCreated } from "./machine-status.ts";
import { readProviderSpec } from "./provider-spec.ts";

export const machines = "machine.openshift.io/v1beta1/machines";
export const machineNamespace = "openshift-machine-api";
const finalizer = "machine.machine.openshift.io";
const nodes = "v1/nodes";
/** machine-api looks at a machine that stands still again after this long. */
const again = [20_000, 20_000] as const;

/**
 * Machines: makes what they want in the emulated ARM with the cluster's own credentials, tells what has become of it, takes it away when they
 * are deleted. Only what ARM lets those credentials do is done; what it refuses stands in the Machine's status.
 */
export const machinesController: ClusterController = async (context, signal) => {
  const api = context.objects("machine-api");
  const keyed = createKeyed(context, "machines", async (name, ending) => {
    const machine = api.get(machines, name, machineNamespace);
    return machine === undefined ? undefined : look(context, api, machine, ending);
  });
  const all = () => {
    for (const { metadata } of api.list(machines, machineNamespace)) keyed.add(metadata.name);
  };
  const named = (name: string) => {
    if (api.get(machines, name, machineNamespace) !== undefined) keyed.add(name);
  };
  const stops = [
    api.watch(machines, (event) => {
      if (!isOfStatusOnly(event)) keyed.add(event.key.slice(event.key.indexOf("/") + 1));
    }),
    api.watch(nodes, ({ type, key }) => {
      if (type !== "MODIFIED") named(key);
    }),
    api.watch("v1/secrets", ({ key }) => {
      if (key.startsWith(`${machineNamespace}/`)) all();
    }),
    // A machine's own resources begin with its name.
    context.view.watch((key) => {
      const name = key.slice(key.lastIndexOf("/") + 1);
      for (const { metadata } of api.list(machines, machineNamespace))
        if (name.startsWith(metadata.name)) keyed.add(metadata.name);
    }, context.record.group),
  ];
  all();
  await keyed.run(signal);
  for (const stop of stops) stop();
};

async function look(
  context: ClusterContext,
  api: Objects,
  machine: KubeObject,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { name } = machine.metadata;
  const now = () => timeStamp(context.clock.now());
  const status = machineStatusOf(machine);
  const report = (change: MachineStatus) => {
    const next = { ...status, ...change };
    const { lastUpdated: _, ...old } = status;
    const { lastUpdated: __, ...wanted } = next;
    if (JSON.stringify(old) === JSON.stringify(wanted)) return;
    api.setStatus(machines, name, machineNamespace, { ...next, lastUpdated: now() });
  };
  const fail = (message: string, reason: string) =>
    report({
      phase: "Failed",
      errorReason: reason,
      errorMessage: message,
      providerStatus: {
        ...status.providerStatus,
        conditions: notCreated(message, now(), status.providerStatus?.conditions),
      },
    });
  const isGoing = machine.metadata.deletionTimestamp !== undefined;
  if (!isGoing && !machine.metadata.finalizers?.includes(finalizer)) {
    const finalizers = [...(machine.metadata.finalizers ?? []), finalizer];
    api.change(machines, name, machineNamespace, (held) => ({ ...held, metadata: { ...held.metadata, finalizers } }));
    return undefined;
  }
  if (status.phase === "Failed" && !isGoing) return undefined;
  const spec = readProviderSpec(machine);
  if (typeof spec === "string") {
    if (isGoing) return letGo(api, name);
    fail(spec, "InvalidConfiguration");
    return undefined;
  }
  const found = credentialsIn(context, api, spec.credentialsSecret, "machine-api-controllers");
  if (typeof found === "string") {
    report({
      phase: isGoing ? "Deleting" : (status.phase ?? "Provisioning"),
      providerStatus: {
        ...status.providerStatus,
        conditions: notCreated(found, now(), status.providerStatus?.conditions),
      },
    });
    return context.lasts(again);
  }
  const place: MachinePlace = { subscriptionId: found.subscriptionId, infraId: context.record.infraId, name, spec };
  const client = context.azure(found.credentials);
  try {
    if (isGoing) {
      report({ phase: "Deleting" });
      if (status.nodeRef !== undefined) await drain(context, status.nodeRef.name, signal);
      await removeMachine(client, place, signal);
      letGo(api, name);
      return undefined;
    }
    let there = await findMachine(client, place);
    if (there === undefined) {
      if (hasBeenMade(machine)) {
        fail("Can't find created instance.", "UpdateError");
        return undefined;
      }
      report({ phase: "Provisioning" });
      const userData = secretOf(api, spec.userDataSecret, machineNamespace)?.["userData"];
      if (userData === undefined)
        throw new AzureFailure(
          400,
          "InvalidConfiguration",
          `failed to get custom data: secret ${machineNamespace}/${spec.userDataSecret} has no userData`,
        );
      await makeMachine(client, place, { userData, password: `Aa1!${context.random.uuid()}` }, signal);
      there = await findMachine(client, place);
      if (there === undefined) return context.lasts(again);
    }
    // What a former look has seen may have changed while this one waited.
    const held = api.get(machines, name, machineNamespace);
    if (held !== undefined) tell(context, api, held, there, spec);
    return undefined;
  } catch (error) {
    if (!(error instanceof AzureFailure)) throw error;
    const message = describe(name, place, error);
    context.log.info("openshift.machine.refused", { machine: name, code: error.code, message: error.message });
    if (!isGoing && isFinal(error)) {
      fail(message, "InvalidConfiguration");
      return undefined;
    }
    report({
      phase: isGoing ? "Deleting" : (status.phase ?? "Provisioning"),
      providerStatus: {
        ...status.providerStatus,
        conditions: notCreated(message, now(), status.providerStatus?.conditions),
      },
    });
    return context.lasts(again);
  }
}

/** Of Azure's refusals those that say that the request itself is wrong are final, as machine-api has it; others are tried again. */
const isFinal = ({ status, code }: AzureFailure): boolean =>
  status >= 400 && status < 500 && status !== 429 && !["Conflict", "AnotherOperationInProgress"].includes(code);

/** Whether Azure has once had its machine. */
const hasBeenMade = (machine: KubeObject): boolean =>
  typeof (machine["spec"] as { providerID?: string }).providerID === "string";

function describe(name: string, place: MachinePlace, { status, code, message }: AzureFailure): string {
  if (status === 0)
    return `failed to reconcile machine ${JSON.stringify(name)}: failed to acquire a token: ${code}: ${message}`;
  const json = JSON.stringify({ error: { code, message } });
  return `failed to reconcile machine ${JSON.stringify(name)}: failed to create vm ${name}: failure sending request for machine ${name}: cannot create vm: PUT https://management.azure.com${machineIdOf(place)} RESPONSE ${status} ERROR CODE: ${code} ${json}`;
}

/** Writes into a Machine what Azure and its node say. */
function tell(
  context: ClusterContext,
  api: Objects,
  machine: KubeObject,
  there: FoundMachine,
  spec: Exclude<ReturnType<typeof readProviderSpec>, string>,
): void {
  const { name } = machine.metadata;
  const now = timeStamp(context.clock.now());
  const node = api.get(nodes, name);
  const status = machineStatusOf(machine);
  const phase: MachinePhase = node !== undefined ? "Running" : "Provisioned";
  const state = there.power === "" ? there.state : there.power.charAt(0).toUpperCase() + there.power.slice(1);
  api.change(machines, name, machineNamespace, (held) => ({
    ...held,
    metadata: {
      ...held.metadata,
      labels: {
        ...held.metadata.labels,
        "machine.openshift.io/instance-type": spec.vmSize,
        "machine.openshift.io/region": spec.location,
        ...(spec.zone === undefined ? {} : { "machine.openshift.io/zone": spec.zone }),
      },
      annotations: { ...held.metadata.annotations, "machine.openshift.io/instance-state": state },
    },
    spec: { ...(held["spec"] as object), providerID: `azure://${there.id}` },
  }));
  const next: MachineStatus = {
    ...status,
    phase,
    addresses: there.addresses,
    providerStatus: {
      ...status.providerStatus,
      metadata: {},
      conditions: created(now, status.providerStatus?.conditions),
      vmId: there.id,
      vmState: state,
    },
    ...(node === undefined ? {} : { nodeRef: { kind: "Node", name, uid: node.metadata.uid } }),
  };
  if (node === undefined) delete next.nodeRef;
  const { lastUpdated: _, ...old } = status;
  const { lastUpdated: __, ...wanted } = next;
  if (JSON.stringify(old) !== JSON.stringify(wanted))
    api.setStatus(machines, name, machineNamespace, { ...next, lastUpdated: now });
  if (node !== undefined && node.metadata.annotations?.["machine.openshift.io/machine"] === undefined)
    api.change(nodes, name, undefined, (held) => ({
      ...held,
      metadata: {
        ...held.metadata,
        annotations: { ...held.metadata.annotations, "machine.openshift.io/machine": `${machineNamespace}/${name}` },
      },
    }));
}

/** Takes machine-api's hold off a Machine that is being deleted. */
function letGo(api: Objects, name: string): undefined {
  api.change(machines, name, machineNamespace, (held) => ({
    ...held,
    metadata: { ...held.metadata, finalizers: (held.metadata.finalizers ?? []).filter((one) => one !== finalizer) },
  }));
}
