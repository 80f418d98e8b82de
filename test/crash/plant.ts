import type { Json } from "@aro/api";

/** Members whose own members are a customer's names, or which a run replaces whole by what it knows. */
const notPlanted: ReadonlySet<string> = new Set([
  "tags",
  "operatorFlags",
  "platformWorkloadIdentities",
  "userAssignedIdentities",
  "pollers",
  "current",
  "install",
  "leftBehind",
  "predecessor",
  "error",
  "correlationData",
]);

/** More than a double holds: it survives as it was written, or not at all. */
const bigInteger = "9007199254740993";

/** `body` with an unknown member in every object at every level, items of lists too. */
export function planted(body: string): string {
  let count = 0;
  const walk = (value: Json | undefined): Json | undefined => {
    if (Array.isArray(value)) return value.map((item) => walk(item) ?? null);
    if (typeof value !== "object" || value === null) return value;
    const members = Object.entries(value).map(([name, member]) => [name, notPlanted.has(name) ? member : walk(member)]);
    return { ...Object.fromEntries(members), [`unknown-${++count}`]: { kept: [{ deep: true }, "BIG"], nothing: null } };
  };
  return JSON.stringify(walk(JSON.parse(body) as Json)).replaceAll('"BIG"', bigInteger);
}

/** Places of planted members that `after` has not, or not as they were. */
export function unkept(before: string, after: string): string[] {
  const lost: string[] = [];
  const read = (text: string): Json => JSON.parse(text.replaceAll(bigInteger, '"BIG"')) as Json;
  const walk = (was: Json | undefined, is: Json | undefined, path: string): void => {
    if (typeof was !== "object" || was === null) return;
    for (const [name, member] of Object.entries(was)) {
      const other = (is as Record<string, Json> | null | undefined)?.[name];
      if (!name.startsWith("unknown-")) walk(member, other, `${path}/${name}`);
      else if (JSON.stringify(member) !== JSON.stringify(other)) lost.push(`${path}/${name}: ${JSON.stringify(other)}`);
    }
  };
  walk(read(before), read(after), "");
  return lost;
}
