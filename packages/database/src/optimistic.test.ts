import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { optimisticAttempts, optimistically } from "./optimistic.ts";

/** An attempt that gives these outcomes in turn, and what time it was at each. */
function attempts(outcomes: readonly string[]) {
  const clock = manualClock(0);
  const times: number[] = [];
  const attempt = async () => {
    times.push(clock.now());
    return { outcome: outcomes[times.length - 1] ?? assert.fail("one attempt too many") };
  };
  return { clock, times, attempt };
}

test("only preconditionFailed is tried again, with waits of 0, 100, 200, 300 ms (spec 02 §2.4)", async () => {
  const { clock, times, attempt } = attempts([...Array.from({ length: 4 }, () => "preconditionFailed"), "written"]);
  const result = optimistically(attempt, { clock });
  await clock.advance(1000);
  assert.deepEqual(await result, { outcome: "written" });
  assert.deepEqual(times, [0, 0, 100, 300, 600]);
  for (const outcome of ["written", "notFound", "conflict"]) {
    const once = attempts([outcome]);
    assert.deepEqual(await optimistically(once.attempt, { clock: once.clock }), { outcome });
  }
});

test("after five attempts the last outcome is returned, without another wait", async () => {
  const { clock, times, attempt } = attempts(Array.from({ length: optimisticAttempts }, () => "preconditionFailed"));
  const result = optimistically(attempt, { clock });
  await clock.advance(600);
  assert.deepEqual(await result, { outcome: "preconditionFailed" });
  assert.equal(times.length, 5);
});

test("an error of the attempt is thrown at once", async () => {
  let calls = 0;
  const attempt = async (): Promise<{ outcome: string }> => {
    calls++;
    throw new Error("boom");
  };
  await assert.rejects(optimistically(attempt, { clock: manualClock() }), /boom/);
  assert.equal(calls, 1);
});

test("the waits end when the signal is aborted (spec 02 D11)", async () => {
  const { clock, times, attempt } = attempts(["preconditionFailed", "preconditionFailed", "written"]);
  const controller = new AbortController();
  const result = optimistically(attempt, { clock, signal: controller.signal });
  const refused = assert.rejects(result, /stopping/);
  await clock.advance(50);
  controller.abort(new Error("stopping"));
  await refused;
  assert.equal(times.length, 2);
});
