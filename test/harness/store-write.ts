import { DatabaseSync } from "node:sqlite";
import type { Instance } from "./instance.ts";

/** Removes the live documents of a subscription of these kinds, as somebody who deletes rows would; operations only that have not ended. */
export function loseDocuments(instance: Instance, subscriptionId: string, kinds: readonly string[]): number {
  using database = new DatabaseSync(instance.store, { timeout: 10_000 });
  const { changes } = database
    .prepare(
      `DELETE FROM documents_OpenShiftClusters WHERE partition = ? AND json_extract(body, '$.asyncOperation.endTime') IS NULL
       AND json_extract(body, '$.kind') IN (SELECT value FROM json_each(?))`,
    )
    .run(subscriptionId, JSON.stringify(kinds));
  return Number(changes);
}

/**
 * Changes documents in the store's file behind the back of the processes that have it open, as a process of another build would: the text of
 * each live document of a subscription, in one transaction; `undefined` leaves it. Returns how many were changed.
 */
export function rewriteDocuments(
  instance: Instance,
  subscriptionId: string,
  change: (body: string, container: string) => string | undefined,
): number {
  using database = new DatabaseSync(instance.store, { timeout: 10_000 });
  database.exec("BEGIN IMMEDIATE");
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'documents\\_%' ESCAPE '\\'")
    .all()
    .map(({ name }) => String(name));
  let changed = 0;
  for (const table of tables) {
    const rows = database.prepare(`SELECT partition, id, body FROM "${table}" WHERE partition = ?`).all(subscriptionId);
    // Whoever writes draws the next number of the file, which is the document's ETag too.
    const write = database.prepare(
      `UPDATE "${table}" SET body = ?, ts = unixepoch(), seq = (SELECT last FROM commit_sequence) WHERE partition = ? AND id = ?`,
    );
    for (const { partition, id, body } of rows as { partition: string; id: string; body: string }[]) {
      const text = change(body, table.slice("documents_".length));
      if (text === undefined) continue;
      database.exec("UPDATE commit_sequence SET last = last + 1");
      write.run(text, partition, id);
      changed++;
    }
  }
  database.exec("COMMIT");
  return changed;
}
