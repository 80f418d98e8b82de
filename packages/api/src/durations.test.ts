import assert from "node:assert/strict";
import { test } from "node:test";
import { durationTable, scaledDurations, toSeconds } from "./durations.ts";

test("factor 1 is production; no factor goes below a row's least or above its production value", () => {
  const production = scaledDurations(1);
  assert.equal(production.lease, 60_000);
  assert.equal(production.heartbeat, 10_000);
  for (const factor of [2, 10, 1_000, 1_000_000])
    for (const [name, value] of Object.entries(scaledDurations(factor))) {
      const row = durationTable[name as keyof typeof durationTable];
      assert.ok(value >= row.least && value <= row.milliseconds, `${name} by ${factor}: ${value}`);
    }
});

test("a lease outlives at least four heartbeats at every scale", () => {
  for (const factor of [1, 5, 20, 100, 1_000]) {
    const durations = scaledDurations(factor);
    assert.ok(durations.lease >= 4 * durations.heartbeat, `${factor}`);
  }
});

test("seconds are whole, rounded up, at least one", () => {
  assert.deepEqual([0, 1, 999, 1_000, 1_001].map(toSeconds), [1, 1, 1, 1, 2]);
});
