import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { longAgo, longHeld, startWorld, type World } from "../testing/world.ts";
import { reportDegraded, reportWell } from "./controller-conditions.ts";
import { reportNamed } from "./named-condition.ts";

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world[Symbol.asyncDispose]());
beforeEach(() => world.reset());

test("all three conditions go to their defaults, and only the one that flips moves its time (SH-2)", async () => {
  await world.setStatus({
    conditions: [
      longHeld("XControllerAvailable", "True"),
      longHeld("XControllerProgressing", "False"),
      longHeld("XControllerDegraded", "True", "it hurts"),
    ],
  });
  await reportWell(world.context, "X", world.signal);
  const { conditions = [] } = (await world.cluster()).status ?? {};
  assert.deepEqual(
    conditions.map(({ status: is, message, lastTransitionTime }) => [is, message, lastTransitionTime === longAgo]),
    [
      ["True", "", true],
      ["False", "", true],
      ["False", "", false],
    ],
  );
});

test("conditions that are so already are not written (SH-3)", async () => {
  await reportWell(world.context, "X", world.signal);
  assert.deepEqual(world.writes(), ["update clusters/status"]);
  await reportWell(world.context, "X", world.signal);
  assert.deepEqual(world.writes(), []);
});

test("a degraded controller says why, and its other conditions stay", async () => {
  await reportWell(world.context, "X", world.signal);
  await reportDegraded(world.context, "X", new Error("it hurts"), world.signal);
  assert.equal(await world.condition("XControllerDegraded"), "True : it hurts");
  assert.equal(await world.condition("XControllerAvailable"), "True : ");
});

test("what others wrote meanwhile does not cost a condition (Q-18)", async () => {
  let first = true;
  const get: World["client"]["get"] = async (kind, name, signal) => {
    const found = await world.client.get(kind, name, signal);
    if (first) {
      first = false;
      await world.setStatus({ conditions: [longHeld("YControllerAvailable", "True")] });
    }
    return found;
  };
  const context = { ...world.context, client: { ...world.context.client, get } };
  await reportWell(context, "X", world.signal);
  const { conditions = [] } = (await world.cluster()).status ?? {};
  assert.equal(conditions.length, 4);
});

test("a named condition removes types that nobody knows and keeps those of controllers (SH-4)", async () => {
  await world.setStatus({ conditions: [longHeld("Foo", "True"), longHeld("XControllerDegraded", "False")] });
  await reportNamed(world.context, { type: "MachineValid", status: "True" }, world.signal);
  const { conditions = [] } = (await world.cluster()).status ?? {};
  assert.deepEqual(conditions.map(({ type }) => type).toSorted(), ["MachineValid", "XControllerDegraded"]);
});

test("only the master tells the operator's version, and does even when its condition stays (SH-5)", async () => {
  const condition = { type: "MachineValid", status: "True" } as const;
  await reportNamed({ ...world.context, role: "worker" }, condition, world.signal);
  assert.equal((await world.cluster()).status?.operatorVersion, undefined);
  await reportNamed(world.context, condition, world.signal);
  assert.equal((await world.cluster()).status?.operatorVersion, "abc123");
  assert.equal(world.writes().length, 2);
  await reportNamed(world.context, condition, world.signal);
  assert.deepEqual(world.writes(), []);
});

test("another message alone is written and keeps the time (SH-6)", async () => {
  await world.setStatus({ operatorVersion: "abc123", conditions: [longHeld("MachineValid", "False", "one")] });
  await reportNamed(world.context, { type: "MachineValid", status: "False", message: "other" }, world.signal);
  const [condition] = (await world.cluster()).status?.conditions ?? [];
  assert.deepEqual([condition?.message, condition?.lastTransitionTime], ["other", longAgo]);
});
