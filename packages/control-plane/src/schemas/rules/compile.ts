import type { Environment } from "@marcbachmann/cel-js";
import { createEnvironment } from "./library.ts";

/** An expression that can be run, or what is wrong with it. */
export type Compiled = { run(context: Record<string, unknown>): unknown; type?: string } | { fault: string };

let environment: Environment | undefined;
const compiled = new Map<string, Compiled>();

/** The library's own `matches` takes JavaScript's expressions; rules are written with Go's. Texts are left as they are. */
const withGoExpressions = (rule: string): string =>
  rule.replaceAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\.matches\(/g, (part) =>
    part === ".matches(" ? ".matchesExpression(" : part,
  );

/** Expressions are compiled once for all control planes of the process. */
export function compile(expression: string): Compiled {
  let made = compiled.get(expression);
  if (made === undefined) {
    environment ??= createEnvironment();
    try {
      const parsed = environment.parse(withGoExpressions(expression));
      const { type } = environment.check(withGoExpressions(expression));
      made = { run: (context) => parsed(context), ...(type === undefined ? {} : { type }) };
    } catch (error) {
      made = { fault: (error as Error).message.split("\n")[0] ?? "" };
    }
    compiled.set(expression, made);
  }
  return made;
}

/** A duration as expressions know it. */
export const makeDuration = (milliseconds: number): unknown => {
  const made = compile(`duration("${milliseconds / 1000}s")`);
  return "run" in made ? made.run({}) : null;
};
