import type { Clock } from "@aro/runtime";

/** How often something may happen: `perSecond` in the long run, `burst` at once. */
export interface Bucket {
  /** Takes one; answers after how many milliseconds it may be used. */
  take(): number;
}

/** A bucket that is full at first. */
export function createBucket({ perSecond, burst, clock }: { perSecond: number; burst: number; clock: Clock }): Bucket {
  let held = burst;
  let at = clock.monotonic();
  return {
    take: () => {
      const now = clock.monotonic();
      held = Math.min(burst, held + ((now - at) / 1000) * perSecond);
      at = now;
      held -= 1;
      return held >= 0 ? 0 : (-held / perSecond) * 1000;
    },
  };
}
