import assert from "node:assert/strict";
import { test } from "node:test";
import { doubledMembers } from "./doubles.ts";

test("members given twice are told with their paths, and nothing else is", () => {
  assert.deepEqual(doubledMembers('{"data":{"x":"1","x":"2"},"a":[{"b":1},{"b":2,"b":3}]}'), ["data.x", "a[1].b"]);
  assert.deepEqual(doubledMembers('{"x":"{\\"x\\":1,\\"x\\":2}","y":["x","x"],"z":{"x":1}}'), []);
  assert.deepEqual(doubledMembers("[]"), []);
});
