import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "./seeded-random.ts";

test("the same seed gives the same sequence, another seed another", () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed);
    return [random.uuid(), random.integer(1000), Buffer.from(random.bytes(8)).toString("hex")];
  };
  assert.deepEqual(draw(7), draw(7));
  assert.notDeepEqual(draw(7), draw(8));
});

test("ids are UUIDs of version 4", () => {
  const random = seededRandom(1);
  for (let index = 0; index < 100; index++)
    assert.match(random.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
