import { quantityText } from "../kinds/rows/cell.ts";
import { each, type Members, optional } from "../kinds/traits/filling.ts";
import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import { Quantity } from "../schemas/rules/quantity.ts";
import type { Store } from "../store/store.ts";
import { type Charges, chargedTo, chargesOf } from "./charges.ts";

/** Limits of a quota as they are wanted. */
export const hardOf = (quota: KubeObject): Readonly<Record<string, string>> =>
  (optional(optional(quota as Members, "spec") ?? {}, "hard") ?? {}) as Record<string, string>;

const scopes: Readonly<Record<string, (pod: Members) => boolean>> = {
  Terminating: (pod) => optional(pod, "spec")?.["activeDeadlineSeconds"] !== undefined,
  NotTerminating: (pod) => optional(pod, "spec")?.["activeDeadlineSeconds"] === undefined,
  BestEffort: (pod) => optional(pod, "status")?.["qosClass"] === "BestEffort",
  NotBestEffort: (pod) => optional(pod, "status")?.["qosClass"] !== "BestEffort",
};

/** Whether a quota counts an object: its scopes are about pods. */
export function counts(quota: KubeObject, plural: string, object: KubeObject): boolean {
  const spec = optional(quota as Members, "spec") ?? {};
  const named = (spec["scopes"] ?? []) as string[];
  const wanted = each(optional(spec, "scopeSelector") ?? {}, "matchExpressions");
  if (named.length === 0 && wanted.length === 0) return true;
  if (plural !== "pods") return false;
  const fits = (scope: string, operator: unknown, values: readonly string[]): boolean => {
    if (scope !== "PriorityClass") return scopes[scope]?.(object as Members) ?? false;
    const name = String(optional(object as Members, "spec")?.["priorityClassName"] ?? "");
    if (operator === "Exists") return name !== "";
    if (operator === "DoesNotExist") return name === "";
    return values.includes(name) === (operator === "In");
  };
  return (
    named.every((scope) => fits(scope, "Exists", [])) &&
    wanted.every((one) => fits(String(one["scopeName"]), one["operator"], (one["values"] ?? []) as string[]))
  );
}

/** What the objects of a quota's namespace take of what it limits. */
export function usedOf(store: Store, quota: KubeObject): Map<string, bigint> {
  const hard = Object.keys(hardOf(quota));
  const used = new Map<string, bigint>(hard.map((name) => [name, 0n]));
  const resources = new Set(hard.map(chargedTo).filter((one) => one !== undefined));
  for (const resource of resources) {
    const [group = "", plural = ""] = resource.split("/");
    for (const { text } of store.list(resource, { prefix: `${quota.metadata.namespace}/` })) {
      const object = parsed(text);
      if (counts(quota, plural, object)) add(used, chargesOf(group, plural, object));
    }
  }
  return used;
}

function add(used: Map<string, bigint>, charges: Charges): void {
  for (const [name, value] of charges) {
    const held = used.get(name);
    if (held !== undefined) used.set(name, held + value);
  }
}

const binary = /memory|storage$/;

/** An amount as a quota tells it: bytes in powers of 1024. */
export function amountText(name: string, billionths: bigint): string {
  const isWhole = billionths % 1_000_000_000n === 0n;
  const whole = billionths / 1_000_000_000n;
  if (isWhole && binary.test(name) && whole > 0n && whole % 1024n === 0n) return quantityText(`${whole / 1024n}Ki`);
  return quantityText(isWhole ? String(whole) : `${billionths}n`);
}

/** Limit of a quota; undefined when it is none. */
export const limitOf = (quota: KubeObject, name: string): bigint | undefined => {
  const text = hardOf(quota)[name];
  return text === undefined ? undefined : Quantity.read(text)?.billionths;
};
