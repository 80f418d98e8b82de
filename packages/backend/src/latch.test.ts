import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { Latch } from "./latch.ts";

test("a wake-up before the waiting is not lost (spec 02 §16 D13)", async () => {
  const latch = new Latch();
  latch.set();
  await latch.wait(manualClock(), 1_000_000);
});

test("a wake-up ends the waiting, and the next waiting waits again", async () => {
  const clock = manualClock();
  const latch = new Latch();
  const first = latch.wait(clock, 1_000);
  latch.set();
  await first;
  let woken = false;
  const second = latch.wait(clock, 1_000).then(() => {
    woken = true;
  });
  await clock.advance(999);
  assert.equal(woken, false);
  await clock.advance(1);
  await second;
});

test("a time that has passed already is not waited for", async () => {
  await new Latch().wait(manualClock(), 0);
  await new Latch().wait(manualClock(), -5);
});
