import assert from "node:assert/strict";
import { test } from "node:test";
import { goDuration } from "./health-checks.ts";

test("durations are read as Go writes them", () => {
  assert.equal(goDuration("15m"), 900_000);
  assert.equal(goDuration("1h30m"), 5_400_000);
  assert.equal(goDuration("300s"), 300_000);
  assert.equal(goDuration("250ms"), 250);
});
