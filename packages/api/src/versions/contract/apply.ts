import type { Json, JsonObject } from "../../documents/json.ts";
import type { Sealed } from "../../documents/sealed.ts";
import { isReadOnly, sealedMembers } from "./contract.ts";
import { differences } from "./difference.ts";
import { type Path, patternOf } from "./path.ts";
import type { ChangePolicy } from "./policy.ts";
import { kindOf, type Shape } from "./shape.ts";

/**
 * `stored` with the members changed that differ between `before` and `wanted` (both as the version shows them). Everything else that
 * lies in it survives: members other versions know, computed ones, unknown ones (ARM-PUT-07, decision 2). Items of a list are those
 * of the same name, entries of a map those of the same key.
 */
export function applied(
  contract: { shape: Shape; policy: ChangePolicy; alwaysShown: readonly string[] },
  stored: JsonObject,
  before: JsonObject,
  wanted: JsonObject,
  seal: (clear: string) => Sealed,
): JsonObject {
  const { policy } = contract;
  const walk = (
    shape: Shape,
    old: Json | undefined,
    was: Json | undefined,
    now: Json | undefined,
    path: Path,
  ): Json | undefined => {
    const pattern = patternOf(path);
    if (isReadOnly(shape, pattern, policy) || differences(shape, policy, was, now, path).length === 0) return old;
    const kind = kindOf(shape);
    switch (kind.kind) {
      case "scalar":
        if (now === undefined || now === null) return undefined;
        return (sealedMembers as readonly string[]).includes(pattern) ? seal(now as string) : now;
      case "list": {
        if (now === undefined) return undefined;
        const pick = (list: Json | undefined, item: Json, index: number) => sameItem(list, item, index);
        return (now as Json[]).map((item, index) => {
          const step = [...path, { index }];
          return walk(kind.shape.items, pick(old, item, index), pick(was, item, index), item, step) ?? {};
        });
      }
      case "map": {
        if (now === undefined) return undefined;
        const [olds, wases] = [asMap(old), asMap(was)];
        return Object.fromEntries(
          Object.entries(now as JsonObject).map(([key, value]) => [
            key,
            walk(kind.shape.additionalProperties, olds.get(key), wases.get(key), value, [...path, { key }]) ?? value,
          ]),
        );
      }
      case "object": {
        if (now === undefined && policy.presence.includes(pattern)) return undefined;
        const result: JsonObject = { ...((old ?? {}) as JsonObject) };
        for (const [member, inner] of Object.entries(kind.shape.properties)) {
          const [wasMember, nowMember] = [(was as JsonObject)?.[member], (now as JsonObject)?.[member]];
          const value = walk(inner, result[member], wasMember, nowMember, [...path, { member }]);
          if (value === undefined) delete result[member];
          else result[member] = value;
        }
        // An object that was taken away is gone, unless something in it is not this version's to take.
        const isGone = now === undefined && Object.keys(result).length === 0;
        return isGone && !contract.alwaysShown.includes(pattern) ? undefined : result;
      }
    }
  };
  return walk(contract.shape, stored, before, wanted, []) as JsonObject;
}

const asMap = (value: Json | undefined): Map<string, Json | undefined> =>
  new Map(typeof value === "object" && value !== null ? Object.entries(value as JsonObject) : []);

/** The item of `list` that `item` is the new state of: the one of its name, or where it has none, of its place. */
export function sameItem(list: Json | undefined, item: Json, index: number): Json | undefined {
  if (!Array.isArray(list)) return undefined;
  const name = (item as JsonObject | null)?.["name"];
  if (typeof name !== "string") return list[index];
  return list.find((other) => (other as JsonObject | null)?.["name"] === name);
}
