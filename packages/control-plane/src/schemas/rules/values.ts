import type { Schema, SchemaSource } from "../schema.ts";
import { isObject, resolved, valuesOf } from "../walk.ts";

const reserved = new Set([
  "true",
  "false",
  "null",
  "in",
  "as",
  "break",
  "const",
  "continue",
  "else",
  "for",
  "function",
  "if",
  "import",
  "let",
  "loop",
  "package",
  "namespace",
  "return",
  "var",
  "void",
  "while",
]);

/** A member's name as rules write it; undefined when they cannot. */
export function escapedName(name: string): string | undefined {
  if (reserved.has(name)) return `__${name}__`;
  const escaped = name
    .replaceAll("__", "__underscores__")
    .replaceAll(".", "__dot__")
    .replaceAll("-", "__dash__")
    .replaceAll("/", "__slash__");
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(escaped) ? escaped : undefined;
}

const seconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 3.6e6,
  d: 8.64e7,
  w: 6.048e8,
};

/** Milliseconds of `1h30m`. */
const durationOf = (text: string): number =>
  [...text.matchAll(/([+-]?[\d.]+)(ns|us|µs|ms|s|m|h|d|w)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (seconds[unit ?? ""] ?? 0),
    0,
  );

/** How durations are made: the library of rules brings its own class. */
export type MakeDuration = (milliseconds: number) => unknown;

/** A value as rules see it: whole numbers, times and durations by its schema, members under the names that rules can write. */
export function celValue(
  schema: Schema | undefined,
  value: unknown,
  source: SchemaSource,
  makeDuration: MakeDuration,
): unknown {
  if (value === null || value === undefined) return null;
  const own = schema === undefined ? undefined : resolved(schema, source);
  if (typeof value === "number") {
    const whole = own?.type === "number" ? false : Number.isInteger(value);
    return whole ? BigInt(value) : value;
  }
  if (typeof value === "string") {
    if (own?.format === "date-time") return new Date(value);
    if (own?.format === "duration") return makeDuration(durationOf(value));
    return value;
  }
  if (Array.isArray(value)) return value.map((one) => celValue(own?.items, one, source, makeDuration));
  if (!isObject(value)) return value;
  const values = own === undefined ? undefined : valuesOf(own);
  const made: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) {
    const known =
      own?.properties !== undefined && Object.hasOwn(own.properties, name) ? own.properties[name] : undefined;
    if (known !== undefined) {
      const written = escapedName(name);
      if (written !== undefined) made[written] = celValue(known, one, source, makeDuration);
    } else if (values !== undefined) made[name] = celValue(values, one, source, makeDuration);
    else if (own?.["x-kubernetes-embedded-resource"] && ["apiVersion", "kind", "metadata"].includes(name))
      made[name] = celValue(undefined, one, source, makeDuration);
  }
  return made;
}
