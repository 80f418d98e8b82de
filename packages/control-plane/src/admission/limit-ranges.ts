import { each, fill, type Members, optional, part } from "../kinds/traits/filling.ts";
import { parsed } from "../objects/parsed.ts";
import { forbidden } from "../registry/failures.ts";
import { Quantity } from "../schemas/rules/quantity.ts";
import type { Store } from "../store/store.ts";
import type { Admission } from "./admission.ts";

interface Limit {
  type: string;
  min?: Record<string, string>;
  max?: Record<string, string>;
  default?: Record<string, string>;
  defaultRequest?: Record<string, string>;
}

const read = (value: unknown): Quantity | undefined => (value === undefined ? undefined : Quantity.read(String(value)));
const isLess = (one: unknown, other: unknown): boolean => {
  const [a, b] = [read(one), read(other)];
  return a !== undefined && b !== undefined && a.compare(b) < 0n;
};

/** Gives containers what the limit ranges of their namespace say, and refuses what lies outside of them. */
export const limitRanges =
  (store: Store): Admission =>
  ({ operation, kind, object }) => {
    const isPod = kind.group === "" && kind.plural === "pods";
    const isClaim = kind.group === "" && kind.plural === "persistentvolumeclaims";
    if (operation !== "CREATE" || (!isPod && !isClaim)) return;
    const limits = [...store.list("/limitranges", { prefix: `${object.metadata.namespace}/` })].flatMap(
      ({ text }) => (parsed(text)["spec"] as { limits?: Limit[] } | undefined)?.limits ?? [],
    );
    if (limits.length === 0) return;
    const spec = part(object as Members, "spec");
    const faults: string[] = [];
    if (isClaim) {
      const requests = optional(optional(spec, "resources") ?? {}, "requests") ?? {};
      for (const limit of limits.filter(({ type }) => type === "PersistentVolumeClaim"))
        faults.push(...outside(limit, requests, requests));
    }
    const containers = isPod ? [...each(spec, "initContainers"), ...each(spec, "containers")] : [];
    for (const limit of limits.filter(({ type }) => type === "Container"))
      for (const container of containers) {
        const resources = part(container, "resources");
        if (limit.default !== undefined) fill(part(resources, "limits"), limit.default);
        if (limit.defaultRequest !== undefined) fill(part(resources, "requests"), limit.defaultRequest);
        faults.push(...outside(limit, optional(resources, "requests") ?? {}, optional(resources, "limits") ?? {}));
      }
    if (faults.length > 0)
      throw forbidden(
        kind,
        object.metadata.name ?? "",
        faults.length === 1 ? (faults[0] ?? "") : `[${faults.join(", ")}]`,
      );
  };

/** What is asked for or allowed outside of a range, in the words that clients know. */
function outside({ type, min = {}, max = {} }: Limit, requests: Members, limits: Members): string[] {
  const faults: string[] = [];
  for (const [name, least] of Object.entries(min)) {
    const asked = requests[name];
    if (asked === undefined) faults.push(`minimum ${name} usage per ${type} is ${least}.  No request is specified`);
    else if (isLess(asked, least))
      faults.push(`minimum ${name} usage per ${type} is ${least}, but request is ${asked}`);
  }
  for (const [name, most] of Object.entries(max)) {
    const allowed = limits[name];
    if (allowed === undefined) faults.push(`maximum ${name} usage per ${type} is ${most}.  No limit is specified`);
    else if (isLess(most, allowed))
      faults.push(`maximum ${name} usage per ${type} is ${most}, but limit is ${allowed}`);
  }
  return faults;
}
