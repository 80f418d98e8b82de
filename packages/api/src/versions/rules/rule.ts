import type { JsonObject } from "../../documents/json.ts";
import type { Finding } from "../../errors/cloud-error.ts";
import type { ErrorCode } from "../../errors/table.ts";
import type { NetworkProfile as Network2021 } from "../../generated/2021-09-01-preview/types.ts";
import type { LoadBalancerProfile as Balancer2023 } from "../../generated/2023-07-01-preview/types.ts";
import type { OpenShiftCluster } from "../../generated/2025-07-25/types.ts";
import type { Shape } from "../contract/shape.ts";
import type { ClusterRequest } from "../request.ts";

/** A cluster in the words of any version: the newest one, and what only older ones have. */
export type Draft = OpenShiftCluster & {
  properties?: {
    networkProfile?: Pick<Network2021, "softwareDefinedNetwork"> & {
      loadBalancerProfile?: Pick<Balancer2023, "outboundIps" | "outboundIpPrefixes" | "allocatedOutboundPorts">;
    };
  };
};

/** A type-checked view as rules read it. */
export const asDraft = (view: JsonObject): Draft => view as unknown as Draft;

/** What a static rule looks at. */
export interface RuleInput {
  /** The cluster as the request would have it. On create with the read-only members the body sent, since they are checked too (spec 01 §7.3, §7.8). */
  draft: Draft;
  /** What the body itself says, without what the version does not know. */
  sent: Draft;
  request: ClusterRequest;
  creating: boolean;
  /** The version's shape: which members it has and which values they take. */
  shape: Shape;
  /** What the version calls a stored provisioning state. */
  stateName(stored: string): string;
}

/** One static rule (spec 01 §7): pure, and silent about what another rule reports. */
export interface Rule {
  /**
   * `request`: whatever the method. `create`: on create only. `change`: on create, and on an update that changes something it reads,
   * so that a rule tightened since creation never blocks an unrelated change (ARM-PAT-08).
   */
  on: "request" | "create" | "change";
  /** Patterns of the members it looks at. */
  reads: readonly string[];
  check(input: RuleInput): Finding[];
}

/** A finding of the code most rules have. */
export const invalid = (target: string, message: string, code: ErrorCode = "InvalidParameter"): Finding => ({
  code,
  message,
  target,
});

/** Null, absent and empty say the same of a scalar. */
export const isUnset = (value: unknown): boolean => value === undefined || value === null || value === "";

/** A finding when `value` is none of `values`; no value is none of them. */
export function oneOf(
  target: string,
  value: unknown,
  values: readonly string[],
  say: (p: { target: string; value: unknown; values: readonly string[] }) => string,
): Finding[] {
  return typeof value === "string" && values.includes(value) ? [] : [invalid(target, say({ target, value, values }))];
}
