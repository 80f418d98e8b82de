import fc from "fast-check";

/** Values that stand where others are expected. */
const odd: readonly unknown[] = [
  null,
  0,
  -1,
  1.5,
  "",
  "x",
  [],
  [null],
  [{}],
  {},
  { id: 1 },
  { id: "/subscriptions/x" },
  true,
  ["1"],
  "FromImage",
  "Attach",
  { a: { b: 1 } },
  "/subscriptions/a/resourceGroups/b/providers/Microsoft.Compute/disks/c",
];

/** One change of a body, and where. */
export interface Change {
  steps: readonly number[];
  what: "drop" | "add" | "replace";
  value: unknown;
}

/** The body with one member dropped, added or replaced, wherever the steps lead. */
export function changed(body: unknown, { steps, what, value }: Change): unknown {
  const copy = structuredClone(body);
  let at = copy as Record<string, unknown>;
  for (const [index, step] of steps.entries()) {
    const names = Object.keys(at);
    const name = names[step % Math.max(1, names.length)];
    if (name === undefined) break;
    const inner = at[name];
    if (index < steps.length - 1 && typeof inner === "object" && inner !== null) {
      at = inner as Record<string, unknown>;
      continue;
    }
    if (what === "drop") delete at[name];
    else if (what === "add") at["zzz"] = value;
    else at[name] = value;
    break;
  }
  return copy;
}

/** Any change; the same steps lead elsewhere in another body. */
export const change: fc.Arbitrary<Change> = fc.record({
  steps: fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }),
  what: fc.constantFrom("drop" as const, "add" as const, "replace" as const),
  value: fc.constantFrom(...odd),
});
