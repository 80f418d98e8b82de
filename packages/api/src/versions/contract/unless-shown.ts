import type { Json, JsonObject } from "../../documents/json.ts";
import { differences } from "./difference.ts";
import { isWithin, type Path, targetOf } from "./path.ts";
import type { ObjectPlace } from "./place.ts";

/** `after` without the changes that only say what GET shows: live values the store does not hold (ARM-PUT-05). */
export function unlessShown(root: ObjectPlace, before: JsonObject, after: JsonObject, shown: JsonObject): JsonObject {
  const unlike = differences(root, shown, after).map(({ path }) => targetOf(path));
  const repeated = differences(root, before, after).filter(({ path }) => {
    const target = targetOf(path);
    return !unlike.some((other) => isWithin(other, target) || isWithin(target, other));
  });
  return repeated.reduce((view, change) => withValueAt(view, change.path, change.before) as JsonObject, after);
}

function withValueAt(value: Json | undefined, path: Path, replacement: Json | undefined): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return replacement;
  if ("index" in step) {
    const items = Array.isArray(value) ? [...value] : [];
    items[step.index] = withValueAt(items[step.index], rest, replacement) ?? {};
    return items;
  }
  const name = "member" in step ? step.member : step.key;
  const entries = new Map(Object.entries((value ?? {}) as JsonObject));
  entries.set(name, withValueAt(entries.get(name), rest, replacement));
  return Object.fromEntries([...entries].filter(([, inner]) => inner !== undefined));
}
