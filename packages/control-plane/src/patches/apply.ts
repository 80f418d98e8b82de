import type { KubeObject } from "../objects/object.ts";
import { ofObject } from "../schemas/object-meta.ts";
import type { Schema, SchemaSource } from "../schemas/schema.ts";
import { isObject, resolved } from "../schemas/walk.ts";
import { compare } from "./compare.ts";
import { FieldSet, shownPath } from "./field-set.ts";
import { elementStep, fieldsOf, isAtomic, listType, memberOf } from "./fields-of.ts";
import { entryOf, isOwn, type Manager, owned, readManagers, writeManagers } from "./managers.ts";
import type { Applied, FieldConflict, Writer } from "./patches.ts";

/**
 * Server-side apply: the object gets what the configuration says; what the applier said before and says no more goes, unless somebody else
 * owns it too; who else owns a field that would change is a conflict, or loses it when forced.
 */
export function applyConfig(
  schema: Schema,
  live: KubeObject | undefined,
  config: KubeObject,
  writer: Writer,
  force: boolean,
  source: SchemaSource,
): Applied {
  const root = ofObject(resolved(schema, source));
  const wanted = owned(config);
  const duplicate = duplicateElement(root, wanted, source, "");
  if (duplicate !== undefined)
    return {
      outcome: "refused",
      message: `failed to create typed patch object (${config.metadata.namespace ?? ""}/${config.metadata.name}; ${config.apiVersion}, Kind=${config.kind}): ${duplicate}`,
    };
  const set = fieldsOf(root, wanted, source);
  set.own = false;
  const before = owned(live);
  const managers = readManagers(live?.metadata.managedFields);
  const own = managers.find((one) => isOwn(one, writer, "Apply"));
  const others = managers.filter((one) => one !== own);

  const merged = merge(root, before, wanted, source) as Record<string, unknown>;
  const { changed } = compare(root, before, merged, source);
  const conflicts = others.flatMap((other) => conflictsWith(other, changed.both(set)));
  if (conflicts.length > 0 && !force) return { outcome: "conflict", conflicts };
  const left = others.map((other) => ({ ...other, fields: other.fields.without(changed.both(set)) }));

  const dropped = (own?.fields ?? FieldSet.empty()).without(set);
  for (const other of left) for (const path of other.fields.paths()) unmark(dropped, path);
  const pruned = prune(root, merged, dropped, source) as Record<string, unknown>;
  const gone = compare(root, merged, pruned, source).removed;
  const entry = own !== undefined && sameFields(own.fields, set) ? own.entry : entryOf(writer, "Apply");
  const entries = writeManagers([
    ...left.map((one) => ({ ...one, fields: one.fields.without(gone) })),
    { entry, fields: set },
  ]);
  const metadata = { ...live?.metadata, ...nameOf(config), ...labelsAndMore(live, pruned), managedFields: entries };
  const object = { apiVersion: config.apiVersion, kind: config.kind, ...pruned, metadata } as unknown as KubeObject;
  if (config.metadata.resourceVersion !== undefined) object.metadata.resourceVersion = config.metadata.resourceVersion;
  return { outcome: "applied", object };
}

const sameFields = (one: FieldSet, other: FieldSet): boolean =>
  one.without(other).isEmpty && other.without(one).isEmpty;

const nameOf = ({ metadata }: KubeObject) => ({
  name: metadata.name,
  ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
});

/** The members of metadata that have owners, as they are now; those that went are taken out. */
function labelsAndMore(live: KubeObject | undefined, pruned: Record<string, unknown>): Record<string, unknown> {
  const now = (pruned["metadata"] ?? {}) as Record<string, unknown>;
  const before = (owned(live)["metadata"] ?? {}) as Record<string, unknown>;
  return { ...Object.fromEntries(Object.keys(before).map((name) => [name, undefined])), ...now };
}

function conflictsWith({ entry, fields }: Manager, wanted: FieldSet): FieldConflict[] {
  return [...fields.both(wanted).paths()].map((path) => ({
    manager: entry.manager,
    apiVersion: entry.apiVersion,
    operation: entry.operation,
    field: shownPath(path),
    ...(entry.subresource === undefined ? {} : { subresource: entry.subresource }),
    ...(entry.time === undefined ? {} : { time: entry.time }),
  }));
}

/** Somebody holds this path, and with it all that leads there. */
function unmark(set: FieldSet, path: readonly string[]): void {
  let at: FieldSet | undefined = set;
  for (const step of path) {
    at = at?.children.get(step);
    if (at !== undefined) at.own = false;
  }
}

function merge(schema: Schema | undefined, live: unknown, config: unknown, source: SchemaSource): unknown {
  if (config === null || live === undefined || live === null || isAtomic(schema)) return structuredClone(config);
  if (Array.isArray(config)) {
    if (!Array.isArray(live) || schema?.type !== "array") return structuredClone(config);
    const items = schema.items === undefined ? undefined : resolved(schema.items, source);
    const wanted = new Map(config.map((one) => [elementStep(schema, one, source), one]));
    const made = live.map((one) => {
      const step = elementStep(schema, one, source);
      const other = wanted.get(step);
      wanted.delete(step);
      return other === undefined || listType(schema) === "set" ? one : merge(items, one, other, source);
    });
    return [...made, ...[...wanted.values()].map((one) => structuredClone(one))];
  }
  if (!isObject(config) || !isObject(live)) return structuredClone(config);
  const made: Record<string, unknown> = { ...live };
  for (const [name, one] of Object.entries(config))
    made[name] = merge(memberOf(schema, name, source), live[name], one, source);
  return made;
}

/** Takes the fields of `gone` out of a value; a holder goes only when it was itself among them and nothing is left in it. */
function prune(schema: Schema | undefined, value: unknown, gone: FieldSet, source: SchemaSource): unknown {
  if (gone.isEmpty) return value;
  if (Array.isArray(value) && schema?.type === "array" && !isAtomic(schema)) {
    const items = schema.items === undefined ? undefined : resolved(schema.items, source);
    return value.flatMap((one) => {
      const below = gone.children.get(elementStep(schema, one, source));
      if (below === undefined) return [one];
      if (below.own) return [];
      return [prune(items, one, below, source)];
    });
  }
  if (!isObject(value)) return value;
  const made: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) {
    const below = gone.children.get(`f:${name}`);
    if (below === undefined) {
      made[name] = one;
      continue;
    }
    if (below.own && below.children.size === 0) continue;
    const left = prune(memberOf(schema, name, source), one, below, source);
    const isEmpty = Array.isArray(left) ? left.length === 0 : isObject(left) && Object.keys(left).length === 0;
    if (!isEmpty || (isObject(one) && Object.keys(one).length === 0)) made[name] = left;
  }
  return made;
}

/** The first element that a list without doubles has twice. */
function duplicateElement(
  schema: Schema | undefined,
  value: unknown,
  source: SchemaSource,
  path: string,
): string | undefined {
  if (Array.isArray(value)) {
    if (schema?.type !== "array" || isAtomic(schema)) return undefined;
    const items = schema.items === undefined ? undefined : resolved(schema.items, source);
    const seen = new Set<string>();
    for (const one of value) {
      const step = elementStep(schema, one, source);
      if (seen.has(step)) return `errors:\n  ${path}: duplicate entries for key ${shownPath([step])}`;
      seen.add(step);
      const inner = duplicateElement(items, one, source, path + shownPath([step]));
      if (inner !== undefined) return inner;
    }
    return undefined;
  }
  if (!isObject(value)) return undefined;
  for (const [name, one] of Object.entries(value)) {
    const inner = duplicateElement(memberOf(schema, name, source), one, source, `${path}.${name}`);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
