import type { ContainerDefinition } from "../store.ts";
import type { Connection } from "./connection.ts";
import { DatabaseUnusable } from "./faults.ts";
import { indexesOf, tableName } from "./indexes.ts";
import { expirySql } from "./rows.ts";

/** Version of the layout below; a newer one in the file refuses this build. */
export const schemaVersion = 1;

/**
 * Lays out an empty file, or checks that the file is one of ours and not newer. May throw SQLite's busy error: then try again.
 * @throws DatabaseUnusable `newerSchema` or `notADatabase`.
 */
export function prepareSchema(connection: Connection): void {
  if (isPrepared(connection)) return;
  const { database } = connection;
  database.exec("BEGIN IMMEDIATE");
  try {
    // Another process may have been first.
    if (!isPrepared(connection))
      database.exec(`
        CREATE TABLE schema_version (version INTEGER NOT NULL) STRICT;
        CREATE TABLE commit_sequence (last INTEGER NOT NULL) STRICT;
        CREATE TABLE containers (name TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT;
        INSERT INTO schema_version VALUES (${schemaVersion});
        INSERT INTO commit_sequence VALUES (0);
      `);
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function isPrepared(connection: Connection): boolean {
  const { path } = connection;
  const tables = connection
    .prepare("SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%'")
    .all() as { name: string }[];
  if (tables.length === 0) return false;
  if (!tables.some(({ name }) => name === "schema_version"))
    throw new DatabaseUnusable("notADatabase", `${path} is another program's database; choose another path`);
  const row = connection.prepare("SELECT version FROM schema_version").get() as { version: bigint } | undefined;
  if (row === undefined || Number(row.version) !== schemaVersion)
    throw new DatabaseUnusable(
      "newerSchema",
      `the database ${path} has layout ${row?.version ?? "unknown"}, this build knows ${schemaVersion}; use the build that wrote it`,
    );
  return true;
}

/** What of a definition decides how its table looks. */
const layoutOf = (definition: ContainerDefinition): string =>
  JSON.stringify({ ttl: definition.defaultTtlSeconds ?? null, indexes: indexesOf(definition).map(({ name }) => name) });

/** Whether the container's table already looks as `definition` wants it. */
export function isLaidOut(connection: Connection, definition: ContainerDefinition): boolean {
  const row = connection.prepare("SELECT definition FROM containers WHERE name=?").get(definition.name);
  return row?.["definition"] === layoutOf(definition);
}

/**
 * Creates the container's table and indexes, or brings them to `definition`: missing indexes are made, others dropped, times of
 * expiry computed again when the default TTL changed. Inside a write transaction.
 */
export function layOut(connection: Connection, definition: ContainerDefinition): void {
  if (isLaidOut(connection, definition)) return;
  const { database } = connection;
  const table = tableName(definition.name);
  database.exec(`
    CREATE TABLE IF NOT EXISTS "${table}" (
      partition TEXT NOT NULL,
      id TEXT NOT NULL,
      seq INTEGER NOT NULL,
      ts INTEGER NOT NULL,
      expires INTEGER,
      body TEXT NOT NULL,
      PRIMARY KEY (partition, id)
    ) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS "${table}_feed" ON "${table}"(seq);
    CREATE INDEX IF NOT EXISTS "${table}_expiry" ON "${table}"(expires) WHERE expires IS NOT NULL;
  `);
  const wanted = indexesOf(definition);
  const present = connection
    .prepare("SELECT name FROM sqlite_schema WHERE type='index' AND tbl_name=? AND sql IS NOT NULL")
    .all(table) as { name: string }[];
  const kept = new Set([...wanted.map(({ name }) => name), `${table}_feed`, `${table}_expiry`]);
  for (const { name } of present) if (!kept.has(name)) database.exec(`DROP INDEX "${name}"`);
  for (const { sql } of wanted) database.exec(sql);
  database.exec(`UPDATE "${table}" SET expires=${expirySql(definition)} WHERE expires IS NOT ${expirySql(definition)}`);
  connection
    .prepare("INSERT INTO containers VALUES (?,?) ON CONFLICT(name) DO UPDATE SET definition=excluded.definition")
    .run(definition.name, layoutOf(definition));
}
