import type { KubeObject, ManagedFields } from "../objects/object.ts";
import type { Schema } from "../schemas/schema.ts";

/** Who writes which fields, and how. */
export interface Writer {
  manager: string;
  apiVersion: string;
  /** `status`, when it writes through a subresource. */
  subresource?: string;
  /** RFC 3339, whole seconds. */
  time: string;
}

/** Another manager owns a field that an apply would change. */
export interface FieldConflict {
  manager: string;
  apiVersion: string;
  subresource?: string;
  operation: "Apply" | "Update";
  time?: string;
  /** `.spec.replicas`, `.spec.containers[name="a"].image`. */
  field: string;
}

export type Applied =
  | { outcome: "applied"; object: KubeObject }
  | { outcome: "conflict"; conflicts: readonly FieldConflict[] }
  /** The configuration itself is wrong: 400 with this message. */
  | { outcome: "refused"; message: string };

/** Patches, merges and who owns which field. Nothing here changes its arguments. */
export interface Patches {
  /** RFC 6902. @throws ApiStatus BadRequest for what is no patch, Invalid (422) where it does not fit the document. */
  json(document: KubeObject, patch: unknown): KubeObject;
  /** RFC 7386. */
  merge(document: KubeObject, patch: unknown): KubeObject;
  /** Strategic merge with its directives ($patch, $deleteFromPrimitiveList, $setElementOrder, $retainKeys); merge keys from the schema. */
  strategic(schema: Schema, document: KubeObject, patch: unknown): KubeObject;
  /** Server-side apply: `live` is undefined when the object is to be made. The result carries its managedFields. */
  apply(schema: Schema, live: KubeObject | undefined, config: KubeObject, writer: Writer, force: boolean): Applied;
  /**
   * managedFields of `after`, which somebody wrote by other means than apply over `before`: what changed is his now. A client may empty them
   * (`[]`) to start anew.
   */
  track(schema: Schema, before: KubeObject | undefined, after: KubeObject, writer: Writer): ManagedFields[];
}
