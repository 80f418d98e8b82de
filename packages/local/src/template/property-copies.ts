import { type Doc, isDoc, record, type Value } from "../documents/document.ts";
import { evaluate, type Scope } from "../language/evaluate.ts";
import { ExpressionError } from "../language/tokens.ts";

const copiesAtMost = 800;

/** Reads a copy's count; names the copy in what it throws. */
export function copyCount(name: string, count: Value): number {
  if (typeof count !== "number" || !Number.isInteger(count) || count < 0 || count > copiesAtMost)
    throw new ExpressionError(
      `The template copy '${name}' has a count of '${JSON.stringify(count)}': it must be an integer between 0 and ${copiesAtMost}.`,
    );
  return count;
}

/** Computes a value in which objects may have `copy: [{name, count, input}]`, which become lists of their own. */
export function withPropertyCopies(
  value: Value,
  scope: Scope,
  indexes: ReadonlyMap<string, number> = new Map(),
): Value {
  if (Array.isArray(value)) return value.map((item) => withPropertyCopies(item, scope, indexes));
  if (!isDoc(value)) return evaluate(value, scope);
  const made: Doc = {};
  for (const [name, item] of Object.entries(value)) {
    if (
      name !== "copy" ||
      !Array.isArray(item) ||
      !item.every((one) => isDoc(one) && "input" in one && "count" in one)
    ) {
      const key = evaluate(name, scope);
      made[typeof key === "string" ? key : name] = withPropertyCopies(item, scope, indexes);
      continue;
    }
    for (const one of item.map(record)) {
      const called = String(one["name"]);
      const count = copyCount(called, evaluate(one["count"] ?? null, scope));
      made[called] = Array.from({ length: count }, (_, index) => {
        const inner = new Map([...indexes, [called.toLowerCase(), index]]);
        const outer = scope.functions.get("copyindex");
        const functions = new Map(scope.functions);
        functions.set("copyindex", {
          takes: [0, 2],
          run: (given) => {
            const [first, second] = given;
            const at =
              typeof first === "string" ? inner.get(first.toLowerCase()) : outer === undefined ? index : undefined;
            if (at === undefined) {
              if (outer) return outer.run(given);
              throw new ExpressionError(
                `The template function 'copyIndex' names a copy '${String(first)}' that is not here.`,
              );
            }
            return at + (typeof first === "number" ? first : typeof second === "number" ? second : 0);
          },
        });
        return withPropertyCopies(one["input"] ?? null, { functions, elsewhere: scope.elsewhere }, inner);
      });
    }
  }
  return made;
}
