import type { Narrowing } from "../../entra/directory/objects.ts";
import { unsupportedQuery } from "../refusal.ts";
import type { Doc } from "../shape.ts";
import { badFilter } from "./bad-filter.ts";
import type { Literal } from "./cursor.ts";
import type { Filter } from "./parse.ts";

/** Members that a kind of object is filtered by: single values and lists. */
export interface Filterable {
  type: string;
  values: readonly string[];
  lists: readonly string[];
}

/** Refuses a filter by what the type lacks, or what wants the caller to accept answers that are a little old. */
export function checkFilter(filter: Filter, of: Filterable, isAdvanced: boolean): void {
  if (filter.is === "and" || filter.is === "or") {
    for (const one of filter.of) checkFilter(one, of, isAdvanced);
    return;
  }
  const needsMore =
    filter.is === "not" || filter.is === "endswith" || (filter.is === "compare" && filter.operator === "ne");
  if (needsMore && !isAdvanced)
    throw unsupportedQuery(
      `Operator '${filter.is === "compare" ? "ne" : filter.is}' is not supported because the 'ConsistencyLevel:eventual' header is missing or $count is not true. Refer to https://aka.ms/graph-docs/advanced-queries for more information`,
    );
  if (filter.is === "not") {
    checkFilter(filter.of, of, isAdvanced);
    return;
  }
  const known = filter.is === "any" ? of.lists : of.values;
  if (known.includes(filter.path)) return;
  const elsewhere = [...of.lists, ...of.values].includes(filter.path);
  throw elsewhere
    ? unsupportedQuery(
        `Unsupported or invalid query filter clause specified for property '${filter.path}' of resource '${of.type}'.`,
      )
    : badFilter(`Could not find a property named '${filter.path}' on type 'microsoft.graph.${of.type}'.`);
}

/** Whether an object, as Graph shows it, is what the filter asks for. Texts are compared without their case. */
export function matches(filter: Filter, doc: Doc): boolean {
  if (filter.is === "and") return filter.of.every((one) => matches(one, doc));
  if (filter.is === "or") return filter.of.some((one) => matches(one, doc));
  if (filter.is === "not") return !matches(filter.of, doc);
  const value = doc[filter.path];
  switch (filter.is) {
    case "compare":
      return same(value, filter.value) === (filter.operator === "eq");
    case "in":
      return filter.values.some((one) => same(value, one));
    case "startswith":
      return typeof value === "string" && value.toLowerCase().startsWith(filter.value.toLowerCase());
    case "endswith":
      return typeof value === "string" && value.toLowerCase().endsWith(filter.value.toLowerCase());
    case "any":
      return Array.isArray(value) && value.some((one) => isElement(one, filter.operator, filter.value));
  }
}

const isElement = (element: unknown, operator: "eq" | "startswith", value: Literal): boolean =>
  operator === "eq"
    ? same(element, value)
    : typeof element === "string" && typeof value === "string" && element.toLowerCase().startsWith(value.toLowerCase());

const same = (one: unknown, other: Literal): boolean =>
  typeof one === "string" && typeof other === "string"
    ? one.toLowerCase() === other.toLowerCase()
    : (one ?? null) === other;

const columns = { id: "id", appId: "appId", displayName: "displayName", userPrincipalName: "name" } as const;

/** What a filter asks of columns that lists can be narrowed by before anything is read. */
export function narrowing(filter: Filter | undefined): Narrowing {
  const parts = filter === undefined ? [] : filter.is === "and" ? filter.of : [filter];
  const found: Record<string, string> = {};
  for (const part of parts)
    if (part.is === "compare" && part.operator === "eq" && typeof part.value === "string" && part.path in columns)
      if (/^[ -~]*$/.test(part.value))
        // The columns know the case of plain letters only.
        found[columns[part.path as keyof typeof columns]] = part.value;
  return found;
}

/** The client ids that a filter asks for and nothing else: what a principal without permissions may look up is itself. */
export function askedAppIds(filter: Filter | undefined): readonly string[] {
  const parts = filter === undefined ? [] : filter.is === "and" ? filter.of : [filter];
  return parts.flatMap((part) => {
    const isName = part.is === "any" && part.operator === "eq" && part.path === "servicePrincipalNames";
    const isId = part.is === "compare" && part.operator === "eq" && part.path === "appId";
    return (isName || isId) && typeof part.value === "string" ? [part.value.toLowerCase()] : [];
  });
}
