import type { Json } from "../../documents/json.ts";
import type { Contract } from "./contract.ts";
import { declaredEnvelope } from "./manners.ts";
import { internalName, nothingWithout, provisioningState, sealedMembers } from "./members.ts";
import { isWithinAny, type Step } from "./path.ts";
import { kindOf, type ObjectShape, type ScalarShape, type Shape } from "./shape.ts";

/** A place in a version's resource, and all that the version's tables say of it: looked up once, walked often. */
export type Place = ScalarPlace | ObjectPlace | MapPlace | ListPlace;

/** What the tables say of a place of any kind. */
interface Said {
  /** `properties.workerProfiles[].count`. */
  pattern: string;
  /** The last step of the way to it, where that is a member's. */
  step: Step;
  /** Where it lies in the internal model, as a JSON pointer; a list or a map counts as one member, with all that is in it. */
  pointer: string;
  /** Only the service gives it a value, or it is no part of the resource. */
  readOnly: boolean;
  /** Read-only by the version's policy, so that a PATCH which says otherwise is told so. */
  guarded: boolean;
  mutable: boolean;
  filledIn: boolean;
  kept: boolean;
  presence: boolean;
  alwaysShown: boolean;
}

export interface ScalarPlace extends Said {
  kind: "scalar";
  type: ScalarShape["type"];
  sealed: boolean;
  foldCase: boolean;
  /** What a stored value looks like from outside; undefined when it is not shown. */
  shown: (stored: Json | undefined) => Json | undefined;
}

export interface ObjectPlace extends Said {
  kind: "object";
  /** As declared. */
  members: readonly (readonly [name: string, place: Place])[];
  /** In the order of answers. */
  replied: readonly (readonly [name: string, place: Place])[];
  byName: ReadonlyMap<string, Place>;
  /** Names in lower case, where the version takes any; else undefined. */
  byLowerName: ReadonlyMap<string, string> | undefined;
  /** The member without which it counts as absent. */
  needs: string | undefined;
  /** An entry or item: shown even when nothing is known of it. */
  isEntry: boolean;
}

export interface MapPlace extends Said {
  kind: "map";
  entry: Place;
}

export interface ListPlace extends Said {
  kind: "list";
  item: Place;
}

/** The places of `contract`'s resource. */
export const placesOf = (contract: Contract): ObjectPlace => placeOf(contract, contract.shape, "") as ObjectPlace;

function placeOf(contract: Contract, shape: Shape, pattern: string): Place {
  const { policy, manners } = contract;
  const said: Said = {
    pattern,
    step: { member: pattern.slice(pattern.lastIndexOf(".") + 1) },
    pointer: pointerOf(pattern),
    readOnly:
      shape.readOnly === true ||
      pattern === provisioningState ||
      isWithinAny(pattern, policy.readOnly) ||
      isWithinAny(pattern, policy.instructions),
    guarded: isWithinAny(pattern, policy.readOnly),
    mutable: isWithinAny(pattern, policy.mutable),
    filledIn: isWithinAny(pattern, policy.filledIn),
    kept: isWithinAny(pattern, policy.kept),
    presence: policy.presence.includes(pattern),
    alwaysShown: manners.alwaysShown.includes(pattern),
  };
  const kind = kindOf(shape);
  switch (kind.kind) {
    case "scalar": {
      const sealed = (sealedMembers as readonly string[]).includes(pattern);
      const foldCase = isWithinAny(pattern, policy.foldCase);
      return {
        ...said,
        kind: "scalar",
        type: kind.shape.type,
        sealed,
        foldCase,
        shown: shownAt(contract, kind.shape, pattern, sealed),
      };
    }
    case "list":
      return { ...said, kind: "list", item: placeOf(contract, kind.shape.items, `${pattern}[]`) };
    case "map":
      return { ...said, kind: "map", entry: placeOf(contract, kind.shape.additionalProperties, `${pattern}{}`) };
    case "object": {
      const members = declared(kind.shape, pattern).map(
        ([name, inner]) => [name, placeOf(contract, inner, pattern === "" ? name : `${pattern}.${name}`)] as const,
      );
      const names = members.map(([name]) => name);
      return {
        ...said,
        kind: "object",
        members,
        replied: manners.replyOrder === "declared" ? members : members.toSorted(([a], [b]) => (a < b ? -1 : 1)),
        byName: new Map(members),
        byLowerName: manners.namesInAnyCase ? new Map(names.map((name) => [name.toLowerCase(), name])) : undefined,
        needs: nothingWithout[pattern],
        isEntry: pattern.endsWith("]") || pattern.endsWith("}"),
      };
    }
  }
}

function pointerOf(pattern: string): string {
  const [members = ""] = pattern.split(/[[{]/, 1);
  if (members === "") return "";
  const [first = "", ...rest] = members.split(".");
  return [internalName(first), ...rest].map((member) => `/${member}`).join("");
}

function declared(shape: ObjectShape, pattern: string): [string, Shape][] {
  const members = Object.entries(shape.properties);
  if (pattern !== "") return members;
  const rank = (name: string) => (declaredEnvelope.includes(name) ? declaredEnvelope.indexOf(name) : members.length);
  return members.toSorted(([a], [b]) => rank(a) - rank(b));
}

const zeros = { string: "", integer: 0, number: 0, boolean: false } as const;

function shownAt(
  { manners, policy }: Contract,
  { type }: ScalarShape,
  pattern: string,
  sealed: boolean,
): ScalarPlace["shown"] {
  if (sealed || isWithinAny(pattern, policy.instructions)) return () => undefined;
  if (pattern === provisioningState) return (stored) => manners.stateNames[stored as string] ?? stored;
  if (manners.zerosShown.includes(pattern)) return (stored) => stored ?? zeros[type];
  const unset = manners.shownWhenUnset[pattern];
  return (stored) => (isZero(stored) ? unset : stored);
}

/** An item of which nothing is known. */
export const emptyItem = (list: ListPlace): Json => (list.item.kind === "scalar" ? "" : {});

/** Absent, empty and zero say the same (spec 01 §1.5). */
export const isZero = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === "" || value === 0 || value === false;
