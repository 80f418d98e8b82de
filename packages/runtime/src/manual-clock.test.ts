import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "./manual-clock.ts";

test("timers fire in the order they fall due, at their own time", async () => {
  const clock = manualClock(0);
  const fired: [string, number][] = [];
  clock.timer(20, () => fired.push(["late", clock.now()]));
  clock.timer(10, () => fired.push(["early", clock.now()]));
  await clock.advance(30);
  assert.deepEqual(fired, [
    ["early", 10],
    ["late", 20],
  ]);
  assert.equal(clock.now(), 30);
});

test("a timer set by another timer fires within the same advance", async () => {
  const clock = manualClock(0);
  const fired: number[] = [];
  clock.timer(10, () => clock.timer(5, () => fired.push(clock.now())));
  await clock.advance(20);
  assert.deepEqual(fired, [15]);
});

test("sleep rejects with the signal's reason and leaves nothing behind", async () => {
  const clock = manualClock(0);
  const abort = new AbortController();
  const reason = new Error("stop");
  const sleeping = clock.sleep(1_000, abort.signal);
  abort.abort(reason);
  await assert.rejects(sleeping, reason);
  await assert.rejects(clock.sleep(1, abort.signal), reason);
});

test("a disposed timer does not fire", async () => {
  const clock = manualClock(0);
  let fired = false;
  clock
    .timer(5, () => {
      fired = true;
    })
    [Symbol.dispose]();
  await clock.advance(10);
  assert.equal(fired, false);
});
