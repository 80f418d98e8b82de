import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { Json, JsonObject } from "../../documents/json.ts";
import { type Contract, internalName, isReadOnly, nothingWithout, sealedMembers } from "./contract.ts";
import { type Path, patternOf } from "./path.ts";
import type { ChangePolicy } from "./policy.ts";
import { kindOf, type Shape } from "./shape.ts";

const isEmpty = (value: JsonObject): boolean => Object.keys(value).length === 0;
const asObject = (value: Json | undefined): JsonObject | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;

/** `cluster` as the version shows it: known members only, no secrets, nothing empty but what is always shown (spec 01 §1.4). */
export function externalView(contract: Contract, cluster: OpenShiftCluster): JsonObject {
  const root: JsonObject = { ...cluster, identity: cluster[internalName("identity")] };
  return (show(contract, contract.shape, root, []) ?? {}) as JsonObject;
}

function show(contract: Contract, shape: Shape, value: Json | undefined, path: Path): Json | undefined {
  const kind = kindOf(shape);
  const pattern = patternOf(path);
  switch (kind.kind) {
    case "scalar": {
      const secret = (sealedMembers as readonly string[]).includes(pattern);
      return secret || value === null || value === "" || value === 0 || value === false ? undefined : value;
    }
    case "list": {
      if (!Array.isArray(value) || value.length === 0) return undefined;
      return value.map((item, index) => show(contract, kind.shape.items, item, [...path, { index }]) ?? {});
    }
    case "map": {
      const entries = Object.entries(asObject(value) ?? {}).map(
        ([key, item]) => [key, show(contract, kind.shape.additionalProperties, item, [...path, { key }])] as const,
      );
      return entries.length === 0 ? undefined : Object.fromEntries(entries.map(([key, item]) => [key, item ?? ""]));
    }
    case "object": {
      const own = asObject(value);
      if (own === undefined && !contract.alwaysShown.includes(pattern))
        // An entry of a map or list is shown even when nothing is known of it.
        return pattern.endsWith("}") || pattern.endsWith("]") ? {} : undefined;
      const members = Object.keys(kind.shape.properties);
      if (contract.alphabetical) members.sort();
      const shown = Object.fromEntries(
        members
          .map((member) => {
            const inner = kind.shape.properties[member];
            return [member, inner && show(contract, inner, own?.[member], [...path, { member }])] as const;
          })
          .filter(([, inner]) => inner !== undefined),
      ) as JsonObject;
      const needed = nothingWithout[pattern];
      if (needed !== undefined && shown[needed] === undefined) return undefined;
      return isEmpty(shown) && contract.hiddenWhenEmpty.includes(pattern) ? undefined : shown;
    }
  }
}

/** `value` without the members that only the service gives a value (ARM-PUT-05). */
export function settablePart(shape: Shape, policy: ChangePolicy, value: JsonObject): JsonObject {
  const walk = (at: Shape, inner: Json | undefined, path: Path): Json | undefined => {
    if (isReadOnly(at, patternOf(path), policy)) return undefined;
    const kind = kindOf(at);
    if (Array.isArray(inner)) {
      const items = kind.kind === "list" ? kind.shape.items : undefined;
      return items === undefined ? inner : inner.map((item, index) => walk(items, item, [...path, { index }]) ?? {});
    }
    const own = asObject(inner);
    if (own === undefined || kind.kind === "scalar" || kind.kind === "list") return inner;
    const entries = Object.entries(own).flatMap(([name, member]): [string, Json][] => {
      const below = kind.kind === "map" ? kind.shape.additionalProperties : kind.shape.properties[name];
      const step = kind.kind === "map" ? { key: name } : { member: name };
      const kept = below === undefined ? undefined : walk(below, member, [...path, step]);
      return kept === undefined ? [] : [[name, kept]];
    });
    return Object.fromEntries(entries);
  };
  return (walk(shape, value, []) ?? {}) as JsonObject;
}
