/** Any Kubernetes object. Members that the running code does not know survive every read and write. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [member: string]: unknown;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  labels?: { [label: string]: string };
  annotations?: { [annotation: string]: string };
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  /** RFC 3339. */
  creationTimestamp?: string;
  deletionTimestamp?: string;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: unknown[];
  [member: string]: unknown;
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** A condition as most kinds' `status.conditions` have it. */
export interface Condition {
  type: string;
  status: "True" | "False" | "Unknown";
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

/** The conditions of an object; none when it has no status yet. */
export function conditionsOf(object: KubernetesObject): readonly Condition[] {
  const status = object["status"] as { conditions?: Condition[] } | undefined;
  return status?.conditions ?? [];
}

/** Status of the condition of that type; undefined when it is not reported. */
export const conditionStatus = (object: KubernetesObject, type: string): Condition["status"] | undefined =>
  conditionsOf(object).find((condition) => condition.type === type)?.status;
