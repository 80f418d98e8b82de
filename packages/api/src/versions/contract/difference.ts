import type { Json, JsonObject } from "../../documents/json.ts";
import { isWithinAny, itemStep, type Path, patternOf } from "./path.ts";
import type { ChangePolicy } from "./policy.ts";
import { kindOf, type Shape } from "./shape.ts";

/** A member whose value is not what it was. */
export interface Change {
  path: Path;
  pattern: string;
  before: Json | undefined;
  after: Json | undefined;
}

/** Absent, empty and zero say the same (spec 01 §1.5). */
const isZero = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === "" || value === 0 || value === false;

/** Every difference between two views of a cluster in one version, depth first in declared order. A list or map of another size is one difference. */
export function differences(
  shape: Shape,
  policy: ChangePolicy,
  before: Json | undefined,
  after: Json | undefined,
  path: Path = [],
): Change[] {
  const kind = kindOf(shape);
  const pattern = patternOf(path);
  const whole: Change[] = [{ path, pattern, before, after }];
  switch (kind.kind) {
    case "scalar":
      return sameScalar(before, after, isWithinAny(pattern, policy.foldCase)) ? [] : whole;
    case "list": {
      const from = (before ?? []) as Json[];
      const to = (after ?? []) as Json[];
      if (from.length !== to.length) return whole;
      return to.flatMap((item, index) =>
        differences(kind.shape.items, policy, from[index], item, [...path, itemStep(index, item)]),
      );
    }
    case "map": {
      const from = new Map(Object.entries((before ?? {}) as JsonObject));
      const to = new Map(Object.entries((after ?? {}) as JsonObject));
      if (from.size !== to.size || [...to.keys()].some((key) => !from.has(key))) return whole;
      return [...to].flatMap(([key, value]) =>
        differences(kind.shape.additionalProperties, policy, from.get(key), value, [...path, { key }]),
      );
    }
    case "object": {
      if ((before === undefined) !== (after === undefined) && policy.presence.includes(pattern)) return whole;
      const from = (before ?? {}) as JsonObject;
      const to = (after ?? {}) as JsonObject;
      return Object.entries(kind.shape.properties).flatMap(([member, inner]) =>
        differences(inner, policy, from[member], to[member], [...path, { member }]),
      );
    }
  }
}

function sameScalar(before: Json | undefined, after: Json | undefined, foldCase: boolean): boolean {
  if (before === after || (isZero(before) && isZero(after))) return true;
  return (
    foldCase && typeof before === "string" && typeof after === "string" && before.toLowerCase() === after.toLowerCase()
  );
}
