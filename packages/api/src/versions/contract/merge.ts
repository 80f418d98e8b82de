import type { Json, JsonObject } from "../../documents/json.ts";

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * RFC 7396: absent keeps, `null` removes, objects merge, anything else replaces (ARM-PAT-02). `replaced` names dotted members whose
 * value is taken whole instead (ARM-PAT-03: tags).
 */
export function mergePatch(
  base: JsonObject,
  patch: JsonObject,
  replaced: (dotted: string, patch: JsonObject) => boolean,
  at = "",
): JsonObject {
  const result = new Map<string, Json>();
  for (const [name, value] of Object.entries(base)) if (value !== undefined) result.set(name, value);
  for (const [name, value] of Object.entries(patch)) {
    const here = at === "" ? name : `${at}.${name}`;
    if (value === undefined) continue;
    if (value === null) result.delete(name);
    else if (!isObject(value)) result.set(name, value);
    else {
      const existing = result.get(name);
      const from = isObject(existing) && !replaced(here, value) ? existing : {};
      result.set(name, mergePatch(from, value, replaced, here));
    }
  }
  return Object.fromEntries(result);
}
