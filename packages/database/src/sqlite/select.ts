import type { ContainerDefinition, DeclaredQuery } from "../store.ts";
import { type Bound, type QueryCall, whereOf } from "./compile.ts";
import { readContinuation } from "./continuation.ts";
import { findsOneAtMost, servingUniquePath, tableName } from "./indexes.ts";
import { boundLimit, sqlPath } from "./paths.ts";

/** What a continuation belongs to: a query of a container, or its feed, which is called `changes`. */
export const continuationName = (definition: ContainerDefinition, name: string): string => `${definition.name}/${name}`;

/** What a page is asked with; it begins after the place where the last one ended. */
export type PageCall = Partial<QueryCall> & { continuation?: string; now: number };

/** Writes the statement that reads a page of one query, without its last value, the limit. */
export type PageSelect = (call: PageCall) => { sql: string; values: Bound[] };

/** The statements of `query`. What does not depend on the call is put together once. */
export function pageSelect(definition: ContainerDefinition, query: DeclaredQuery): PageSelect {
  const whereFor = whereOf(query);
  const walked = query.orderBy === undefined ? undefined : sqlPath(query.orderBy).value;
  const order = [...(walked === undefined ? [] : [walked]), "id", "partition"];
  // Without the plus, SQLite prefers walking all ids of the partition in order to looking one document up by its unique key.
  if (walked === undefined && servingUniquePath(definition, query) !== undefined) order[0] = "+id";
  const columns = `seq,ts,body,id,partition${walked === undefined ? "" : `,${walked} AS walked`}`;
  const select = `SELECT ${columns} FROM "${tableName(definition.name)}" WHERE `;
  const after = ` AND (${order.join(",")})>(${order.map(() => "?").join(",")})`;
  // One document at most needs no order, and SQLite would open a sorter for it: of a look-up by key that is half.
  const inOrder = findsOneAtMost(definition, query) ? ` ${boundLimit}` : ` ORDER BY ${order.join(",")} ${boundLimit}`;
  let first = { where: "", sql: "" };
  return ({ parameters = {}, partition, continuation, now }) => {
    const { where, values } = whereFor({ parameters, partition, now });
    if (continuation === undefined) {
      if (first.where !== where) first = { where, sql: select + where + inOrder };
      return { sql: first.sql, values };
    }
    values.push(...readContinuation(continuationName(definition, query.name), continuation, order.length));
    return { sql: select + where + after + inOrder, values };
  };
}
