import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "@aro/runtime";
import { containers } from "../containers/definitions.ts";
import type { DeclaredQuery, Store } from "../store.ts";
import type { Bound } from "./compile.ts";
import { writeContinuation } from "./continuation.ts";
import type { Engine } from "./engine.ts";
import { openSqliteStore } from "./open.ts";
import { continuationName, pageSelect } from "./select.ts";

/** What a query is asked with: a value for each parameter it names, its partition when it runs in one. */
function callOf(query: DeclaredQuery) {
  const names = [...JSON.stringify(query.where).matchAll(/"parameter":"([^"]+)"/g)].map((match) => match[1] ?? "");
  return {
    parameters: Object.fromEntries(names.map((name) => [name, "value"])),
    ...(query.scope === "partition" ? { partition: "p" } : {}),
  };
}

function planOf(store: Store, asked: { sql: string; values: Bound[] }): string[] {
  const { connection } = store as Store & Engine;
  const rows = connection.prepare(`EXPLAIN QUERY PLAN ${asked.sql}`).all(...asked.values, 10);
  return rows.map((row) => String(row["detail"]));
}

for (const definition of containers)
  for (const query of definition.queries as readonly DeclaredQuery[])
    test(`${definition.name} finds ${query.name} by an index made for it, in the order it is walked`, async () => {
      await using store = await openSqliteStore({ path: ":memory:", clock: systemClock });
      await store.container(definition);
      const call = callOf(query);
      const place = [...(query.orderBy === undefined ? [] : ["value"]), "id", "p"];
      const continuation = writeContinuation(continuationName(definition, query.name), place);
      for (const from of [undefined, continuation]) {
        const [found, ...rest] = planOf(
          store,
          pageSelect(definition, query)({ ...call, now: 1, ...(from === undefined ? {} : { continuation: from }) }),
        );
        assert.match(found ?? "", new RegExp(`USING INDEX documents_${definition.name}_[0-9a-f]{16}`));
        // Sorting is left for what an index walk does not settle: the one document of a unique key, ties of a partition.
        if (query.scope !== "partition") assert.deepEqual(rest, []);
        else if (query.orderBy !== undefined) assert.deepEqual(rest, ["USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY"]);
        else assert.match(found ?? "", /\(partition=\? AND <expr>=\?\)$/);
      }
    });
