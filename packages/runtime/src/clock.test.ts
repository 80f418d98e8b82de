import assert from "node:assert/strict";
import { test } from "node:test";
import { isoTime, systemClock } from "./clock.ts";

test("the system's sleep ends at once when aborted, with the signal's reason", async () => {
  const abort = new AbortController();
  const started = systemClock.monotonic();
  const sleeping = systemClock.sleep(60_000, abort.signal);
  abort.abort(new Error("enough"));
  await assert.rejects(sleeping, /enough/);
  assert.ok(systemClock.monotonic() - started < 10_000);
});

test("times are RFC 3339 in UTC", () => {
  assert.equal(isoTime(0), "1970-01-01T00:00:00.000Z");
});
