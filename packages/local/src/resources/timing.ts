import type { Random } from "@aro/runtime";
import type { Timing } from "./surroundings.ts";
import type { Range } from "./type-facts.ts";

/** A seeded duration out of a range of Azure's, scaled; whole milliseconds. */
export function duration(engine: { random: Random; timing: Timing }, range: Range): number {
  const [least, most] = range;
  const drawn = least + engine.random.integer(Math.max(1, most - least + 1));
  return Number.isFinite(engine.timing.scale) ? Math.round(drawn / engine.timing.scale) : 0;
}

/**
 * Azure asks pollers to come back after 10 seconds; scaled, and a whole second at least, as Retry-After wants. What is less stands beside it in
 * the header that Azure's services use for that and its clients prefer.
 */
export function retryAfter(
  engine: { random: Random; timing: Timing },
  seconds = 10,
): Record<"retry-after", string> & Record<string, string> {
  const scaled = seconds / engine.timing.scale;
  return {
    "retry-after": String(Math.max(1, Math.round(scaled))),
    ...(scaled < 1 ? { "x-ms-retry-after-ms": String(Math.ceil(scaled * 1000)) } : {}),
  };
}
