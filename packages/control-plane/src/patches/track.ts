import { isSame } from "../objects/json.ts";
import type { KubeObject, ManagedFields } from "../objects/object.ts";
import type { Schema, SchemaSource } from "../schemas/schema.ts";
import { compare } from "./compare.ts";
import { FieldSet } from "./field-set.ts";
import { entryOf, isOwn, owned, readManagers, readTouched, says, writeManagers } from "./managers.ts";
import type { Writer } from "./patches.ts";

/** Who owns what after a write by other means than apply: what it changed is the writer's, what it removed is nobody's. */
export function track(
  schema: Schema,
  before: KubeObject | undefined,
  after: KubeObject,
  writer: Writer,
  source: SchemaSource,
): ManagedFields[] {
  const { changed, removed } = compare(schema, emptyOf(owned(before), owned(after)), owned(after), source);
  const held = before?.metadata.managedFields;
  const isHeld = held !== undefined && isSame(held, after.metadata.managedFields);
  const isTouched = (entry: ManagedFields): boolean =>
    isOwn({ entry }, writer, "Update") || says(entry.fieldsV1, changed) || says(entry.fieldsV1, removed);
  const managers = isHeld ? readTouched(held, isTouched) : readManagers(after.metadata.managedFields);
  if (changed.isEmpty && removed.isEmpty) return writeManagers(managers);
  const own = managers.find((one) => isOwn(one, writer, "Update"));
  const others = managers
    .filter((one) => one !== own)
    .map((one) => (one.written === undefined ? { ...one, fields: one.fields.without(changed).without(removed) } : one));
  const fields = (own?.fields ?? FieldSet.empty()).without(removed).with(changed);
  fields.own = false;
  return writeManagers([...others, { entry: entryOf(writer, "Update"), fields }]);
}

/** The great parts of an object are there before anything is set in them: nobody owns `spec` itself. */
function emptyOf(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
  const made = { ...before };
  for (const part of ["metadata", "spec", "status"])
    if (made[part] === undefined && typeof after[part] === "object") made[part] = {};
  return made;
}
