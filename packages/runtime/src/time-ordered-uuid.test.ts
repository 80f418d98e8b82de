import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "./random.ts";
import { timeOrderedUuid } from "./time-ordered-uuid.ts";

test("it is a UUID v7: its first 48 bits are the time, the rest is chance", () => {
  const time = Date.parse("2022-02-22T19:22:22Z");
  const ids = Array.from({ length: 100 }, () => timeOrderedUuid(time, systemRandom));
  for (const id of ids) assert.match(id, /^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(ids).size, 100);
});

test("of two the later one is the greater", () => {
  const [earlier, later] = [1_700_000_000_000, 1_700_000_000_001].map((at) => timeOrderedUuid(at, systemRandom));
  assert.ok((earlier ?? "") < (later ?? ""));
});
