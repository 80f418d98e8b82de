import type { Random } from "@aro/runtime";
import type { Durable } from "../state/durable.ts";
import type { ArmedFault, FaultMatch, FaultOrder } from "./fault.ts";

/** The armed faults. Durable: one that kills the emulator itself must not strike again when it is back. */
export interface FaultBook {
  arm(order: FaultOrder): ArmedFault;
  list(): ArmedFault[];
  /** Forgets one fault, or all; how many. */
  clear(id?: string): number;
  /** The faults that strike what `matches` describes, in the order they were armed; each is counted before this returns. */
  strike(matches: (match: FaultMatch) => boolean): ArmedFault[];
  /** Whether any is armed, without looking into them. */
  readonly armed: boolean;
}

const table = `
  CREATE TABLE IF NOT EXISTS fault (
    id TEXT PRIMARY KEY, definition TEXT NOT NULL, seen INTEGER NOT NULL, struck INTEGER NOT NULL) STRICT;
`;

export function openFaultBook({ durable, random }: { durable: Durable; random: Random }): FaultBook {
  const { database } = durable;
  database.exec(table);
  const insert = database.prepare("INSERT INTO fault VALUES (?, ?, 0, 0)");
  const all = database.prepare("SELECT * FROM fault ORDER BY rowid");
  const update = database.prepare("UPDATE fault SET seen = ?, struck = ? WHERE id = ?");
  const remove = database.prepare("DELETE FROM fault WHERE id = ?");
  const faults = new Map<string, ArmedFault>();
  for (const row of all.all() as { id: string; definition: string; seen: number; struck: number }[])
    faults.set(row.id, {
      ...(JSON.parse(row.definition) as FaultOrder),
      id: row.id,
      seen: row.seen,
      struck: row.struck,
    });
  const isSpent = ({ count = 1, struck }: ArmedFault) => count !== "always" && struck >= count;
  return {
    get armed() {
      return faults.size > 0;
    },
    arm: (order) => {
      const fault = { ...order, id: random.uuid(), seen: 0, struck: 0 };
      insert.run(fault.id, JSON.stringify(order));
      faults.set(fault.id, fault);
      return fault;
    },
    list: () => [...faults.values()],
    clear: (id) => {
      const cleared = id === undefined ? [...faults.keys()] : faults.has(id) ? [id] : [];
      durable.transaction(() => {
        for (const one of cleared) remove.run(one);
      });
      for (const one of cleared) faults.delete(one);
      return cleared.length;
    },
    strike: (matches) => {
      const striking: ArmedFault[] = [];
      for (const fault of faults.values()) {
        if (isSpent(fault) || !matches(fault.match)) continue;
        const seen = fault.seen + 1;
        const strikes = seen > (fault.skip ?? 0);
        const next = { ...fault, seen, struck: fault.struck + (strikes ? 1 : 0) };
        update.run(next.seen, next.struck, fault.id);
        faults.set(fault.id, next);
        if (strikes) striking.push(next);
        // What ends the call here leaves nothing for the faults behind it.
        if (strikes && fault.do.kind !== "delay") break;
      }
      return striking;
    },
  };
}
