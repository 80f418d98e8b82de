import type { Parameters, PartName } from "./parameters.ts";
import type { Match, Route } from "./route.ts";

export type Router<Asked> = (method: string, segments: readonly string[]) => Match<Asked>;

interface Compiled<Asked> {
  route: Route<Asked>;
  /** Lower-case literals; `undefined` where a part stands. */
  literals: readonly (string | undefined)[];
  parts: readonly { name: PartName; index: number }[];
}

/** A router over a table of routes. The first route that fits wins. */
export function createRouter<Asked>(routes: readonly Route<Asked>[]): Router<Asked> {
  const byLength = Map.groupBy(routes.map(compile), (compiled) => compiled.literals.length);
  return (method, segments) => {
    const lower = segments.map((segment) => segment.toLowerCase());
    const fitting = (byLength.get(segments.length) ?? []).filter((compiled) => fits(compiled, lower));
    const found = fitting.find(({ route }) => route.method === method);
    if (found !== undefined) return { outcome: "found", route: found.route, parameters: parametersOf(found, segments) };
    const [first] = fitting;
    if (first === undefined) return { outcome: "notFound" };
    return {
      outcome: "methodNotAllowed",
      allowed: fitting.map(({ route }) => route.method),
      parameters: parametersOf(first, segments),
    };
  };
}

function compile<Asked>(route: Route<Asked>): Compiled<Asked> {
  const segments = route.path.split("/").filter((segment) => segment !== "");
  const isPart = (segment: string) => segment.startsWith("{");
  return {
    route,
    literals: segments.map((segment) => (isPart(segment) ? undefined : segment.toLowerCase())),
    parts: segments.flatMap((segment, index) =>
      isPart(segment) ? [{ name: segment.slice(1, -1) as PartName, index }] : [],
    ),
  };
}

const fits = ({ literals }: Pick<Compiled<never>, "literals">, lower: readonly string[]): boolean =>
  literals.every((literal, index) => literal === undefined || literal === lower[index]);

function parametersOf({ parts }: Pick<Compiled<never>, "parts">, segments: readonly string[]): Parameters {
  const parameters: Partial<Record<PartName, string>> = {};
  for (const { name, index } of parts) parameters[name] = segments[index] ?? "";
  return parameters;
}
