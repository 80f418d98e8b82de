import type { OpenShiftCluster } from "../documents/cluster.ts";
import type { JsonObject } from "../documents/json.ts";
import type { Sealer } from "../documents/sealed.ts";
import type { Finding } from "../errors/cloud-error.ts";

/** A PUT or PATCH of a cluster, after its body was parsed. */
export interface ClusterRequest {
  method: "PUT" | "PATCH";
  body: JsonObject;
  /** What the URL names, cased as the caller wrote it. */
  target: { id: string; name: string; type: string; subscriptionId: string; resourceGroup: string };
  /** The cluster as stored; absent on create. */
  stored?: OpenShiftCluster;
  /** The cluster as GET would show it now, where live values lie over the stored ones: a body that repeats a shown value asks for no change (ARM-PUT-05). */
  shown?: OpenShiftCluster;
  /** What the service adds to a new cluster; used on create only. */
  creation: { createdAt: string; createdBy: string; gatewayEnabled: boolean };
  rules: RuleSettings;
  sealer: Sealer;
}

/** What the static rules compare with besides the request (spec 01 §7). */
export interface RuleSettings {
  /** The region served, e.g. `eastus`. */
  location: string;
  /** The region's cluster domain, e.g. `eastus.aroapp.io`. */
  domain: string;
  /** Only the three D2s sizes for workers (feature RequireD2sWorkers). */
  requireD2sWorkers: boolean;
  /** Enabled OpenShift versions, and the one a create without version gets. */
  versions: { enabled: ReadonlySet<string>; default?: string };
}

export type Judgement =
  | { valid: false; findings: readonly [Finding, ...Finding[]] }
  | {
      valid: true;
      /** On create complete but for states and system data; on update the stored one with the asked-for members changed, unknown members kept. */
      cluster: OpenShiftCluster;
      /** JSON pointers, in the internal model, of user-settable members that differ from what is stored. Empty on an update: the request changes nothing (ARM-PUT-04); on create always. */
      changed: readonly string[];
    };
