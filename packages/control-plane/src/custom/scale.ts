import type { Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import { findings } from "../schemas/findings.ts";
import { isObject } from "../schemas/walk.ts";
import type { Cause } from "../status/status.ts";

const largest = 2 ** 31 - 1;

/** What is wrong with the numbers that a definition's scale shows. */
export const checkScale =
  ({ specReplicasPath, statusReplicasPath }: NonNullable<Kind["scale"]>) =>
  (object: KubeObject): Cause[] =>
    [specReplicasPath, statusReplicasPath].flatMap((path) => {
      const value = held(path, object);
      if (value === undefined) return [];
      const why =
        typeof value !== "number" || !Number.isInteger(value)
          ? "must be a whole number"
          : value < 0
            ? "should be a non-negative integer"
            : value > largest
              ? `should be less than or equal to ${largest}`
              : undefined;
      return why === undefined ? [] : [findings.invalid(path, value, why)];
    });

/** The value at the path, or what stands in its way. */
function held(path: string, object: unknown): unknown {
  let at = object;
  for (const name of path.split(".").slice(1)) {
    if (!isObject(at)) return at;
    at = at[name];
  }
  return at;
}
