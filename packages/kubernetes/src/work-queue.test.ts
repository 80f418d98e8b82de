import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { createBucket } from "./rate-limit.ts";
import { createWorkQueue } from "./work-queue.ts";

test("a key waits once, is worked on alone, and again when it was added meanwhile", async () => {
  const clock = manualClock();
  const begun: string[] = [];
  let underWay = 0;
  const queue = createWorkQueue({
    work: async (key) => {
      begun.push(key);
      assert.equal(++underWay, 1);
      if (begun.length === 1) queue.add("a");
      await clock.sleep(10);
      underWay--;
      return {};
    },
    failed: () => assert.fail(),
    clock,
  });
  for (const key of ["a", "b", "a"]) queue.add(key);
  assert.equal(queue.depth, 2);
  const stop = new AbortController();
  const running = queue.run(stop.signal);
  await clock.advance(100);
  assert.deepEqual(begun, ["a", "b", "a"]);
  stop.abort();
  await running;
});

test("failures pause 5 ms, doubling up to 1000 s, and a success forgets them", async () => {
  const clock = manualClock();
  const pauses: number[] = [];
  let fails = 20;
  const queue = createWorkQueue({
    work: async () => {
      if (fails-- > 0) throw new Error("not yet");
      return {};
    },
    failed: (_key, _error, pause) => void pauses.push(pause),
    clock,
  });
  const stop = new AbortController();
  const running = queue.run(stop.signal);
  queue.add("a");
  await clock.advance(10_000_000);
  assert.deepEqual(pauses.slice(0, 4), [5, 10, 20, 40]);
  assert.deepEqual(pauses.slice(17), [655_360, 1_000_000, 1_000_000]);
  fails = 1;
  queue.add("a");
  await clock.advance(1_000);
  assert.equal(pauses.at(-1), 5);
  stop.abort();
  await running;
});

test("work asked for later comes at the earliest of the times", async () => {
  const clock = manualClock();
  const at: number[] = [];
  const queue = createWorkQueue({
    work: async () => {
      at.push(clock.monotonic());
      return at.length === 1 ? { againAfterMilliseconds: 3_600_000 } : {};
    },
    failed: () => assert.fail(),
    clock,
  });
  const stop = new AbortController();
  const running = queue.run(stop.signal);
  queue.addAfter("a", 500);
  queue.addAfter("a", 100);
  queue.addAfter("a", 900);
  await clock.advance(4_000_000);
  assert.deepEqual(at, [100, 3_600_100]);
  stop.abort();
  await running;
});

test("a bucket gives its burst at once and then so many a second", async () => {
  const clock = manualClock();
  const bucket = createBucket({ perSecond: 10, burst: 3, clock });
  assert.deepEqual([bucket.take(), bucket.take(), bucket.take(), bucket.take(), bucket.take()], [0, 0, 0, 100, 200]);
  await clock.advance(1_000);
  assert.equal(bucket.take(), 0);
});
