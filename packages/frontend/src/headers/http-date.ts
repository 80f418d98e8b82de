import { type Clock, lastRemembered } from "@aro/runtime";

/** RFC 1123 dates from `clock` (ARM-HDR-01), made once a second. */
export function httpDates(clock: Clock): () => string {
  const textOf = lastRemembered((second: number) => new Date(second * 1000).toUTCString());
  return () => textOf(Math.floor(clock.now() / 1000));
}
