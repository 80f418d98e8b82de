// How a JSON path of a declared query or unique key is spelled in SQL. Indexes and queries must spell it alike, or the index is not used.

/** A path as SQL. `type` is undefined for the store's own columns, which have one type. */
export interface SqlPath {
  /** Value: text, a number, 0 or 1 for booleans; absent and null sort before all as −∞, so that it is never NULL. */
  value: string;
  /** SQLite's name of the JSON type, NULL when absent. */
  type: string | undefined;
}

const columns: Readonly<Record<string, string>> = { "/id": "id", "/_ts": "ts" };

/** @throws TypeError for a path that is not `/member/member`, members being letters, digits, `_` and `-`. */
export function sqlPath(path: string): SqlPath {
  const column = columns[path];
  if (column !== undefined) return { value: column, type: undefined };
  if (!/^(\/[A-Za-z0-9_-]+)+$/.test(path)) throw new TypeError(`${JSON.stringify(path)} is not a path such as /a/b`);
  const inside = `'$${path
    .slice(1)
    .split("/")
    .map((member) => `."${member}"`)
    .join("")}'`;
  return { value: `coalesce(json_extract(body,${inside}),-9e999)`, type: `json_type(body,${inside})` };
}

/** Columns of a unique index over `path`: value and type, absent counting as null (architecture decision 3). */
export function uniqueColumns(path: string): string {
  const { value, type } = sqlPath(path);
  return type === undefined ? value : `${value}, coalesce(${type},'null')`;
}

/** A constant as SQL text. */
export function literal(value: string | number | boolean): string {
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  return String(Number(value));
}

/**
 * How many rows a statement gives at most, as the last bound value. A bare parameter would have SQLite look at its value while it plans,
 * and so plan the statement anew whenever it is bound: five times what a look-up by index costs.
 */
export const boundLimit = "LIMIT ?+0";
