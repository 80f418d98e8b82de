import assert from "node:assert/strict";
import { test } from "node:test";
import type { Line } from "../line.ts";
import { clusters } from "./family.ts";

const found = clusters.look();

test(`${clusters.name}, against the whole of local mode`, {
  skip: "absent" in found ? found.absent : false,
}, async () => {
  const lines: Line[] = [];
  await clusters.run("sample", (line) => lines.push(line));
  assert.deepEqual(
    lines.filter(({ outcome }) => outcome !== "passed"),
    [],
  );
  assert.ok(lines.length >= 10, `${lines.length} lines`);
});
