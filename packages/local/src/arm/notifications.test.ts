import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import fc from "fast-check";
import { openDurable } from "../state/durable.ts";
import { empty } from "../wall/answers.ts";
import type { Wall } from "../wall/wall.ts";
import { redHatOpenShift } from "./manifest.ts";
import { openNotifications } from "./notifications.ts";
import { openSubscriptions } from "./subscriptions.ts";

const subscriptionId = "33333333-3333-4333-8333-333333333333";
const { namespace } = redHatOpenShift;

function world(provider: Wall, durable = openDurable(":memory:")) {
  const clock = manualClock();
  const subscriptions = openSubscriptions({ durable, clock });
  const notifications = openNotifications({
    durable,
    clock,
    log: silentLog,
    subscriptions,
    provider,
    base: "https://localhost:1",
  });
  subscriptions.ensure({ subscriptionId, tenantId: "t", displayName: "s" }, [namespace]);
  return { clock, durable, subscriptions, notifications };
}
const stateOf = (body: Uint8Array) => (JSON.parse(new TextDecoder().decode(body)) as { state: string }).state;

test("a notification is repeated until the provider answers 200; 202 is not through yet (ARM-SUB-02)", async () => {
  const answers = [new Error("down"), 503, 202, 200];
  let calls = 0;
  const { clock, notifications } = world(async () => {
    const answer = answers[calls++] ?? assert.fail("one call too many");
    if (answer instanceof Error) throw answer;
    return empty(answer);
  });
  const stop = new AbortController();
  const running = notifications.run(stop.signal);
  notifications.changed(subscriptionId);
  for (let round = 0; round < 50 && notifications.pending().length > 0; round++) await clock.advance(100);
  assert.equal(calls, 4);
  assert.deepEqual(notifications.pending(), []);
  stop.abort();
  await running;
});

test("what was not confirmed is told after a restart", async () => {
  const told: string[] = [];
  const first = world(async () => empty(503));
  first.notifications.changed(subscriptionId);
  assert.equal(await first.notifications.flush(subscriptionId), false);
  const second = world(async ({ body }) => {
    told.push(stateOf(body));
    return empty(200);
  }, first.durable);
  const stop = new AbortController();
  const running = second.notifications.run(stop.signal);
  await second.clock.advance(10);
  assert.deepEqual(told, ["Registered"]);
  stop.abort();
  await running;
});

test("whatever happens in whatever order, the last state the provider confirmed is the newest (ARM-SUB-03)", async () => {
  const change = fc.constantFrom("register", "unregister", "warn", "disable", "enable", "fail", "slow");
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
      let confirmed: string | undefined;
      let failing = 0;
      const { clock, subscriptions, notifications, durable } = world(async ({ body }) => {
        if (failing-- > 0) return empty(500);
        const state = stateOf(body);
        await Promise.resolve();
        confirmed = state;
        return empty(200);
      });
      const stop = new AbortController();
      const running = notifications.run(stop.signal);
      const states = { warn: "Warned", disable: "Disabled", enable: "Enabled" } as const;
      for (const one of changes) {
        if (one === "fail") failing = 2;
        else if (one === "slow") await clock.advance(20);
        else {
          if (one === "register") subscriptions.register(subscriptionId, namespace, "Registering");
          else if (one === "unregister") subscriptions.register(subscriptionId, namespace, "Unregistering");
          else subscriptions.setState(subscriptionId, states[one]);
          notifications.changed(subscriptionId);
        }
      }
      notifications.changed(subscriptionId);
      for (let round = 0; round < 100 && notifications.pending().length > 0; round++) await clock.advance(500);
      const state = subscriptions.find(subscriptionId)?.state;
      const lastChange = changes.findLast((one) => one === "register" || one === "unregister");
      const registration = lastChange === "unregister" ? "Unregistered" : "Registered";
      const wanted = { Enabled: registration, Warned: "Warned", Disabled: "Suspended", Deleted: "Deleted" };
      assert.equal(confirmed, wanted[state ?? "Deleted"]);
      assert.equal(subscriptions.registration(subscriptionId, namespace), registration);
      stop.abort();
      await running;
      durable[Symbol.dispose]();
    }),
    { numRuns: 60 },
  );
});
