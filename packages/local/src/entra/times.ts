import type { Clock } from "@aro/runtime";
import { type Refusal, refuse } from "./failures.ts";
import type { Claims } from "./jwt.ts";

const skewMs = 300_000;

/** Refuses an assertion that has ended or has not begun; clocks may differ by five minutes. One without an end is refused. */
export function checkTimes(claims: Claims, clock: Clock): Refusal | undefined {
  const now = clock.now();
  const expires = typeof claims["exp"] === "number" ? claims["exp"] * 1000 : 0;
  const starts = typeof claims["nbf"] === "number" ? claims["nbf"] * 1000 : 0;
  if (expires + skewMs >= now && starts - skewMs <= now) return undefined;
  return refuse("AADSTS700024", timeText(now), Number.isFinite(expires) ? timeText(expires) : "none");
}

/** RFC 3339, or the number itself where it is beyond all dates. */
const timeText = (milliseconds: number): string =>
  Math.abs(milliseconds) > 8.64e15 ? String(milliseconds) : new Date(milliseconds).toISOString();
