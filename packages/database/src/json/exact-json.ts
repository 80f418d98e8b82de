import type { JsonObject } from "@aro/api";

// Standard since ES2025's "JSON.parse source text access"; the compiler's library does not declare it yet.
const { rawJSON } = JSON as unknown as { rawJSON: (source: string) => JsonObject };

/**
 * A number literal that may say more than a double holds: sixteen digits and more, or an exponent of three digits.
 * It may match inside a string too; then the slow path gives the same answer.
 */
const maybeTooLong = /[[:,\s]-?(?:[\d.]{16,}|\d[\d.]*[eE][+-]?\d{3})/;

/**
 * Whether reading `source` as a double keeps what was written: whole numbers up to 2^53 − 1, and what a writer of doubles
 * prints (at most 17 significant digits, neither overflowing nor vanishing).
 */
function doubleHolds(source: string, value: number): boolean {
  if (/^-?\d+$/.test(source)) return Number.isSafeInteger(value);
  const mantissa = source.replace(/[eE].*$/, "").replace(/[-.]/g, "");
  if (value === 0) return /^0*$/.test(mantissa);
  return Number.isFinite(value) && mantissa.replace(/^0+/, "").length <= 17;
}

/**
 * Parses JSON without rounding (spec 02 §2.6, architecture decision 2). A number that a double holds is a number.
 * Any other is the frozen object that `JSON.rawJSON` makes of its source text: spread and assignment carry it along,
 * `JSON.stringify` prints it byte for byte, and `JSON.isRawJSON` tells it from a real object. `structuredClone` refuses it.
 * @throws SyntaxError when `text` is not JSON.
 */
export function parseExactly(text: string): unknown {
  if (!maybeTooLong.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_member, value: unknown, context?: { source?: string }) =>
    typeof value === "number" && context?.source !== undefined && !doubleHolds(context.source, value)
      ? rawJSON(context.source)
      : value,
  );
}
