import assert from "node:assert/strict";
import { test } from "node:test";
import { stepNames } from "@aro/api";
import { flows } from "./flows.ts";

test("the names of steps that others know are those of the flows, none more and none less", () => {
  const ours = [...new Set(Object.values(flows).flatMap((steps) => steps.map(({ name }) => name)))];
  assert.deepEqual(stepNames.toSorted(), ours.sort());
});
