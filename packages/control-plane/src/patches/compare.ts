import { isSame } from "../objects/json.ts";
import type { Schema, SchemaSource } from "../schemas/schema.ts";
import { isObject, resolved } from "../schemas/walk.ts";
import { FieldSet } from "./field-set.ts";
import { elementStep, fieldsOf, isAtomic, listType, memberOf } from "./fields-of.ts";

/** What differs between two values. */
export interface Difference {
  /** Set in the second only, or to another value. */
  changed: FieldSet;
  /** Set in the first only. */
  removed: FieldSet;
}

/** Nothing and null are the same here. */
const same = (one: unknown, other: unknown): boolean => isSame(one ?? null, other ?? null);

/** Compares field by field, as deep as fields have owners of their own. */
export function compare(schema: Schema | undefined, before: unknown, after: unknown, source: SchemaSource): Difference {
  const difference: Difference = { changed: FieldSet.empty(), removed: FieldSet.empty() };
  walk(schema, before, after, source, difference.changed, difference.removed);
  return difference;
}

function added(schema: Schema | undefined, value: unknown, source: SchemaSource, into: FieldSet): void {
  const fields = fieldsOf(schema, value, source);
  fields.own = true;
  copy(fields, into);
}

function copy(from: FieldSet, into: FieldSet): void {
  if (from.own) into.own = true;
  for (const [step, below] of from.children) copy(below, into.child(step));
}

function walk(
  schema: Schema | undefined,
  before: unknown,
  after: unknown,
  source: SchemaSource,
  changed: FieldSet,
  removed: FieldSet,
): void {
  if (same(before, after)) return;
  if (before === undefined || before === null) {
    added(schema, after, source, changed);
    return;
  }
  if (after === undefined || after === null) {
    added(schema, before, source, removed);
    return;
  }
  const granularList = Array.isArray(before) && Array.isArray(after) && schema?.type === "array";
  if (isAtomic(schema) || (!granularList && !(isObject(before) && isObject(after)))) {
    changed.own = true;
    return;
  }
  const at = (set: FieldSet, step: string, run: (below: FieldSet) => void) => {
    const below = set.children.get(step) ?? new FieldSet();
    run(below);
    if (!below.isEmpty) set.children.set(step, below);
  };
  const both = (step: string, of: Schema | undefined, one: unknown, other: unknown) =>
    at(changed, step, (c) => at(removed, step, (r) => walk(of, one, other, source, c, r)));
  if (granularList && schema !== undefined) {
    const items = schema.items === undefined ? undefined : resolved(schema.items, source);
    const steps = (list: readonly unknown[]) => new Map(list.map((one) => [elementStep(schema, one, source), one]));
    const [old, now] = [steps(before), steps(after)];
    const of = listType(schema) === "map" ? items : undefined;
    for (const step of new Set([...old.keys(), ...now.keys()])) both(step, of, old.get(step), now.get(step));
    return;
  }
  const [old, now] = [before as Record<string, unknown>, after as Record<string, unknown>];
  for (const name of new Set([...Object.keys(old), ...Object.keys(now)]))
    both(`f:${name}`, memberOf(schema, name, source), old[name], now[name]);
}
