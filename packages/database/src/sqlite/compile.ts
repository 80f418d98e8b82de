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

/** Writes the WHERE clause of one query for a call. @throws TypeError when a parameter is missing, unknown or of a type the condition cannot take. */
export type Where = (call: QueryCall) => Compiled;

/** One condition for a call: adds the values of its marks to `values`. */
type Clause = (call: QueryCall, values: Bound[]) => string;

/** The WHERE clauses of `query`. What does not depend on the call is put together once: most queries are asked with every request. */
export function whereOf(query: DeclaredQuery): Where {
  const known = new Set<string>();
  const of: Resolver = (operand) => {
    if (typeof operand !== "object") return () => operand;
    if ("storeNow" in operand) return ({ now }) => now;
    const { parameter } = operand;
    known.add(parameter);
    return ({ parameters }) => {
      const value = parameters[parameter];
      if (value === undefined) throw new TypeError(`query ${query.name} needs the parameter ${parameter}`);
      if (typeof value === "number" && Number.isNaN(value))
        throw new TypeError(`parameter ${parameter} of query ${query.name} is not a number`);
      return value;
    };
  };
  const conditions = query.where.map((condition) => clauseOf(condition, of));
  // Calls that name a partition, or give values of the same kinds, have the same text.
  let last: { clauses: readonly string[]; where: string } = { clauses: [], where: "" };
  return (call) => {
    const clauses: string[] = [];
    const values: Bound[] = [];
    if (call.partition !== undefined) {
      clauses.push("partition=?");
      values.push(call.partition);
    } else if (query.scope === "partition") throw new TypeError(`query ${query.name} runs in one partition; name it`);
    for (const condition of conditions) clauses.push(condition(call, values));
    clauses.push("(expires IS NULL OR expires>?)");
    values.push(call.now);
    const unknown = Object.keys(call.parameters).find((name) => !known.has(name));
    if (unknown !== undefined) throw new TypeError(`query ${query.name} has no parameter ${unknown}`);
    if (clauses.length !== last.clauses.length || clauses.some((clause, index) => clause !== last.clauses[index]))
      last = { clauses, where: clauses.join(" AND ") };
    return { where: last.where, values };
  };
}

/** How an operand's value is come by. */
type Resolver = (operand: Operand) => (call: QueryCall) => Value;

function clauseOf(condition: Condition, of: Resolver): Clause {
  if ("secondsSinceWriteExceed" in condition) {
    const { value, type } = sqlPath(condition.secondsSinceWriteExceed);
    const seconds = type === undefined ? value : `CASE WHEN ${type} IN ('integer','real') THEN ${value} ELSE 0 END`;
    return marked(`?>ts+${seconds}`, ({ now }) => now);
  }
  const { value: at, type } = sqlPath(condition.path);
  if ("equals" in condition) {
    // Constants are written out: only so does a partial index on them serve (https://sqlite.org/partialindex.html).
    if (typeof condition.equals === "object") return compared(`${at}=?`, type, of(condition.equals));
    const constant = both(`${at}=${literal(condition.equals)}`, sameType(type, condition.equals));
    return () => constant;
  }
  if ("notEquals" in condition) return compared(`${at}<>?`, type, of(condition.notEquals));
  if ("in" in condition) {
    const constant = both(`${at} IN (${condition.in.map(literal).join(",")})`, sameType(type, ""));
    return () => constant;
  }
  if ("startsWith" in condition) {
    const valueIn = of(condition.startsWith);
    const open = both(`${at}>=?`, sameType(type, ""));
    const between = both(`${at}>=? AND ${at}<?`, sameType(type, ""));
    return (call, values) => {
      const prefix = valueIn(call);
      if (typeof prefix !== "string") throw new TypeError(`${condition.path} starts with a text only`);
      const end = afterPrefix(prefix);
      values.push(prefix);
      if (end === undefined) return open;
      values.push(end);
      return between;
    };
  }
  const most = "atMost" in condition;
  const valueIn = of(most ? condition.atMost : condition.atLeast);
  return (call, values) => {
    const limit = valueIn(call);
    if (typeof limit === "boolean") throw new TypeError(`${condition.path} is compared with a number or a text only`);
    const { absentAs } = condition;
    const absentFits =
      absentAs !== undefined && typeof limit === "number" && (most ? absentAs <= limit : absentAs >= limit);
    const own = sameType(type, limit);
    values.push(limit);
    // Absent sorts as −∞: an upper bound includes it, the type decides; a lower bound has to let it in.
    if (!absentFits || type === undefined) return both(`${at}${most ? "<=" : ">="}?`, own);
    return most ? `${at}<=? AND (${type} IS NULL OR ${own})` : `(${type} IS NULL OR (${own} AND ${at}>=?))`;
  };
}

/** `comparison` with a value of the call's, which meets values of its own kind only. */
function compared(comparison: string, type: string | undefined, valueIn: (call: QueryCall) => Value): Clause {
  const texts = {
    string: both(comparison, sameType(type, "")),
    number: both(comparison, sameType(type, 0)),
    boolean: both(comparison, sameType(type, false)),
  };
  return (call, values) => {
    const value = valueIn(call);
    values.push(bound(value));
    return texts[typeof value as keyof typeof texts];
  };
}

const marked =
  (text: string, valueIn: (call: QueryCall) => Bound): Clause =>
  (call, values) => {
    values.push(valueIn(call));
    return text;
  };

const both = (one: string, other: string | undefined): string => (other === undefined ? one : `${one} AND ${other}`);

const bound = (value: Value): Bound => (typeof value === "boolean" ? Number(value) : value);
