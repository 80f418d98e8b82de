import type { Durable } from "../state/durable.ts";
import type { Doc } from "./document.ts";

export type OperationState = "InProgress" | "Succeeded" | "Failed" | "Canceled";

/** Work that outlasts the call which began it. */
export interface Operation {
  id: string;
  kind: "put" | "delete" | "action" | "group-delete" | "deployment";
  /** Key of what it works on. */
  target: string;
  /** As Azure names it in messages: `PutSubnetOperation`. */
  label: string;
  subscription: string;
  tenant: string;
  state: OperationState;
  startedAt: number;
  /** When it ends by itself; undefined for work that is driven step by step. */
  dueAt?: number;
  endedAt?: number;
  /** The error of a Failed or Canceled one. */
  error?: Doc;
  /** What its kind needs to know. */
  notes: Doc;
}

const schema = `
  CREATE TABLE IF NOT EXISTS arm_operations (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, target TEXT NOT NULL, label TEXT NOT NULL, sub TEXT NOT NULL,
    tenant TEXT NOT NULL, state TEXT NOT NULL, started INTEGER NOT NULL, due INTEGER, ended INTEGER,
    error TEXT, notes TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS arm_operations_due ON arm_operations (due, id) WHERE state = 'InProgress';
  CREATE INDEX IF NOT EXISTS arm_operations_target ON arm_operations (target) WHERE state = 'InProgress';
  CREATE INDEX IF NOT EXISTS arm_operations_ended ON arm_operations (ended) WHERE ended IS NOT NULL;
`;

type Kept = Record<string, string | number | null>;
const fromKept = (kept: Kept): Operation => ({
  id: String(kept["id"]),
  kind: String(kept["kind"]) as Operation["kind"],
  target: String(kept["target"]),
  label: String(kept["label"]),
  subscription: String(kept["sub"]),
  tenant: String(kept["tenant"]),
  state: String(kept["state"]) as OperationState,
  startedAt: Number(kept["started"]),
  ...(kept["due"] === null ? {} : { dueAt: Number(kept["due"]) }),
  ...(kept["ended"] === null ? {} : { endedAt: Number(kept["ended"]) }),
  ...(kept["error"] === null ? {} : { error: JSON.parse(String(kept["error"])) as Doc }),
  notes: JSON.parse(String(kept["notes"])) as Doc,
});

/** Operations on disk. Written inside transactions of `Durable`, together with what they change. */
export class Operations {
  readonly #durable: Durable;
  /** When the next timed operation ends, as far as it is known: every call asks. */
  #next: { due: number | undefined } | undefined;

  constructor(durable: Durable) {
    this.#durable = durable;
    durable.database.exec(schema);
  }

  put(operation: Operation): void {
    this.#next = undefined;
    this.#durable
      .statement("INSERT OR REPLACE INTO arm_operations VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")
      .run(
        operation.id,
        operation.kind,
        operation.target,
        operation.label,
        operation.subscription,
        operation.tenant,
        operation.state,
        operation.startedAt,
        operation.dueAt ?? null,
        operation.endedAt ?? null,
        operation.error === undefined ? null : JSON.stringify(operation.error),
        JSON.stringify(operation.notes),
      );
  }

  get(id: string): Operation | undefined {
    const kept = this.#durable.statement("SELECT * FROM arm_operations WHERE id = ?").get(id) as Kept | undefined;
    return kept === undefined ? undefined : fromKept(kept);
  }

  /** What works on `target` now. */
  running(target: string): Operation | undefined {
    const kept = this.#durable
      .statement("SELECT * FROM arm_operations WHERE target = ? AND state = 'InProgress'")
      .get(target) as Kept | undefined;
    return kept === undefined ? undefined : fromKept(kept);
  }

  /** The next timed operation to end, if it is due by `now`. */
  due(now: number): Operation | undefined {
    const next = this.nextDue();
    if (next === undefined || next > now) return undefined;
    const kept = this.#durable
      .statement("SELECT * FROM arm_operations WHERE state = 'InProgress' AND due <= ? ORDER BY due, id LIMIT 1")
      .get(now) as Kept | undefined;
    return kept === undefined ? undefined : fromKept(kept);
  }

  /** When the next timed operation ends. */
  nextDue(): number | undefined {
    if (this.#next === undefined) {
      const kept = this.#durable
        .statement("SELECT min(due) AS due FROM arm_operations WHERE state = 'InProgress'")
        .get() as {
        due: number | null;
      };
      this.#next = { due: kept.due ?? undefined };
    }
    return this.#next.due;
  }

  /** Whether anything driven has not ended. */
  hasDriven(): boolean {
    return (
      this.#durable.statement("SELECT 1 FROM arm_operations WHERE state = 'InProgress' AND due IS NULL").get() !==
      undefined
    );
  }

  /** Driven operations that have not ended. */
  driven(): Operation[] {
    return (
      this.#durable
        .statement("SELECT * FROM arm_operations WHERE state = 'InProgress' AND due IS NULL ORDER BY started, id")
        .all() as Kept[]
    ).map(fromKept);
  }

  /** Forgets what ended before `before`. */
  forget(before: number): void {
    this.#durable.statement("DELETE FROM arm_operations WHERE ended IS NOT NULL AND ended < ?").run(before);
  }
}
