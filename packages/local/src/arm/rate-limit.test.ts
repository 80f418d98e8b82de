import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { createRateLimit } from "./rate-limit.ts";

const call = (kind: "read" | "write" | "delete", principal = "p", scope = "s") => ({ kind, principal, scope });

test("a principal may burst to ARM's limit, and gets tokens back each second (ARM-THR-01)", async () => {
  const clock = manualClock();
  const limit = createRateLimit({ clock, speed: () => 1 });
  for (const [kind, burst, perSecond] of [
    ["read", 250, 25],
    ["write", 200, 10],
    ["delete", 200, 10],
  ] as const) {
    for (let n = burst - 1; n >= 0; n--) {
      const admission = limit.admit(call(kind));
      assert.ok(admission.admitted);
      assert.equal(admission.remaining, n);
    }
    assert.deepEqual(limit.admit(call(kind)), { admitted: false, retryAfterSeconds: 1 });
    await clock.advance(1000);
    for (let n = 0; n < perSecond; n++) assert.ok(limit.admit(call(kind)).admitted, `${kind} ${n}`);
    assert.ok(!limit.admit(call(kind)).admitted);
  }
});

test("other principals and other subscriptions have tokens of their own; a subscription has fifteen times as many", () => {
  const limit = createRateLimit({ clock: manualClock(), speed: () => 1 });
  const admitted = (principal: string, scope: string) => {
    let count = 0;
    while (limit.admit(call("write", principal, scope)).admitted) count++;
    return count;
  };
  assert.equal(admitted("p", "s"), 200);
  assert.equal(admitted("p", "other"), 200);
  for (let n = 1; n < 15; n++) assert.equal(admitted(`p${n}`, "s"), 200);
  assert.equal(admitted("p15", "s"), 0);
});

test("where time runs faster, tokens come back faster", async () => {
  const clock = manualClock();
  const limit = createRateLimit({ clock, speed: () => 20 });
  for (let n = 0; n < 250; n++) limit.admit(call("read"));
  await clock.advance(100);
  let count = 0;
  while (limit.admit(call("read")).admitted) count++;
  assert.equal(count, 50);
});
