/** How many edits make the one text of the other: letters left out, added, changed, or two neighbours swapped. */
function edits(a: string, b: string): number {
  let [former, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      next[column] = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (former[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    [former, last] = [last, next];
  }
  return last[b.length] ?? 0;
}

/** Longer ones are nobody's slip of the finger, and would take long to compare. */
const longest = 200;

/**
 * The names that may have been meant by one that is none of them, at most three, the likeliest first: those with few letters different, or that
 * contain it. Case does not count.
 */
export function nearest(asked: string, names: readonly string[]): string[] {
  const meant = asked.toLowerCase();
  if (meant === "" || meant.length > longest) return [];
  return names
    .map((name) => {
      const other = name.toLowerCase();
      const distance = edits(meant, other);
      const contains = meant.length > 2 && other.includes(meant);
      return { name, distance, near: contains || distance <= Math.max(1, Math.floor(meant.length * 0.4)) };
    })
    .filter(({ near }) => near)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}
