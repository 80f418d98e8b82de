import { Refusal } from "../../documents/refusal.ts";
import type { Row } from "../../documents/rows.ts";
import type { TypeRow } from "../../resources/contract.ts";
import { authorizationChecker } from "./models.ts";

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** How a role that is not there is told, where it is asked for and where it is given. */
export const unknownRole = {
  code: "RoleDefinitionDoesNotExist",
  told: (name: string): string => `The specified role definition with ID '${name.replaceAll("-", "")}' does not exist.`,
} as const;

/** A row with what all of Microsoft.Authorization has in common: it extends any scope and is done at once. */
export const extensionType = (
  row: Pick<TypeRow, "type" | "model" | "label" | "apiVersions"> & Partial<TypeRow>,
): TypeRow => ({
  place: "extension",
  tracked: false,
  verbs: ["GET", "PUT", "DELETE", "LIST"],
  checker: authorizationChecker,
  located: false,
  parser: "arm",
  manner: "direct",
  busy: "retryable",
  parts: [],
  references: [],
  addresses: [],
  own: [],
  defaults: {},
  namePattern: uuid,
  etag: false,
  stateless: true,
  expands: [],
  rules: [],
  effects: [],
  removal: [],
  answersDeleted: true,
  listQuery: ["$filter"],
  evidence: "documented",
  ...row,
});

/** Which scopes a listing at `scope` shows: those above and itself, and unless `atScope()` asks otherwise those below. */
export function inListing(row: Row, scope: string, filter: readonly string[]): boolean {
  const above = row.owner === scope || scope.startsWith(`${row.owner}/`);
  if (above) return true;
  return !filter.includes("atscope()") && row.owner.startsWith(`${scope}/`);
}

/** The conditions of a filter of Microsoft.Authorization, joined by `and`; refuses what no list here knows. */
export function conditions(filter: string | undefined, known: readonly RegExp[]): string[] {
  if (filter === undefined || filter.trim() === "") return [];
  const parts = filter.split(/\s+and\s+/i).map((one) => one.trim());
  for (const part of parts)
    if (!known.some((form) => form.test(part)))
      throw new Refusal(400, "UnsupportedQuery", `The filter '${part}' is not supported by this list.`);
  return parts.map((one) => (/^atscope\(\)$/i.test(one) ? "atscope()" : one));
}

/** The quoted value of a condition such as `principalId eq 'x'` or `assignedTo('x')`. */
export const quoted = (condition: string): string =>
  /'((?:[^']|'')*)'/.exec(condition)?.[1]?.replaceAll("''", "'") ?? "";
