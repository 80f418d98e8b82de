import type { Bound } from "./compile.ts";

/** A continuation that this query, feed or engine did not give out. */
export class InvalidContinuation extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "InvalidContinuation";
  }
}

/** Where a page ended: the values of the last row's order, so that the next page begins after it whatever was written meanwhile. */
export type Place = readonly Bound[];

/** Integers keep their kind and all their digits: `1` is text, `["i","1"]` a whole number, `["r","0.5"]` any other. */
type Mark = string | ["i" | "r", string];

const mark = (value: Bound): Mark =>
  typeof value === "string" ? value : typeof value === "bigint" ? ["i", String(value)] : ["r", String(value)];

function unmark(value: unknown): Bound {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.length === 2 && typeof value[1] === "string")
    return value[0] === "i" ? BigInt(value[1]) : Number(value[1]);
  throw new TypeError("not a mark");
}

/** `of` names what the place belongs to: the container and the query, or its feed. */
export const writeContinuation = (of: string, place: Place): string =>
  Buffer.from(JSON.stringify([of, ...place.map(mark)])).toString("base64url");

/** @throws InvalidContinuation when it is not one that {@link writeContinuation} made for the same `of` with as many values. */
export function readContinuation(of: string, continuation: string, length: number): Place {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(continuation, "base64url").toString());
    if (!Array.isArray(parsed) || parsed.length !== length + 1) throw new TypeError("not a place");
    const [owner, ...marks] = parsed as unknown[];
    if (owner === of) return marks.map(unmark);
  } catch (error) {
    const shown = JSON.stringify(continuation.slice(0, 200));
    throw new InvalidContinuation(`the continuation ${shown} cannot be read`, { cause: error });
  }
  throw new InvalidContinuation(
    `the continuation belongs to ${JSON.stringify((parsed as unknown[])[0])}, not to ${of}`,
  );
}
