import type { Cause } from "../status/status.ts";

const shown = (value: unknown): string => JSON.stringify(value) ?? "null";

/** Findings in the words that clients know. */
export const findings = {
  type: (field: string, value: unknown, type: string): Cause => ({
    reason: "FieldValueTypeInvalid",
    message: `Invalid value: ${shown(typeOf(value))}: ${field === "" ? "" : `${field} in body `}must be of type ${type}: ${shown(typeOf(value))}`,
    field: field === "" ? "<nil>" : field,
  }),
  required: (field: string, why = ""): Cause => ({
    reason: "FieldValueRequired",
    message: why === "" ? "Required value" : `Required value: ${why}`,
    field,
  }),
  invalid: (field: string, value: unknown, why: string): Cause => ({
    reason: "FieldValueInvalid",
    message: `Invalid value: ${shown(value)}: ${why}`,
    field: field === "" ? "<nil>" : field,
  }),
  /** As `invalid`, of a value that is too large to be shown. */
  wrong: (field: string, why: string): Cause => ({
    reason: "FieldValueInvalid",
    message: `Invalid value: ${why}`,
    field: field === "" ? "<nil>" : field,
  }),
  unsupported: (field: string, value: unknown, values: readonly unknown[]): Cause => ({
    reason: "FieldValueNotSupported",
    message: `Unsupported value: ${shown(value)}: supported values: ${values.map(shown).join(", ")}`,
    field,
  }),
  duplicate: (field: string, value: unknown): Cause => ({
    reason: "FieldValueDuplicate",
    message: `Duplicate value: ${shown(value)}`,
    field,
  }),
  forbidden: (field: string, why: string): Cause => ({
    reason: "FieldValueForbidden",
    message: `Forbidden: ${why}`,
    field,
  }),
  tooLong: (field: string, most: number): Cause => ({
    reason: "FieldValueTooLong",
    message: `Too long: may not be more than ${most} bytes`,
    field,
  }),
  tooMany: (field: string, count: number, most: number): Cause => ({
    reason: "FieldValueTooMany",
    message: `Too many: ${count}: must have at most ${most} items`,
    field,
  }),
};

/** A value's type as validation names it. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
