import assert from "node:assert/strict";
import { test } from "node:test";
import { isWithin, itemStep, type Path, patternOf, targetOf } from "./path.ts";

const path: Path = [
  { member: "properties" },
  { member: "workerProfiles" },
  { index: 2, name: "worker" },
  { member: "count" },
];

test("targets join members with dots, name items by their name and keys in quotes (ARM-ERR-03)", () => {
  assert.equal(targetOf(path), "properties.workerProfiles['worker'].count");
  assert.equal(targetOf([{ member: "a" }, { index: 3 }]), "a[3]");
  assert.equal(targetOf([{ member: "tags" }, { key: "k" }]), 'tags["k"]');
  assert.equal(targetOf([]), "");
});

test("patterns leave index and key open", () => {
  assert.equal(patternOf(path), "properties.workerProfiles[].count");
  assert.equal(patternOf([{ member: "tags" }, { key: "k" }]), "tags{}");
});

test("a pattern lies within those it begins with, at whole segments", () => {
  assert.ok(isWithin("a.b[].c", "a.b"));
  assert.ok(isWithin("a.b", "a.b"));
  assert.ok(isWithin("tags{}", "tags"));
  assert.ok(!isWithin("a.bc", "a.b"));
  assert.ok(!isWithin("a", "a.b"));
});

test("an item without a name is known by its place", () => {
  assert.deepEqual(itemStep(1, { name: "x" }), { index: 1, name: "x" });
  assert.deepEqual(itemStep(1, { name: 7 }), { index: 1 });
  assert.deepEqual(itemStep(1, null), { index: 1 });
});
