import type { KubeObject } from "@aro/control-plane";

/** What of a SyncSet or a SelectorSyncSet says what is to be brought to a cluster. */
export interface SyncSpec {
  /** Upsert leaves on the cluster what the set does not name any more; Sync removes it. */
  resourceApplyMode?: string;
  applyBehavior?: string;
  enableResourceTemplates?: boolean;
  enablePatchTemplates?: boolean;
  resources?: readonly SyncedObject[];
  secretMappings?: readonly { sourceRef: SecretPlace; targetRef: SecretPlace }[];
  patches?: readonly SyncPatch[];
  /** Of a SyncSet. */
  clusterDeploymentRefs?: readonly { name?: string }[];
  /** Of a SelectorSyncSet. */
  clusterDeploymentSelector?: LabelSelector;
}

/** An object as a set carries it. */
export interface SyncedObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; [member: string]: unknown };
  [member: string]: unknown;
}

export interface SecretPlace {
  name: string;
  namespace?: string;
}

export interface SyncPatch {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
  /** JSON or YAML. */
  patch: string;
  patchType?: string;
}

export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[];
}

/** An object that was brought to a cluster, by its name. */
export interface Synced {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
}

/** How a set fared at a cluster, as ClusterSync reports it. */
export interface SyncStatus {
  name: string;
  observedGeneration: number;
  result: "Success" | "Failure";
  failureMessage?: string;
  /** What goes when the set does, or does not name it any more: in mode Sync only. */
  resourcesToDelete?: readonly Synced[];
  lastTransitionTime: string;
  firstSuccessTime?: string;
}

export const syncSpec = (object: KubeObject): SyncSpec => (object["spec"] ?? {}) as SyncSpec;
