import type { Condition, DeclaredQuery, Operand } from "../store.ts";
import { literal, sqlPath } from "./paths.ts";

type Value = string | number | boolean;
/** What SQLite can be given for a value. */
export type Bound = string | number | bigint;

/** What a query is called with. */
export interface QueryCall {
  parameters: Readonly<Record<string, Value>>;
  partition: string | undefined;
  /** Store seconds. */
  now: number;
}

/** A WHERE clause with its values, in order. */
export interface Compiled {
  where: string;
  values: Bound[];
}

/** SQLite's JSON types a value of this JavaScript type compares with: only with its own kind, as in Cosmos DB. */
function sameType(type: string | undefined, value: Value): string | undefined {
  if (type === undefined) return undefined;
  if (typeof value === "string") return `${type}='text'`;
  if (typeof value === "boolean") return `${type} IN ('true','false')`;
  return `${type} IN ('integer','real')`;
}

/** The least text greater than every text that starts with `prefix`; undefined when there is none. */
export function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix);
  for (;;) {
    const last = points.pop()?.codePointAt(0);
    if (last === undefined) return undefined;
    if (last === 0x10ffff) continue;
    const next = last + 1 === 0xd800 ? 0xe000 : last + 1;
    return points.join("") + String.fromCodePoint(next);
  }
}

/** Compiles the conditions of `query` for one call. @throws TypeError when a parameter is missing, unknown or of a type the condition cannot take. */
export function compileWhere(query: DeclaredQuery, call: QueryCall): Compiled {
  const used = new Set<string>();
  const resolve = (operand: Operand): Value => {
    if (typeof operand !== "object") return operand;
    if ("storeNow" in operand) return call.now;
    used.add(operand.parameter);
    const value = call.parameters[operand.parameter];
    if (value === undefined) throw new TypeError(`query ${query.name} needs the parameter ${operand.parameter}`);
    if (typeof value === "number" && Number.isNaN(value))
      throw new TypeError(`parameter ${operand.parameter} of query ${query.name} is not a number`);
    return value;
  };
  const clauses: string[] = [];
  const values: Bound[] = [];
  if (call.partition !== undefined) {
    clauses.push("partition=?");
    values.push(call.partition);
  } else if (query.scope === "partition") throw new TypeError(`query ${query.name} runs in one partition; name it`);
  for (const condition of query.where) compileCondition(condition, resolve, clauses, values, call.now);
  clauses.push("(expires IS NULL OR expires>?)");
  values.push(call.now);
  const unknown = Object.keys(call.parameters).find((name) => !used.has(name));
  if (unknown !== undefined) throw new TypeError(`query ${query.name} has no parameter ${unknown}`);
  return { where: clauses.join(" AND "), values };
}

function compileCondition(
  condition: Condition,
  resolve: (operand: Operand) => Value,
  clauses: string[],
  values: Bound[],
  now: number,
): void {
  const add = (clause: string | undefined, ...bound: Bound[]) => {
    if (clause === undefined) return;
    clauses.push(clause);
    values.push(...bound);
  };
  if ("secondsSinceWriteExceed" in condition) {
    const { value, type } = sqlPath(condition.secondsSinceWriteExceed);
    const seconds = type === undefined ? value : `CASE WHEN ${type} IN ('integer','real') THEN ${value} ELSE 0 END`;
    add(`?>ts+${seconds}`, now);
    return;
  }
  const { value: at, type } = sqlPath(condition.path);
  if ("equals" in condition) {
    const value = resolve(condition.equals);
    // Constants are written out: only so does a partial index on them serve (https://sqlite.org/partialindex.html).
    if (typeof condition.equals === "object") add(`${at}=?`, bound(value));
    else add(`${at}=${literal(value)}`);
    add(sameType(type, value));
  } else if ("notEquals" in condition) {
    const value = resolve(condition.notEquals);
    add(`${at}<>?`, bound(value));
    add(sameType(type, value));
  } else if ("in" in condition) {
    add(`${at} IN (${condition.in.map(literal).join(",")})`);
    add(sameType(type, ""));
  } else if ("startsWith" in condition) {
    const prefix = resolve(condition.startsWith);
    if (typeof prefix !== "string") throw new TypeError(`${condition.path} starts with a text only`);
    const end = afterPrefix(prefix);
    add(`${at}>=?`, prefix);
    if (end !== undefined) add(`${at}<?`, end);
    add(sameType(type, prefix));
  } else {
    const most = "atMost" in condition;
    const limit = resolve(most ? condition.atMost : condition.atLeast);
    if (typeof limit === "boolean") throw new TypeError(`${condition.path} is compared with a number or a text only`);
    const { absentAs } = condition;
    const absentFits =
      absentAs !== undefined && typeof limit === "number" && (most ? absentAs <= limit : absentAs >= limit);
    const own = sameType(type, limit);
    // Absent sorts as −∞: an upper bound includes it, the type decides; a lower bound has to let it in.
    if (most) add(`${at}<=?`, limit);
    else if (!absentFits) add(`${at}>=?`, limit);
    if (absentFits && type !== undefined) {
      const present = most ? own : `(${own} AND ${at}>=?)`;
      add(`(${type} IS NULL OR ${present})`, ...(most ? [] : [limit]));
    } else add(own);
  }
}

const bound = (value: Value): Bound => (typeof value === "boolean" ? Number(value) : value);
