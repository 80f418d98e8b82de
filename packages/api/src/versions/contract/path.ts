/** One step into a resource. List items carry the `name` member they have, since targets name them by it. */
export type Step = { member: string } | { key: string } | { index: number; name?: string };

/** The way from the resource to a value in it. */
export type Path = readonly Step[];

/** As ARM shows it to callers: `properties.workerProfiles['worker'].count`, `tags["a"]`, `properties.ingressProfiles[0]` (spec 01 §1.5, ARM-ERR-03). */
export function targetOf(path: Path): string {
  let target = "";
  for (const step of path) {
    if ("member" in step) target += target === "" ? step.member : `.${step.member}`;
    else if ("key" in step) target += `["${step.key}"]`;
    else target += step.name === undefined ? `[${step.index}]` : `['${step.name}']`;
  }
  return target;
}

/** As the version's tables name it, whatever the index or key: `properties.workerProfiles[].count`, `tags{}`. */
export function patternOf(path: Path): string {
  let pattern = "";
  for (const step of path) {
    if ("member" in step) pattern += pattern === "" ? step.member : `.${step.member}`;
    else pattern += "key" in step ? "{}" : "[]";
  }
  return pattern;
}

/** Whether `pattern` is `ancestor` or lies below it. */
export const isWithin = (pattern: string, ancestor: string): boolean =>
  pattern === ancestor || (pattern.startsWith(ancestor) && ".[{".includes(pattern.charAt(ancestor.length)));

/** Whether `pattern` is, or lies below, one of `ancestors`. */
export const isWithinAny = (pattern: string, ancestors: readonly string[]): boolean =>
  ancestors.some((ancestor) => isWithin(pattern, ancestor));

/** The step to item `index` of a list. */
export function itemStep(index: number, item: unknown): Step {
  const name = typeof item === "object" && item !== null ? (item as { name?: unknown }).name : undefined;
  return typeof name === "string" ? { index, name } : { index };
}
