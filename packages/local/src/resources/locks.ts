import { text, valueAt } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import type { Row } from "../documents/rows.ts";
import type { Engine } from "./contract.ts";

const lockType = "microsoft.authorization/locks";

const blocks = (lock: Row, action: "write" | "delete"): boolean => {
  const level = text(valueAt(lock.body, "properties.level"));
  return level === "ReadOnly" || (level === "CanNotDelete" && action === "delete");
};

/** The locked scopes that stand in the way of an action at `key`: locks above it, and for a deletion also those below. */
export function lockedScopes(engine: Engine, key: string, action: "write" | "delete"): string[] {
  if (key.includes("/providers/microsoft.authorization/locks/")) return [];
  const subscription = key.split("/")[2] ?? "";
  const locked: string[] = [];
  for (const lock of engine.rows.inSubscription(subscription, lockType, "", 10_000)) {
    const above = key === lock.owner || key.startsWith(`${lock.owner}/`);
    const beneath = action === "delete" && lock.owner.startsWith(`${key}/`);
    if ((above || beneath) && blocks(lock, action)) locked.push(lock.id.slice(0, lock.owner.length));
  }
  return [...new Set(locked)];
}

/** Refuses what a lock forbids, as ARM words it. */
export function refuseIfLocked(engine: Engine, key: string, action: "write" | "delete", id = key): void {
  const scopes = lockedScopes(engine, key, action);
  if (scopes.length === 0) return;
  throw new Refusal(
    409,
    "ScopeLocked",
    `The scope '${id}' cannot perform ${action} operation because following scope(s) are locked: '${scopes.join("', '")}'. Please remove the lock and try again.`,
  );
}
