import type { Clock } from "@aro/runtime";
import type { callKind } from "../wall/resource-path.ts";

type Kind = ReturnType<typeof callKind>;

/** ARM's token buckets (ARM-THR-01): how many calls of a kind may come at once, and how many come back each second. */
const rateLimits: Readonly<Record<Kind, { burst: number; perSecond: number }>> = {
  read: { burst: 250, perSecond: 25 },
  write: { burst: 200, perSecond: 10 },
  delete: { burst: 200, perSecond: 10 },
};

/** A whole subscription may do this many times what one principal may. */
const subscriptionTimes = 15;

/** What a call came to: let through, with what remains; or refused, with the seconds after which there is a token again. */
export type Admission =
  | { admitted: true; remaining: number; remainingOfSubscription: number }
  | { admitted: false; retryAfterSeconds: number };

/** Counts calls by principal and by subscription. Tenant-wide calls count against the tenant instead. */
export interface RateLimit {
  admit(call: { scope: string; principal: string; kind: Kind }): Admission;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** `speed` multiplies how fast tokens come back: where time runs faster, so do callers. */
export function createRateLimit({ clock, speed }: { clock: Clock; speed: () => number }): RateLimit {
  const buckets = new Map<string, Bucket>();
  const level = (key: string, burst: number, perSecond: number): Bucket => {
    const now = clock.monotonic();
    const bucket = buckets.get(key) ?? { tokens: burst, at: now };
    const gained = ((now - bucket.at) / 1000) * perSecond * speed();
    bucket.tokens = Math.min(burst, bucket.tokens + gained);
    bucket.at = now;
    buckets.set(key, bucket);
    return bucket;
  };
  return {
    admit: ({ scope, principal, kind }) => {
      const { burst, perSecond } = rateLimits[kind];
      const mine = level(`${kind} ${scope} ${principal}`.toLowerCase(), burst, perSecond);
      const all = level(`${kind} ${scope}`.toLowerCase(), burst * subscriptionTimes, perSecond * subscriptionTimes);
      const missing = Math.max((1 - mine.tokens) / perSecond, (1 - all.tokens) / (perSecond * subscriptionTimes));
      if (missing > 0) return { admitted: false, retryAfterSeconds: Math.max(1, Math.ceil(missing / speed())) };
      mine.tokens -= 1;
      all.tokens -= 1;
      return {
        admitted: true,
        remaining: Math.floor(mine.tokens),
        remainingOfSubscription: Math.floor(all.tokens),
      };
    },
  };
}
