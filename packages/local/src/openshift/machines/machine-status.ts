import type { KubeObject } from "@aro/control-plane";

/** Phases of a Machine as machine-api has them. */
export type MachinePhase = "Provisioning" | "Provisioned" | "Running" | "Deleting" | "Failed";

export interface MachineCondition {
  type: string;
  status: "True" | "False" | "Unknown";
  lastTransitionTime: string;
  reason?: string;
  message?: string;
  severity?: string;
}

export interface MachineStatus {
  phase?: MachinePhase;
  addresses?: readonly { type: string; address: string }[];
  nodeRef?: { kind: string; name: string; uid: string };
  providerStatus?: { conditions?: readonly MachineCondition[]; vmId?: string; vmState?: string; metadata?: object };
  conditions?: readonly MachineCondition[];
  lastUpdated?: string;
  errorReason?: string;
  errorMessage?: string;
}

export const machineStatusOf = (machine: KubeObject): MachineStatus => (machine["status"] ?? {}) as MachineStatus;

/** Conditions with one replaced; its time is kept when it says what it said. */
function withCondition(
  held: readonly MachineCondition[] | undefined,
  wanted: Omit<MachineCondition, "lastTransitionTime">,
  now: string,
): MachineCondition[] {
  const old = held?.find(({ type }) => type === wanted.type);
  const since = old?.status === wanted.status ? old.lastTransitionTime : now;
  return [...(held ?? []).filter(({ type }) => type !== wanted.type), { ...wanted, lastTransitionTime: since }];
}

export const created = (now: string, held?: readonly MachineCondition[]): MachineCondition[] =>
  withCondition(
    held,
    {
      type: "MachineCreated",
      status: "True",
      reason: "MachineCreationSucceeded",
      message: "machine successfully created",
    },
    now,
  );

export const notCreated = (message: string, now: string, held?: readonly MachineCondition[]): MachineCondition[] =>
  withCondition(held, { type: "MachineCreated", status: "False", reason: "MachineCreationFailed", message }, now);
