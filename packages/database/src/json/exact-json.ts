import type { JsonObject } from "@aro/api";

// Standard since ES2025's "JSON.parse source text access"; the compiler's library does not declare it yet.
const { rawJSON } = JSON as unknown as { rawJSON: (source: string) => JsonObject };

/**
 * A number literal that a double may not hold: sixteen digits and more, or an exponent of three digits. All others come back
 * as they were (fifteen digits always do). It may match inside a string too; then the slow path gives the same answer.
 */
const maybeRounded = /[[:,\s]-?(?:[\d.]{16,}|\d[\d.]*[eE][+-]?\d{3})/;

/** A number literal by its value: significant digits and power of ten. */
function decimal(literal: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(literal) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/**
 * Parses JSON without rounding (spec 02 §2.6, architecture decision 2). A number that prints again with the value it has in the
 * text is a number: every number that JavaScript wrote is. Any other, such as 9007199254740993, is the frozen object that
 * `JSON.rawJSON` makes of its source text: spread and assignment carry it along, `JSON.stringify` prints it byte for byte, and
 * `JSON.isRawJSON` tells it from a real object. `structuredClone` refuses it.
 * @throws SyntaxError when `text` is not JSON.
 */
export function parseExactly(text: string): unknown {
  if (!maybeRounded.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_member, value: unknown, context?: { source?: string }) => {
    if (typeof value !== "number" || context?.source === undefined) return value;
    return Number.isFinite(value) && decimal(String(value)) === decimal(context.source)
      ? value
      : rawJSON(context.source);
  });
}
