import type { KubeObject } from "../objects/object.ts";
import { isObject } from "../schemas/walk.ts";
import { ApiStatus } from "../status/status.ts";

function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return structuredClone(patch);
  const made: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch))
    if (value === null) delete made[name];
    else made[name] = merged(made[name], value);
  return made;
}

/** RFC 7386. @throws ApiStatus BadRequest when the patch is no object. */
export function patchMerge(document: KubeObject, patch: unknown): KubeObject {
  if (!isObject(patch)) throw new ApiStatus("BadRequest", "json: cannot unmarshal the body into an object");
  return merged(document, patch) as KubeObject;
}
