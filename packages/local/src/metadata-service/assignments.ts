import type { Durable } from "../state/durable.ts";

/** Which identities a resource may use, as ARM wrote them down when the resource was written. */
export interface Assignments {
  /** Addresses of the identities; undefined when the resource has none. */
  of(resourceId: string): readonly string[] | undefined;
  put(resourceId: string, identities: readonly string[]): void;
  remove(resourceId: string): void;
}

/** Opens the assignments in the emulator's durable state. */
export function openAssignments({ database }: Durable): Assignments {
  database.exec(
    "CREATE TABLE IF NOT EXISTS managed_identity_assignment (resourceId TEXT PRIMARY KEY COLLATE NOCASE, identities TEXT NOT NULL) STRICT",
  );
  const get = database.prepare("SELECT identities FROM managed_identity_assignment WHERE resourceId = ?");
  const put = database.prepare(
    "INSERT INTO managed_identity_assignment VALUES (?, ?) ON CONFLICT (resourceId) DO UPDATE SET identities = excluded.identities",
  );
  const remove = database.prepare("DELETE FROM managed_identity_assignment WHERE resourceId = ?");
  return {
    of: (resourceId) => {
      const row = get.get(resourceId);
      return row === undefined ? undefined : (JSON.parse(String(row["identities"])) as string[]);
    },
    put: (resourceId, identities) => void put.run(resourceId, JSON.stringify(identities)),
    remove: (resourceId) => void remove.run(resourceId),
  };
}
