/** One difference: where, and what either side says; `undefined` when it says nothing. */
export interface Difference {
  at: string;
  published: unknown;
  ours: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every place where two values differ, deepest first named; the order of members does not matter, that of list items does. */
export function compare(published: unknown, ours: unknown, at = ""): Difference[] {
  if (isObject(published) && isObject(ours)) {
    const members = [...new Set([...Object.keys(published), ...Object.keys(ours)])];
    return members.flatMap((member) =>
      compare(published[member], ours[member], at === "" ? member : `${at} › ${member}`),
    );
  }
  if (Array.isArray(published) && Array.isArray(ours) && published.length === ours.length)
    return published.flatMap((item, index) => compare(item, ours[index], `${at} › ${index}`));
  return Object.is(published, ours) || JSON.stringify(published) === JSON.stringify(ours)
    ? []
    : [{ at, published, ours }];
}

/** A difference as a line for people. */
export const described = ({ at, published, ours }: Difference): string =>
  `${at}: published ${JSON.stringify(published) ?? "nothing"}, ours ${JSON.stringify(ours) ?? "nothing"}`;
