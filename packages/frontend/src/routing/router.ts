import type { PartName } from "./parts.ts";
import type { Parameters, Route } from "./route.ts";

/** What a path leads to. */
export type Match =
  | { outcome: "found"; route: Route; parameters: Parameters }
  /** The path is served, for these methods only. */
  | { outcome: "methodNotAllowed"; allowed: readonly string[]; parameters: Parameters }
  | { outcome: "notFound" };

export type Router = (method: string, segments: readonly string[]) => Match;

interface Compiled {
  route: Route;
  /** Lower-case literals; `undefined` where a part stands. */
  literals: readonly (string | undefined)[];
  parts: readonly { name: PartName; index: number }[];
}

/** A router over a table of routes. The first route that fits wins. */
export function createRouter(routes: readonly Route[]): Router {
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

function compile(route: Route): Compiled {
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

const fits = ({ literals }: Compiled, lower: readonly string[]): boolean =>
  literals.every((literal, index) => literal === undefined || literal === lower[index]);

function parametersOf({ parts }: Compiled, segments: readonly string[]): Parameters {
  const parameters: Partial<Record<PartName, string>> = {};
  for (const { name, index } of parts) parameters[name] = segments[index] ?? "";
  return parameters;
}
