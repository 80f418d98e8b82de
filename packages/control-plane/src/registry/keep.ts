import type { Admitted } from "../admission/admission.ts";
import { apiVersionOf, type Kind } from "../kinds/kind.ts";
import { isSame } from "../objects/json.ts";
import type { KubeObject } from "../objects/object.ts";
import { remember } from "../objects/parsed.ts";
import type { Cause } from "../status/status.ts";
import { type Desk, timestamp } from "./desk.ts";
import { invalid } from "./failures.ts";
import { keyOf, ordered, shelfOf } from "./keys.ts";
import { checkMetadata } from "./metadata.ts";
import type { Shown, WriteOptions } from "./registry.ts";
import { fromObject, shown } from "./shown.ts";

/** A write that was decoded and completed, and waits to be admitted, checked and kept. */
export interface Pending {
  kind: Kind;
  subresource?: string;
  object: KubeObject;
  before: KubeObject | undefined;
  options: WriteOptions;
  /** managedFields are as they shall be: an apply has made them. */
  tracked?: true;
  /** What a subresource found wrong already. */
  causes?: readonly Cause[];
}

/** What admission is shown of a write. */
function admitted(desk: Desk, { kind, subresource, object, before, options }: Pending): Admitted {
  return {
    operation: before === undefined ? "CREATE" : "UPDATE",
    kind,
    object,
    user: options.user,
    warn: (text) => options.warn?.(text),
    dryRun: options.dryRun ?? false,
    complete: () => {
      desk.schemas.prune(kind.schema, object);
      desk.schemas.fillDefaults(kind.schema, object);
      kind.prepare?.(object, before, subresource);
    },
    ...(options.reviews === undefined ? {} : { reviews: options.reviews }),
    ...(subresource === undefined ? {} : { subresource }),
    ...(before === undefined ? {} : { before }),
  };
}

/** Runs admission, in the order of its hooks. */
export function admit(desk: Desk, pending: Pending): void {
  const write = admitted(desk, pending);
  for (const hook of desk.admission) hook(write);
}

/** Asks those who have the last word. */
export function approve(desk: Desk, pending: Pending): void {
  if (desk.validating === undefined) return;
  const write = admitted(desk, pending);
  for (const hook of desk.validating) hook(write);
}

/** @throws ApiStatus Invalid with every finding. */
export function check(desk: Desk, pending: Pending): void {
  const { kind, object, before, subresource, causes = [] } = pending;
  refuse(pending, [
    ...causes,
    ...checkMetadata(kind, object, before),
    ...desk.schemas.validate(kind.schema, object, before),
    ...(kind.validate?.(object, before, subresource) ?? []),
  ]);
}

/** @throws ApiStatus Invalid when anything was found. */
export function refuse({ kind, object }: Pending, found: Cause[]): void {
  if (found.length > 0) throw invalid(kind, object.metadata.name ?? object.metadata.generateName ?? "", found);
}

/** Notes who changed what, unless an apply did so already. */
export function track(desk: Desk, pending: Pending): void {
  const { kind, object, before, options, subresource, tracked } = pending;
  if (tracked) return;
  const fields = desk.patches.track(kind.schema, before, object, {
    manager: options.fieldManager,
    apiVersion: apiVersionOf(kind),
    time: timestamp(desk),
    ...(subresource === undefined ? {} : { subresource }),
  });
  if (fields.length === 0) delete object.metadata.managedFields;
  else object.metadata.managedFields = fields;
}

/** Whether two states of an object say the same; times in managedFields are no difference. */
export function unchanged(one: KubeObject, other: KubeObject): boolean {
  const plain = (object: KubeObject) => {
    const { managedFields, ...metadata } = object.metadata;
    const fields = managedFields?.map(({ time: _, ...rest }) => rest);
    return { ...object, metadata: { ...metadata, resourceVersion: "", fields } };
  };
  return isSame(plain(one), plain(other));
}

/** The text to store, with its version in it. */
export const storedText = (kind: Kind, object: KubeObject) => {
  const apiVersion = apiVersionOf({ group: kind.group, version: kind.storageVersion });
  const converted =
    kind.version === kind.storageVersion && kind.storedAs === undefined
      ? object
      : (kind.toStored?.(object) ?? { ...object, apiVersion });
  return (version: number): string => {
    const kept = ordered({ ...converted, metadata: { ...converted.metadata, resourceVersion: String(version) } });
    const text = JSON.stringify(kept);
    // Events are a third of what is written, and hardly anybody reads one.
    if (kind.kind !== "Event") remember(text, kept);
    return text;
  };
};

/** Stores the object, or only shows what would be stored when it is a dry run. */
export function keep(desk: Desk, { kind, object, options }: Pending): Shown {
  if (options.dryRun) return fromObject(ordered(object));
  const { name, namespace } = object.metadata;
  const entry = desk.store.put(
    shelfOf(kind),
    keyOf(kind.namespaced ? namespace : undefined, name),
    storedText(kind, object),
  );
  return shown(kind, entry.text);
}
