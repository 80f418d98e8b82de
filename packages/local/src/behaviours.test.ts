import assert from "node:assert/strict";
import { test } from "node:test";
import { behaviours } from "./behaviours.ts";
import { allTypes } from "./types/table.ts";

test("every type has behaviours, each said once, each with its evidence", () => {
  const all = behaviours();
  for (const row of allTypes().rows)
    assert.ok(
      all.some((one) => one.subject === row.type),
      row.type,
    );
  const seen = new Set<string>();
  for (const { subject, what, evidence } of all) {
    assert.ok(["documented", "seen", "assumed"].includes(evidence), what);
    assert.ok(!seen.has(`${subject} ${what}`), `${subject}: ${what}`);
    seen.add(`${subject} ${what}`);
  }
});
