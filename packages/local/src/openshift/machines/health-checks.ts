import type { KubeObject } from "@aro/control-plane";
import type { ClusterContext, ClusterController } from "../cluster/context.ts";
import { keep } from "../cluster/keep.ts";
import type { Objects } from "../cluster/objects.ts";
import { selects } from "../machine-config/render.ts";
import { machineStatusOf } from "./machine-status.ts";
import { machineNamespace, machines } from "./machines.ts";

const healthChecks = "machine.openshift.io/v1beta1/machinehealthchecks";

interface HealthCheckSpec {
  selector?: unknown;
  unhealthyConditions?: readonly { type: string; status: string; timeout: string }[];
  maxUnhealthy?: number | string;
}
interface Condition {
  type: string;
  status: string;
  lastTransitionTime?: string;
}

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** Milliseconds of a duration as Go writes it: `15m`, `1h30m`. */
export function goDuration(text: string): number {
  let sum = 0;
  for (const [, count = "0", unit = "s"] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g))
    sum += Number(count) * (units[unit] ?? 0);
  return sum;
}

/** MachineHealthChecks: machines whose node has been unwell for too long are deleted, for their set to make others, unless too many are unwell at once. */
export const healthChecksController: ClusterController = async (context, signal) => {
  const api = context.objects("machine-api");
  const look = (): number | undefined => {
    const waits = api.list(healthChecks, machineNamespace).flatMap((check) => lookAt(context, api, check));
    return waits.length === 0 ? undefined : Math.max(1, Math.min(...waits));
  };
  await keep(
    context,
    { name: "machine-healthcheck", resources: [healthChecks, machines, "v1/nodes"], restMilliseconds: 100 },
    look,
    signal,
  );
};

/** How many of so many may be unwell before nothing is done any more. */
function most(value: number | string | undefined, of: number): number {
  const percent = /^(\d+)%$/.exec(String(value ?? "100%"))?.[1];
  return percent === undefined ? Number(value) : Math.floor((of * Number(percent)) / 100);
}

function lookAt(context: ClusterContext, api: Objects, check: KubeObject): number[] {
  const spec = (check["spec"] ?? {}) as HealthCheckSpec;
  const targets = api
    .list(machines, machineNamespace)
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined && selects(spec.selector, metadata.labels));
  const waits: number[] = [];
  const unwell: KubeObject[] = [];
  const over: KubeObject[] = [];
  for (const machine of targets) {
    const left = patienceWith(context, api, machine, spec);
    if (left === undefined) continue;
    unwell.push(machine);
    if (left <= 0) over.push(machine);
    else waits.push(left);
  }
  const allowed = most(spec.maxUnhealthy, targets.length);
  const mayAct = unwell.length <= allowed;
  if (mayAct)
    for (const machine of over)
      if (machine.metadata.ownerReferences?.some(({ controller }) => controller === true) === true)
        api.remove(machines, machine.metadata.name, machineNamespace);
  api.setStatus(healthChecks, check.metadata.name, machineNamespace, {
    ...(check["status"] as object | undefined),
    expectedMachines: targets.length,
    currentHealthy: targets.length - unwell.length,
    remediationsAllowed: Math.max(0, allowed - unwell.length),
  });
  return waits;
}

/** How long an unwell machine is still borne with, milliseconds; undefined when it is well. Times of the check are scaled as all others. */
function patienceWith(
  context: ClusterContext,
  api: Objects,
  machine: KubeObject,
  spec: HealthCheckSpec,
): number | undefined {
  const status = machineStatusOf(machine);
  if (status.phase === "Failed") return 0;
  const node = status.nodeRef === undefined ? undefined : api.get("v1/nodes", status.nodeRef.name);
  const conditions = ((node?.["status"] ?? {}) as { conditions?: readonly Condition[] }).conditions ?? [];
  const lefts = (spec.unhealthyConditions ?? []).flatMap(({ type, status: said, timeout }) => {
    const held = conditions.find((one) => one.type === type && one.status === said);
    if (held === undefined) return [];
    const patience = context.lasts([goDuration(timeout), goDuration(timeout)]);
    return [Date.parse(held.lastTransitionTime ?? "") + patience - context.clock.now()];
  });
  return lefts.length === 0 ? undefined : Math.min(...lefts);
}
