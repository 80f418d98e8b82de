import { each, type Members, optional } from "./filling.ts";

/** How sure a pod is of its share of a node: `Guaranteed`, `Burstable` or `BestEffort`. */
export function qualityOf(spec: Members): string {
  const all = [...each(spec, "containers"), ...each(spec, "initContainers")].map(
    (one) => optional(one, "resources") ?? {},
  );
  const named = (one: Members, name: string) => optional(one, name) ?? {};
  if (
    all.every(
      (one) => Object.keys(named(one, "requests")).length === 0 && Object.keys(named(one, "limits")).length === 0,
    )
  )
    return "BestEffort";
  const guaranteed = all.every((one) =>
    ["cpu", "memory"].every((name) => {
      const limit = named(one, "limits")[name];
      return limit !== undefined && String(named(one, "requests")[name] ?? limit) === String(limit);
    }),
  );
  return guaranteed ? "Guaranteed" : "Burstable";
}
