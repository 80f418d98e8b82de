import { createHash } from "node:crypto";
import type { Condition, ContainerDefinition, DeclaredQuery } from "../store.ts";
import { literal, sqlPath, uniqueColumns } from "./paths.ts";

/** Table of a container. @throws TypeError for names that are not letters and digits. */
export function tableName(container: string): string {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(container))
    throw new TypeError(`container name ${JSON.stringify(container)} is not made of letters and digits`);
  return `documents_${container}`;
}

/** One index of a container's table; the name holds a digest of its definition, so that another definition is another index. */
export interface Index {
  name: string;
  sql: string;
}

const isConstantEquals = (condition: Condition): condition is { path: string; equals: string | number | boolean } =>
  "equals" in condition && typeof condition.equals !== "object";

const isParameterEquals = (condition: Condition): boolean =>
  "equals" in condition && typeof condition.equals === "object";

/** The first condition an ordered walk can serve: a prefix, a list or a bound. */
const rangePath = (query: DeclaredQuery): string | undefined =>
  query.where.flatMap((condition) =>
    "startsWith" in condition || "in" in condition || "atMost" in condition || "atLeast" in condition
      ? [condition.path]
      : [],
  )[0];

/** What a document meets that competes for unique values, as SQL; undefined when all do. Spelled as queries spell it, or they could not use the index. */
export const competing = ({ uniqueAmong }: ContainerDefinition): string | undefined =>
  uniqueAmong === undefined ? undefined : `${sqlPath("/kind").value}=${literal(uniqueAmong)}`;

/** The unique path whose index serves `query`, when it runs in one partition and asks for that path, among the documents that compete for it. */
export function servingUniquePath(definition: ContainerDefinition, query: DeclaredQuery): string | undefined {
  if (query.scope !== "partition") return undefined;
  const { uniqueAmong } = definition;
  const isAmong = (condition: Condition) =>
    isConstantEquals(condition) && condition.path === "/kind" && condition.equals === uniqueAmong;
  if (uniqueAmong !== undefined && !query.where.some(isAmong)) return undefined;
  return definition.uniqueKeys.find((path) =>
    query.where.some(
      (condition) =>
        ("equals" in condition || "startsWith" in condition) && condition.path === path && !isConstantEquals(condition),
    ),
  );
}

/** Whether `query` asks for one value of a unique path, among the documents that compete for it, in one partition. */
export function findsOneAtMost(definition: ContainerDefinition, query: DeclaredQuery): boolean {
  const path = servingUniquePath(definition, query);
  return query.where.some(
    (condition) => isParameterEquals(condition) && "path" in condition && condition.path === path,
  );
}

/**
 * The indexes of a container: one unique index a unique path, over the documents that compete for it, and for each declared query that none of them serves, one over
 * the documents that meet its constant conditions, in the order the query walks them.
 */
export function indexesOf(definition: ContainerDefinition): Index[] {
  const table = tableName(definition.name);
  const named = (unique: boolean, on: string): Index => {
    const name = `${table}_${createHash("sha256").update(on).digest("hex").slice(0, 16)}`;
    return { name, sql: `CREATE ${unique ? "UNIQUE " : ""}INDEX IF NOT EXISTS "${name}" ON "${table}"${on}` };
  };
  const indexes = new Map<string, Index>();
  const add = (index: Index) => indexes.set(index.name, index);
  const among = competing(definition);
  const unique = among === undefined ? "" : ` WHERE ${among}`;
  for (const path of definition.uniqueKeys) add(named(true, `(partition, ${uniqueColumns(path)})${unique}`));
  for (const query of definition.queries) {
    if (servingUniquePath(definition, query) !== undefined) continue;
    const columns = query.where.flatMap((condition) =>
      isParameterEquals(condition) && "path" in condition ? [sqlPath(condition.path).value] : [],
    );
    const walked = query.orderBy ?? rangePath(query);
    if (walked !== undefined) columns.push(sqlPath(walked).value);
    if (query.scope === "partition") columns.unshift("partition");
    const all = [...new Set([...columns, "id", "partition"])];
    const constants = query.where
      .filter(isConstantEquals)
      .map((condition) => `${sqlPath(condition.path).value}=${literal(condition.equals)}`);
    // A document without the member that is asked for is never found by it.
    for (const condition of query.where.filter(isParameterEquals)) {
      const type = "path" in condition ? sqlPath(condition.path).type : undefined;
      if (type !== undefined) constants.push(`${type} IS NOT NULL`);
    }
    add(named(false, `(${all.join(", ")})${constants.length === 0 ? "" : ` WHERE ${constants.join(" AND ")}`}`));
  }
  return [...indexes.values()];
}
