import type { Json, JsonObject } from "../../documents/json.ts";

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether `whole` holds all of `part`, ids of groups in any case; `gone` are members of `part` that are not shown. */
export function holds(whole: Json | undefined, part: Json | undefined, gone: readonly string[]): boolean {
  if (Array.isArray(part)) return Array.isArray(whole) && part.every((item, index) => holds(whole[index], item, gone));
  if (isObject(part))
    return Object.entries(part).every(
      ([member, inner]) =>
        gone.includes(member) ||
        (isObject(inner) && Object.keys(inner).length === 0 && !(isObject(whole) && member in whole)) ||
        (isObject(whole) && holds(whole[member], inner, gone)),
    );
  return whole === part || `${whole}`.toLowerCase() === `${part}`.toLowerCase();
}
