import type { WorkDocument } from "@aro/api";
import type { Stored } from "../store.ts";

/** Who takes work, and for how long. */
export interface Holder {
  /** One id per backend, drawn when it starts. */
  owner: string;
  leaseSeconds: number;
  /** The longest single call, seconds. */
  callSeconds: number;
}

/**
 * Whether the item may be taken at `storeNow`. A lease that has run out is taken only after the longest call of its holder has passed too,
 * and a queued item only when a former holder is quiet: a fence in the store does not fence Azure (architecture §5.4).
 */
export function isTakeable(work: Stored<WorkDocument>, storeNow: number): boolean {
  switch (work.state) {
    case "idle":
      return false;
    case "queued":
      return (
        (work.notBefore ?? 0) <= storeNow && (work.predecessor === undefined || work.predecessor.quietAfter < storeNow)
      );
    case "leased":
      return work._ts + work.leaseSeconds + work.callSeconds < storeNow;
  }
}

/** Taken: the token grows, one taking is counted, and so is the time for which the one before held it: until its last write. */
export function taken(work: Stored<WorkDocument>, holder: Holder, storeNow: number): WorkDocument {
  const { _etag, _ts, predecessor: _, notBefore: __, ...kept } = work;
  return {
    ...(kept as WorkDocument),
    state: "leased",
    ...holder,
    token: work.token + 1,
    writes: 0,
    dequeues: work.dequeues + 1,
    takenAt: storeNow,
    workedSeconds: (work.workedSeconds ?? 0) + (work.takenAt === undefined ? 0 : Math.max(0, work._ts - work.takenAt)),
  };
}

/** Given back before the operation has ended: anybody may go on at once, or from `notBefore` on. */
export function released(work: WorkDocument, options: { notBefore?: number; refund?: boolean } = {}): WorkDocument {
  const { owner: _, ...kept } = work;
  return {
    ...(kept as WorkDocument),
    state: "queued",
    ...(options.notBefore === undefined ? {} : { notBefore: options.notBefore }),
    dequeues: options.refund ? Math.max(0, work.dequeues - 1) : work.dequeues,
  };
}

/** The operation has ended: nothing is to be done, the token is kept for the next one. */
export function ended(work: WorkDocument, leftBehind: Readonly<Record<string, string>>): WorkDocument {
  const { owner: _, takenAt: __, workedSeconds: ___, leftBehind: ____, ...kept } = work;
  return {
    ...(kept as WorkDocument),
    state: "idle",
    ...(Object.keys(leftBehind).length === 0 ? {} : { leftBehind: { ...leftBehind } }),
  };
}

/** Whether this taking is the one that the item stands in. */
export const isHeldBy = (work: WorkDocument, taking: { owner: string; token: number }): boolean =>
  work.state === "leased" && work.owner === taking.owner && work.token === taking.token;
