import assert from "node:assert/strict";
import { test } from "node:test";
import { atBoundary, percentAfter, plan } from "./progress.ts";
import type { Step } from "./step.ts";

const once = (name: string): Step<undefined> => ({ kind: "once", name, run: async () => {} });
const memory = (name: string): Step<undefined> => ({ kind: "memory", name, run: async () => {} });
const marks = (...names: string[]) => ({
  total: 9,
  finished: names.map((name) => ({ name, milliseconds: 1 })),
  percentComplete: 0,
});

test("a once step that is marked finished is skipped, a memory step runs again", () => {
  const planned = plan([once("a"), memory("b"), once("c")], marks("a", "b"));
  assert.deepEqual(
    planned.map(({ step, skipped, recorded }) => [step.name, skipped, recorded]),
    [
      ["a", true, true],
      ["b", false, true],
      ["c", false, false],
    ],
  );
});

test("of a name that stands twice in a list, one mark stands for the first occurrence only", () => {
  const planned = plan([memory("wait"), once("a"), memory("wait")], marks("wait", "a"));
  assert.deepEqual(
    planned.map((entry) => entry.recorded),
    [true, true, false],
  );
});

test("a once step that shares its name with another step is refused", () => {
  assert.throws(() => plan([once("a"), memory("a")], undefined), /two steps of one list are called a/);
});

test("a boundary keeps members it does not know, and poll addresses", () => {
  const before = { ...marks("a"), pollers: { deploy: "https://x/1" }, newer: { member: 1 } };
  const after = atBoundary(before, { total: 3, percentComplete: 40 });
  assert.deepEqual(after, { ...before, total: 3, percentComplete: 40 });
});

test("a boundary says in one change what finished and what started", () => {
  const after = atBoundary(marks("a"), {
    total: 3,
    finished: { name: "b", milliseconds: 7, recorded: false },
    started: { name: "c", index: 2, startTime: "2026-01-01T00:00:00.000Z" },
    percentComplete: 66,
  });
  assert.deepEqual(after, {
    total: 3,
    finished: [
      { name: "a", milliseconds: 1 },
      { name: "b", milliseconds: 7 },
    ],
    current: { name: "c", index: 2, startTime: "2026-01-01T00:00:00.000Z" },
    percentComplete: 66,
  });
});

test("a boundary never lowers the percentage and never reaches 100 (ARM-ASY-06)", () => {
  assert.equal(atBoundary({ ...marks(), percentComplete: 80 }, { total: 3, percentComplete: 10 }).percentComplete, 80);
  assert.equal(atBoundary(marks(), { total: 3, percentComplete: 100 }).percentComplete, 99);
});

test("the percentage goes on from where a takeover found it", () => {
  assert.equal(percentAfter(0, 5, 10), 50);
  assert.equal(percentAfter(50, 0, 5), 50);
  assert.equal(percentAfter(50, 1, 5), 60);
  assert.equal(percentAfter(0, 0, 0), 0);
});
