import { authorizationTypes } from "./authorization/index.ts";
import { networkTypes } from "./network/index.ts";
import { storageTypes } from "./storage/index.ts";
import type { TypeRow, ViewRow } from "./type-row.ts";

/** The table of types, looked up by lower-case type. */
export interface TypeTable {
  readonly rows: readonly TypeRow[];
  row(type: string): TypeRow | undefined;
  /** Whether any type of this namespace (in lower case) is in the table. */
  hasNamespace(namespace: string): boolean;
  readonly views: readonly ViewRow[];
  /** The view of this lower-case type whose address ends so. */
  view(type: string, ends: ViewRow["ends"]): ViewRow | undefined;
}

/** A table over these rows. */
export function createTable(rows: readonly TypeRow[], views: readonly ViewRow[] = []): TypeTable {
  const byAddress = new Map(views.map((view) => [`${view.type.toLowerCase()} ${view.ends}`, view]));
  const byType = new Map(rows.map((row) => [row.type.toLowerCase(), row]));
  const namespaces = new Set(rows.map((row) => row.type.slice(0, row.type.indexOf("/")).toLowerCase()));
  return {
    rows,
    row: (type) => byType.get(type),
    hasNamespace: (namespace) => namespaces.has(namespace),
    views,
    view: (type, ends) => byAddress.get(`${type} ${ends}`),
  };
}

/** Every type of the emulated Azure. */
export const allTypes = (): TypeTable => createTable([...networkTypes(), ...storageTypes(), ...authorizationTypes()]);
