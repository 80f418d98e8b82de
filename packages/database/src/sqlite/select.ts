import type { ContainerDefinition, DeclaredQuery } from "../store.ts";
import { type Bound, compileWhere, type QueryCall } from "./compile.ts";
import { readContinuation } from "./continuation.ts";
import { servingUniquePath, tableName } from "./indexes.ts";
import { boundLimit, sqlPath } from "./paths.ts";

/** What a continuation belongs to: a query of a container, or its feed, which is called `changes`. */
export const continuationName = (definition: ContainerDefinition, name: string): string => `${definition.name}/${name}`;

/** The statement that reads a page of `query`, without its last value, the limit. A page begins after the place where the last one ended. */
export function selectPage(
  definition: ContainerDefinition,
  query: DeclaredQuery,
  call: Partial<QueryCall> & { continuation?: string; now: number },
): { sql: string; values: Bound[] } {
  const { parameters = {}, partition, continuation, now } = call;
  const { where, values } = compileWhere(query, { parameters, partition, now });
  const walked = query.orderBy === undefined ? undefined : sqlPath(query.orderBy).value;
  const order = [...(walked === undefined ? [] : [walked]), "id", "partition"];
  // Without the plus, SQLite prefers walking all ids of the partition in order to looking one document up by its unique key.
  if (walked === undefined && servingUniquePath(definition, query) !== undefined) order[0] = "+id";
  let from = "";
  if (continuation !== undefined) {
    values.push(...readContinuation(continuationName(definition, query.name), continuation, order.length));
    from = ` AND (${order.join(",")})>(${order.map(() => "?").join(",")})`;
  }
  const columns = `seq,ts,body,id,partition${walked === undefined ? "" : `,${walked} AS walked`}`;
  const sql = `SELECT ${columns} FROM "${tableName(definition.name)}" WHERE ${where}${from} ORDER BY ${order.join(",")} ${boundLimit}`;
  return { sql, values };
}
