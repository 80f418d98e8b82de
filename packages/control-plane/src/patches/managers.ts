import type { Doc, KubeObject, ManagedFields } from "../objects/object.ts";
import { FieldSet } from "./field-set.ts";
import type { Writer } from "./patches.ts";

/** Who owns which fields, as the entry of managedFields says and as a set. */
export interface Manager {
  entry: Omit<ManagedFields, "fieldsV1">;
  fields: FieldSet;
  /** The fields as they are written, of an entry that stays as it was. */
  written?: Doc;
}

/** Whether any field of a set is among those that an entry says. */
export function says(fieldsV1: Doc, { own, children }: FieldSet): boolean {
  if (own && ("." in fieldsV1 || Object.keys(fieldsV1).length === 0)) return true;
  for (const [step, below] of children) {
    const deeper = fieldsV1[step] as Doc | undefined;
    if (deeper !== undefined && says(deeper, below)) return true;
  }
  return false;
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

/** As {@link readManagers}, of entries that the store has: those that say nothing of these fields are not taken apart. */
export function readTouched(
  entries: readonly ManagedFields[],
  isTouched: (entry: ManagedFields) => boolean,
): readonly Manager[] {
  return entries.flatMap((one): Manager[] => {
    if (isTouched(one)) return readManagers([one]);
    const { fieldsV1, ...entry } = one;
    return [{ entry, fields: FieldSet.empty(), written: fieldsV1 }];
  });
}

/** As objects carry it: nobody without fields; who applied first, then the others by time and name. */
export function writeManagers(managers: readonly Manager[]): ManagedFields[] {
  return managers
    .filter(({ fields, written }) => written !== undefined || !fields.isEmpty)
    .map(
      ({ entry: { manager, operation, apiVersion, time, subresource }, fields, written }): ManagedFields => ({
        manager,
        operation,
        apiVersion,
        ...(time === undefined ? {} : { time }),
        fieldsType: "FieldsV1",
        fieldsV1: written ?? fields.toFields(),
        ...(subresource === undefined ? {} : { subresource }),
      }),
    )
    .sort(
      (a, b) => rank(a) - rank(b) || (a.time ?? "").localeCompare(b.time ?? "") || (a.manager < b.manager ? -1 : 1),
    );
}

const rank = ({ operation }: ManagedFields): number => (operation === "Apply" ? 0 : 1);

/** Whether an entry is the writer's own. */
export const isOwn = ({ entry }: Pick<Manager, "entry">, writer: Writer, operation: "Apply" | "Update"): boolean =>
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
