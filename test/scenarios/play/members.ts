import type { Json, JsonObject } from "@aro/api";

/** `a.b[0].c` → its names and places. */
const wayOf = (dotted: string): string[] => dotted.replaceAll(/\[(\d+)\]/g, ".$1").split(".");

/** What lies at a dotted place; undefined when nothing does. */
export const valueAt = (value: Json | undefined, dotted: string): Json | undefined =>
  wayOf(dotted).reduce<Json | undefined>((at, name) => (at as JsonObject | null | undefined)?.[name], value);

/** A copy of `body` with other values at dotted places; `undefined` removes the member. */
export function changed<Body extends JsonObject>(
  body: Body,
  changes: Readonly<Record<string, Json | undefined>>,
): Body {
  const copy = structuredClone(body);
  for (const [dotted, value] of Object.entries(changes)) {
    const way = wayOf(dotted);
    const last = way.pop() ?? "";
    let at = copy as JsonObject;
    for (const name of way) {
      at[name] ??= {};
      at = at[name] as JsonObject;
    }
    if (value === undefined) delete at[last];
    else at[last] = value;
  }
  return copy;
}
