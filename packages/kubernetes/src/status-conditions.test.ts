import assert from "node:assert/strict";
import { test } from "node:test";
import { type Condition, withConditions } from "./index.ts";

const held: readonly Condition[] = [
  { type: "A", status: "True", reason: "", message: "", lastTransitionTime: "then" },
  { type: "B", status: "False", reason: "r", message: "m", lastTransitionTime: "then" },
];

test("the same list comes back when nothing differs (SH-3)", () => {
  assert.equal(withConditions(held, [{ type: "A", status: "True" }], "now"), held);
});

test("the time of a transition moves when the status flips and stays when only the message changes (SH-6)", () => {
  const [, kept] = withConditions(held, [{ type: "B", status: "False", reason: "r", message: "other" }], "now");
  assert.deepEqual(kept, { ...held[1], message: "other" });
  const [, flipped] = withConditions(held, [{ type: "B", status: "Unknown" }], "now");
  assert.deepEqual(flipped, { type: "B", status: "Unknown", reason: "", message: "", lastTransitionTime: "now" });
});

test("a new type is added at the end, with the time", () => {
  const added = withConditions(held, [{ type: "C", status: "True" }], "now");
  assert.deepEqual(added.at(-1), { type: "C", status: "True", reason: "", message: "", lastTransitionTime: "now" });
});
