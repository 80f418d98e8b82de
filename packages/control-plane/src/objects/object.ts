/** A JSON value. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value };

/** A JSON object that may be changed. */
export type Doc = { [name: string]: unknown };

/** An entry of `metadata.managedFields`. */
export interface ManagedFields {
  manager: string;
  operation: "Apply" | "Update";
  apiVersion: string;
  time?: string;
  fieldsType: "FieldsV1";
  fieldsV1: Doc;
  subresource?: string;
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** `metadata` of an object as it is kept. */
export interface Metadata {
  name: string;
  generateName?: string;
  namespace?: string;
  uid: string;
  /** Decimal; opaque to clients. */
  resourceVersion: string;
  generation?: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  managedFields?: ManagedFields[];
  [name: string]: unknown;
}

/** A Kubernetes object as JSON. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  [name: string]: unknown;
}
