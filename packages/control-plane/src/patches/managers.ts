import type { KubeObject, ManagedFields } from "../objects/object.ts";
import { FieldSet } from "./field-set.ts";
import type { Writer } from "./patches.ts";

/** Who owns which fields, as the entry of managedFields says and as a set. */
export interface Manager {
  entry: Omit<ManagedFields, "fieldsV1">;
  fields: FieldSet;
}

/** Members that belong to the server, or are the object's name: nobody owns them. */
const unowned = [
  "name",
  "namespace",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "managedFields",
  "selfLink",
];

/** An object without what nobody owns. */
export function owned(object: KubeObject | undefined): Record<string, unknown> {
  if (object === undefined) return {};
  const { apiVersion: _, kind: __, metadata, ...rest } = object;
  const left = Object.fromEntries(Object.entries(metadata ?? {}).filter(([name]) => !unowned.includes(name)));
  return Object.keys(left).length === 0 ? rest : { ...rest, metadata: left };
}

export function readManagers(entries: readonly ManagedFields[] | undefined): Manager[] {
  return (entries ?? [])
    .filter((one) => one.fieldsType === "FieldsV1" && typeof one.fieldsV1 === "object")
    .map(({ fieldsV1, ...entry }) => {
      const fields = FieldSet.of(fieldsV1);
      fields.own = false;
      return { entry, fields };
    });
}

/** As objects carry it: nobody without fields; who applied first, then the others by time and name. */
export function writeManagers(managers: readonly Manager[]): ManagedFields[] {
  return managers
    .filter(({ fields }) => !fields.isEmpty)
    .map(
      ({ entry: { manager, operation, apiVersion, time, subresource }, fields }): ManagedFields => ({
        manager,
        operation,
        apiVersion,
        ...(time === undefined ? {} : { time }),
        fieldsType: "FieldsV1",
        fieldsV1: fields.toFields(),
        ...(subresource === undefined ? {} : { subresource }),
      }),
    )
    .sort(
      (a, b) => rank(a) - rank(b) || (a.time ?? "").localeCompare(b.time ?? "") || (a.manager < b.manager ? -1 : 1),
    );
}

const rank = ({ operation }: ManagedFields): number => (operation === "Apply" ? 0 : 1);

/** Whether an entry is the writer's own. */
export const isOwn = ({ entry }: Manager, writer: Writer, operation: "Apply" | "Update"): boolean =>
  entry.manager === writer.manager &&
  entry.operation === operation &&
  (entry.subresource ?? "") === (writer.subresource ?? "") &&
  (operation === "Apply" || entry.apiVersion === writer.apiVersion);

export const entryOf = (writer: Writer, operation: "Apply" | "Update"): Manager["entry"] => ({
  manager: writer.manager,
  operation,
  apiVersion: writer.apiVersion,
  time: writer.time,
  fieldsType: "FieldsV1",
  ...(writer.subresource === undefined ? {} : { subresource: writer.subresource }),
});
