import type { KubeObject } from "../objects/object.ts";
import type { Schema } from "../schemas/schema.ts";
import type { Cause } from "../status/status.ts";

/** A column of the table that `kubectl get` shows. */
export interface Column {
  name: string;
  type: "string" | "integer" | "number" | "boolean" | "date";
  format?: string;
  description?: string;
  /** 0 is always shown, others with `-o wide`. */
  priority: number;
}

/** How objects are shown as rows. */
export interface Columns {
  columns: readonly Column[];
  /** Cells of one object, one for each column. `now`: milliseconds since the epoch, for ages. */
  cells(object: KubeObject, now: number): readonly unknown[];
}

/** A part of a resource with an address of its own. */
export interface Subresource {
  /** `status`, `scale`, `eviction`, `log`, `exec`, … */
  name: string;
  verbs: readonly string[];
  /** What it takes and answers, when that is not the kind itself. */
  responseKind?: { group: string; version: string; kind: string };
  /** Name of the schema of what it takes. */
  schema?: string;
}

/** A kind as one version of its group serves it: all that requests need to know. Built-in ones and those of definitions are alike. */
export interface Kind {
  group: string;
  version: string;
  kind: string;
  /** `KIND`List unless a definition says otherwise. */
  listKind: string;
  plural: string;
  singular: string;
  shortNames: readonly string[];
  categories: readonly string[];
  namespaced: boolean;
  verbs: readonly string[];
  subresources: readonly Subresource[];
  /** Version in which objects are kept. */
  storageVersion: string;
  schema: Schema;
  columns: Columns;
  /** Whether `spec` moves `metadata.generation`, and `status` is written through its subresource only. */
  hasStatus: boolean;
  /** What names it takes; subdomains when absent. */
  names?: "subdomain" | "label" | "service" | "segment";
  /** Fields besides name and namespace that a field selector may ask for. */
  selectable?: readonly string[];
  /** Whether a PUT may leave out resourceVersion; definitions' kinds may not. */
  unconditionalUpdate: boolean;
  /** Whether a PUT to a name that is free makes the object. */
  createOnUpdate?: boolean;
  /** Grace period in seconds of a deletion that names none; absent: gone at once. */
  gracePeriod?(object: KubeObject): number;
  /** Whether something besides finalizers keeps it: the finalizers in a namespace's spec. */
  held?(object: KubeObject): boolean;
  /** Marks what is being deleted beyond its metadata: a namespace's phase. Changes `object`. */
  marked?(object: KubeObject): void;
  /** Whether DELETE answers with the object instead of a Status. */
  answersDeleted?: boolean;
  /** The resource with which it shares its objects: `/events` of `events.k8s.io/events`. */
  storedAs?: string;
  /** Fills in what was stored before its defaults were; changes `object`. Absent: there are no defaults. */
  completeRead?(object: KubeObject): void;
  /** Turns what was stored by another version of the group into this one. */
  fromStored?(object: KubeObject): KubeObject;
  /** Turns an object of this version into the one that is stored. */
  toStored?(object: KubeObject): KubeObject;
  /** Whether generation is kept at all, and moves with everything but metadata and status. */
  hasGeneration: boolean;
  /** Whether the schema is a definition's: values that do not fit are findings (422) and not refused by the decoder (400). */
  custom: boolean;
  /** Where a definition keeps what its scale subresource shows. */
  scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath?: string };
  /** What a client is warned of who still uses this version. */
  deprecation?: string;
  /** Completes what a client wrote beyond the schema's defaults; changes `object`. */
  prepare?(object: KubeObject, before: KubeObject | undefined, subresource?: string): void;
  /** Whether `prepare` and `validate` have no say in writes of the status alone. */
  statusApart?: boolean;
  /** Leaves of a write through a subresource what that is for, and the rest as it was; changes `object`. */
  confine?(object: KubeObject, before: KubeObject, subresource: string): void;
  /** What is wrong with it beyond its schema. */
  validate?(object: KubeObject, before: KubeObject | undefined, subresource?: string): readonly Cause[];
}

/** `group/plural`, under which objects are stored and watched; `/plural` of the core group. */
export const resourceOf = ({ group, plural }: Pick<Kind, "group" | "plural">): string => `${group}/${plural}`;

/** `apps/v1`, `v1`. */
export const apiVersionOf = ({ group, version }: Pick<Kind, "group" | "version">): string =>
  group === "" ? version : `${group}/${version}`;

/** All kinds that are served now. */
export interface Kinds {
  find(group: string, version: string, plural: string): Kind | undefined;
  /** By `apiVersion` and `kind` of an object. */
  named(apiVersion: string, kind: string): Kind | undefined;
  /** In the order of discovery. */
  all(): readonly Kind[];
  /** Rises when a kind comes, goes or changes. */
  readonly generation: number;
}
