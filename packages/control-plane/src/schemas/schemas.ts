import type { KubeObject } from "../objects/object.ts";
import type { Cause } from "../status/status.ts";
import type { Schema } from "./schema.ts";

/**
 * What can be done with an object and its schema. All of them work on the whole object from its root; `metadata`, `apiVersion` and `kind` are
 * checked against ObjectMeta whatever the schema says of them.
 */
export interface Schemas {
  /**
   * Paths of members that the schema does not know, and of members given twice as the parser noted them, as strict decoding names them:
   * `unknown field "spec.foo"`.
   */
  unknown(schema: Schema, object: KubeObject): readonly string[];
  /** Drops unknown members, except below `x-kubernetes-preserve-unknown-fields`; changes `object`. */
  prune(schema: Schema, object: KubeObject): void;
  /** Fills in defaults, bottom up as structural defaulting does; nulls give way to them where not nullable. Changes `object`. */
  fillDefaults(schema: Schema, object: KubeObject): void;
  /**
   * The first value of a type that a built-in kind cannot hold, as the decoder words it
   * (`json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32`); undefined when all fit.
   */
  undecodable(schema: Schema, object: KubeObject): string | undefined;
  /** What is wrong with the values: types, formats, limits, list keys given twice, CEL rules (`before` is the stored object). */
  validate(schema: Schema, object: KubeObject, before: KubeObject | undefined): readonly Cause[];
}
