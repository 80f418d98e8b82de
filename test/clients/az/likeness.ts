/** How `is` falls short of `wanted`: objects may have more members, lists have as many items, everything else is equal. Undefined: it does not. */
export function problemWith(is: unknown, wanted: unknown, where = "the answer"): string | undefined {
  if (typeof wanted !== "object" || wanted === null)
    return is === wanted ? undefined : `${where} is ${told(is)}, not ${told(wanted)}`;
  if (typeof is !== "object" || is === null) return `${where} is ${told(is)}, not ${told(wanted)}`;
  if (Array.isArray(wanted) !== Array.isArray(is)) return `${where} is ${told(is)}, not ${told(wanted)}`;
  if (Array.isArray(wanted) && Array.isArray(is) && wanted.length !== is.length)
    return `${where} has ${is.length} items, not ${wanted.length}: ${told(is)}`;
  for (const [name, value] of Object.entries(wanted)) {
    const problem = problemWith((is as Record<string, unknown>)[name], value, `${where}.${name}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const told = (value: unknown): string => (JSON.stringify(value) ?? "absent").slice(0, 500);
