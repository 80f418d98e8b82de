import { copyOf } from "../objects/json.ts";
import type { KubeObject } from "../objects/object.ts";
import { isObject } from "../schemas/walk.ts";
import { ApiStatus } from "../status/status.ts";

/** Level by level, since a patch may be nested deeper than a function may call itself. */
function merged(target: Record<string, unknown>, patch: Record<string, unknown>): Record<string, unknown> {
  const whole = { ...target };
  const open = [{ made: whole, patch }];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { made } = one;
    for (const [name, value] of Object.entries(one.patch))
      if (value === null) delete made[name];
      else if (isObject(value)) {
        const former = made[name];
        const member = isObject(former) ? { ...former } : {};
        made[name] = member;
        open.push({ made: member, patch: value });
      } else made[name] = copyOf(value);
  }
  return whole;
}

/** RFC 7386. @throws ApiStatus BadRequest when the patch is no object. */
export function patchMerge(document: KubeObject, patch: unknown): KubeObject {
  if (!isObject(patch)) throw new ApiStatus("BadRequest", "json: cannot unmarshal the body into an object");
  return merged(document as unknown as Record<string, unknown>, patch) as unknown as KubeObject;
}
