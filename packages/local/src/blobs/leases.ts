import type { BlobCall } from "./call.ts";
import { badHeader, type FailureCode, StorageRefusal } from "./failures.ts";
import { header, needHeader } from "./request.ts";
import type { Lease } from "./store/record.ts";

/** How a lease stands, as answers say it. */
export type LeaseState = "available" | "leased" | "expired" | "breaking" | "broken";

function leaseState(lease: Lease | undefined, now: number): LeaseState {
  if (lease === undefined) return "available";
  if (lease.brokenAt !== undefined) return lease.brokenAt > now ? "breaking" : "broken";
  return lease.endsAt !== undefined && lease.endsAt <= now ? "expired" : "leased";
}

/** Headers of answers that tell of a lease. */
export function leaseHeaders(lease: Lease | undefined, now: number): Record<string, string> {
  const state = leaseState(lease, now);
  const held = state === "leased" || state === "breaking";
  return {
    "x-ms-lease-status": held ? "locked" : "unlocked",
    "x-ms-lease-state": state,
    ...(state === "leased" ? { "x-ms-lease-duration": lease?.duration === -1 ? "infinite" : "fixed" } : {}),
  };
}

const mismatch = {
  blob: "LeaseIdMismatchWithBlobOperation",
  container: "LeaseIdMismatchWithContainerOperation",
} as const;
const absent = {
  blob: "LeaseNotPresentWithBlobOperation",
  container: "LeaseNotPresentWithContainerOperation",
} as const;

/** Checks the lease that a call names, and for a write that it names the one that is held. @throws StorageRefusal */
export function checkLease(
  call: BlobCall,
  lease: Lease | undefined,
  of: "blob" | "container",
  purpose: "read" | "write",
): void {
  const id = header(call, "x-ms-lease-id");
  const state = leaseState(lease, call.now);
  const held = state === "leased" || state === "breaking";
  if (id === undefined) {
    if (held && purpose === "write") throw new StorageRefusal("LeaseIdMissing");
    return;
  }
  if (!held) throw new StorageRefusal(state === "expired" && sameId(lease?.id, id) ? "LeaseLost" : absent[of]);
  if (!sameId(lease?.id, id)) throw new StorageRefusal(mismatch[of]);
}

const sameId = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

/** A write ends a lease that had expired or was broken. */
export const afterWrite = (lease: Lease | undefined, now: number): Lease | undefined => {
  const state = leaseState(lease, now);
  return state === "leased" || state === "breaking" ? lease : undefined;
};

/** What a lease operation came to. */
export interface LeaseOutcome {
  lease: Lease | undefined;
  status: 200 | 201 | 202;
  headers: Record<string, string>;
}

const guid = /^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;

function guidHeader(call: BlobCall, name: string): string | undefined {
  const id = header(call, name);
  if (id !== undefined && !guid.test(id)) throw badHeader(name, id);
  return id;
}

const refuse = (code: FailureCode): never => {
  throw new StorageRefusal(code);
};

/** `comp=lease`: acquire, renew, change, release or break. @throws StorageRefusal */
export function changeLease(call: BlobCall, lease: Lease | undefined, freshId: () => string): LeaseOutcome {
  const action = needHeader(call, "x-ms-lease-action").toLowerCase();
  const id = guidHeader(call, "x-ms-lease-id");
  const proposed = guidHeader(call, "x-ms-proposed-lease-id");
  const state = leaseState(lease, call.now);
  const needId = (): string => id ?? refuseHeader("x-ms-lease-id");
  switch (action) {
    case "acquire":
      return acquire(call, lease, state, proposed ?? freshId());
    case "renew": {
      if (state === "available") return refuse("LeaseIdMismatchWithLeaseOperation");
      if (!sameId(lease?.id, needId())) return refuse("LeaseIdMismatchWithLeaseOperation");
      if (state === "breaking" || state === "broken") return refuse("LeaseIsBrokenAndCannotBeRenewed");
      const next = held(lease?.id ?? "", lease?.duration ?? -1, call.now);
      return { lease: next, status: 200, headers: { "x-ms-lease-id": next.id } };
    }
    case "change": {
      const wanted = proposed ?? refuseHeader("x-ms-proposed-lease-id");
      if (state === "available" || state === "expired" || state === "broken")
        return refuse("LeaseNotPresentWithLeaseOperation");
      if (!sameId(lease?.id, needId()) && !sameId(lease?.id, wanted))
        return refuse("LeaseIdMismatchWithLeaseOperation");
      if (state === "breaking") return refuse("LeaseIsBreakingAndCannotBeChanged");
      return {
        lease: { ...(lease as Lease), id: wanted },
        status: 200,
        headers: { "x-ms-lease-id": wanted },
      };
    }
    case "release":
      if (state === "available" || !sameId(lease?.id, needId())) return refuse("LeaseIdMismatchWithLeaseOperation");
      return { lease: undefined, status: 200, headers: {} };
    case "break":
      return breakLease(call, lease, state);
    default:
      throw badHeader("x-ms-lease-action", action);
  }
}

function refuseHeader(name: string): never {
  throw new StorageRefusal("MissingRequiredHeader", { HeaderName: name });
}

const held = (id: string, duration: number, now: number): Lease => ({
  id,
  duration,
  ...(duration === -1 ? {} : { endsAt: now + duration * 1000 }),
});

function acquire(call: BlobCall, lease: Lease | undefined, state: LeaseState, id: string): LeaseOutcome {
  const duration = Number(needHeader(call, "x-ms-lease-duration"));
  if (duration !== -1 && !(Number.isInteger(duration) && duration >= 15 && duration <= 60))
    throw badHeader("x-ms-lease-duration", header(call, "x-ms-lease-duration") ?? "");
  if (state === "breaking")
    return refuse(sameId(lease?.id, id) ? "LeaseIsBreakingAndCannotBeAcquired" : "LeaseAlreadyPresent");
  if (state === "leased" && !sameId(lease?.id, id)) return refuse("LeaseAlreadyPresent");
  return { lease: held(id, duration, call.now), status: 201, headers: { "x-ms-lease-id": id } };
}

function breakLease(call: BlobCall, lease: Lease | undefined, state: LeaseState): LeaseOutcome {
  const asked = header(call, "x-ms-lease-break-period");
  const period = asked === undefined ? undefined : Number(asked);
  if (period !== undefined && !(Number.isInteger(period) && period >= 0 && period <= 60))
    throw badHeader("x-ms-lease-break-period", asked ?? "");
  if (lease === undefined || state === "available") return refuse("LeaseNotPresentWithLeaseOperation");
  const { now } = call;
  const left =
    lease.brokenAt !== undefined ? lease.brokenAt - now : lease.endsAt === undefined ? undefined : lease.endsAt - now;
  const ended = state === "expired" || state === "broken";
  // An endless lease breaks at once unless a period is given; a fixed one by its end at the latest.
  const wait = ended
    ? 0
    : Math.min(
        period === undefined ? Number.POSITIVE_INFINITY : period * 1000,
        left ?? (period === undefined ? 0 : Number.POSITIVE_INFINITY),
      );
  return {
    lease: { ...lease, brokenAt: ended && lease.brokenAt !== undefined ? lease.brokenAt : now + wait },
    status: 202,
    headers: { "x-ms-lease-time": String(Math.max(0, Math.round(wait / 1000))) },
  };
}
