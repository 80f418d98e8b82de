import assert from "node:assert/strict";
import { test } from "node:test";
import { namesByKind, namesText } from "./fault-names.ts";

const known = { steps: ["b", "a"], processes: ["rp"], types: ["M.N/z", "M.N/a"] };
const clusters = [
  { operators: ["dns", "console"], nodes: ["c-1"] },
  { operators: ["dns"], nodes: ["a-1"] },
];

test("steps stand in the order of operations, the rest sorted, operators of several clusters once", () => {
  assert.deepEqual(namesByKind(known, clusters), {
    steps: ["b", "a"],
    processes: ["rp"],
    types: ["M.N/a", "M.N/z"],
    operators: ["console", "dns"],
    nodes: ["a-1", "c-1"],
  });
});

test("one kind is a name a line, several stand below their kinds, and none says why", () => {
  assert.equal(namesText({ steps: ["b", "a"] }), "b\na\n");
  assert.equal(namesText({ steps: ["b"], processes: ["rp"], nodes: [] }), "steps:\n  b\n\nprocesses:\n  rp\n");
  assert.equal(namesText({ nodes: [] }), "none: there is no cluster\n");
});
