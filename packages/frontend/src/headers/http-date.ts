import type { Clock } from "@aro/runtime";

/** RFC 1123 dates from `clock` (ARM-HDR-01), made once a second. */
export function httpDates(clock: Clock): () => string {
  let second = Number.NaN;
  let text = "";
  return () => {
    const now = Math.floor(clock.now() / 1000);
    if (now !== second) {
      second = now;
      text = new Date(now * 1000).toUTCString();
    }
    return text;
  };
}
