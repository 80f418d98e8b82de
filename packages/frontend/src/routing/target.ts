/** A request target, split. */
export interface Target {
  /** Decoded once; empty segments and `.` left out, so that `//` and a final `/` do not matter for routing (spec 01 §5). */
  segments: readonly string[];
  /** What follows `?`, not decoded. */
  query: string;
}

/**
 * Splits a target. Segments are cut at literal slashes and decoded once: `%2f` stays inside its segment, `%252f` becomes `%2f`, and the
 * rules of the URL parts refuse both (ARM-URI-05). A segment that does not decode stays as it is, with its `%`.
 */
export function splitTarget(target: string): Target {
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  return {
    segments: path
      .split("/")
      .filter((segment) => segment !== "" && segment !== ".")
      .map(decoded),
    query: mark < 0 ? "" : target.slice(mark + 1),
  };
}

function decoded(segment: string): string {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
