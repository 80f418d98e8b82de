import assert from "node:assert/strict";
import { test } from "node:test";
import type { Value } from "../../documents/document.ts";
import { meets, type Operator } from "./condition.ts";

const table: readonly (readonly [Value | undefined, Operator, Value, boolean])[] = [
  ["East", "equals", "east", true],
  [true, "equals", "true", true],
  [undefined, "equals", "x", false],
  [undefined, "notEquals", "x", true],
  ["aro-cluster", "like", "aro-*", true],
  ["aro+cluster", "like", "aro.*", false],
  [undefined, "notLike", "a*", true],
  ["ab12", "match", "??##", true],
  ["AB12", "match", "ab##", false],
  ["AB12", "matchInsensitively", "ab##", true],
  [["a", "B"], "contains", "b", true],
  ["network", "contains", "NET", true],
  ["x", "in", ["Y", "X"], true],
  [undefined, "notIn", ["x"], true],
  [{ Owner: "me" }, "containsKey", "owner", true],
  [undefined, "notContainsKey", "owner", true],
  [5, "less", 7, true],
  [7, "greaterOrEquals", 7, true],
  ["2026-01-02", "greater", "2026-01-01", true],
  [undefined, "exists", "false", true],
  ["", "exists", true, true],
  [undefined, "exists", true, false],
];

test("values meet a policy's operators as Azure's table of them says", () => {
  for (const [value, operator, target, expected] of table)
    assert.equal(
      meets(value, operator, target),
      expected,
      `${JSON.stringify(value)} ${operator} ${JSON.stringify(target)}`,
    );
});
