import assert from "node:assert/strict";
import { test } from "node:test";
import { Slots } from "./slots.ts";

test("a number is another's as soon as it is free, and no sooner", () => {
  const slots = new Slots<{ name: string }>();
  const [a, b] = [slots.add({ name: "a" }), slots.add({ name: "b" })];
  assert.notEqual(a, b);
  assert.equal(slots.size, 2);
  assert.deepEqual(slots.take(a), { name: "a" });
  assert.equal(slots.take(a), undefined);
  assert.equal(slots.size, 1);
  assert.equal(slots.add({ name: "c" }), a);
  assert.deepEqual(
    [slots.take(b), slots.take(a), slots.take(99), slots.size],
    [{ name: "b" }, { name: "c" }, undefined, 0],
  );
});

test("all that is kept is given out at once, and numbers begin anew", () => {
  const slots = new Slots<{ n: number }>();
  const numbers = [1, 2, 3].map((n) => slots.add({ n }));
  slots.take(numbers[1] as number);
  assert.deepEqual(slots.takeAll(), [{ n: 1 }, { n: 3 }]);
  assert.equal(slots.size, 0);
  const number = slots.add({ n: 4 });
  assert.deepEqual([slots.size, slots.take(number)], [1, { n: 4 }]);
});
