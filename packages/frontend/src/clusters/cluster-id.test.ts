import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "@aro/runtime";
import { newClusterId } from "./cluster-id.ts";

test("a cluster's id is a UUID v7: its first 48 bits are the time, the rest is chance", () => {
  const arrived = Date.parse("2022-02-22T19:22:22Z");
  const ids = Array.from({ length: 100 }, () => newClusterId(arrived, systemRandom));
  for (const id of ids) assert.match(id, /^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(ids).size, 100);
});

test("of two clusters the later one has the greater id", () => {
  const [earlier, later] = [1_700_000_000_000, 1_700_000_000_001].map((at) => newClusterId(at, systemRandom));
  assert.ok((earlier ?? "") < (later ?? ""));
});
