/** Values that a simple path as definitions write it leads to: `.spec.replicas`, `.status.conditions[?(@.type=="Ready")].status`. */
export function jsonPath(path: string, object: unknown): unknown[] {
  let found: unknown[] = [object];
  for (const step of stepsOf(path)) found = found.flatMap((value) => follow(step, value));
  return found;
}

type Step = { name: string } | { index: number } | { every: true } | { where: string; equals: string };

function stepsOf(path: string): Step[] {
  const steps: Step[] = [];
  const part =
    /\.([\w$-]+(?:\\\.[\w-]+)*(?:\/[\w-]+)?)|\[(\d+)\]|\[\*\]|\['([^']+)'\]|\[\?\(@\.([\w.]+)\s*==\s*["']([^"']*)["']\)\]/gy;
  part.lastIndex = 0;
  for (let match = part.exec(path); match !== null; match = part.exec(path)) {
    const [whole, name, index, quoted, where, equals] = match;
    if (name !== undefined) steps.push({ name: name.replaceAll("\\.", ".") });
    else if (index !== undefined) steps.push({ index: Number(index) });
    else if (quoted !== undefined) steps.push({ name: quoted.replaceAll("\\.", ".") });
    else if (where !== undefined) steps.push({ where, equals: equals ?? "" });
    else if (whole === "[*]") steps.push({ every: true });
  }
  return steps;
}

function follow(step: Step, value: unknown): unknown[] {
  if ("name" in step) {
    const held = (value as Record<string, unknown> | null | undefined)?.[step.name];
    return held === undefined ? [] : [held];
  }
  if (!Array.isArray(value))
    return "every" in step && typeof value === "object" && value !== null ? Object.values(value) : [];
  if ("index" in step) return value.length > step.index ? [value[step.index]] : [];
  if ("every" in step) return value;
  return value.filter((one) => jsonPath(`.${step.where}`, one)[0] === step.equals);
}
