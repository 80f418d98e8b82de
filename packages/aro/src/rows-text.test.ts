import assert from "node:assert/strict";
import { test } from "node:test";
import { dispatch } from "./dispatch.ts";
import { installer } from "./installer.ts";
import { helpAfter } from "./local/help.ts";
import { operator } from "./operator.ts";
import { rowsText } from "./rows-text.ts";
import { rp } from "./rp.ts";
import { paperEdge } from "./testing/edge.ts";

test("a meaning goes on below itself, and a long name stands on a line of its own", () => {
  const meaning = "word ".repeat(14).trim();
  assert.deepEqual(rowsText([["A", meaning]]), [`  A  ${"word ".repeat(14).trim()}`]);
  assert.deepEqual(rowsText([["A".repeat(20), meaning]]), [
    `  ${"A".repeat(20)}  ${"word ".repeat(11).trim()}`,
    `${" ".repeat(24)}${"word ".repeat(3).trim()}`,
  ]);
  assert.deepEqual(rowsText([["A".repeat(29), "meaning"]]), [`  ${"A".repeat(29)}`, `${" ".repeat(32)}meaning`]);
});

test("the help of every process, and what help of local mode ends with, fits a terminal of 80 columns", async () => {
  const texts: string[] = Object.values(helpAfter("./aro"));
  for (const print of [rp, installer, operator, dispatch]) {
    const edge = paperEdge();
    assert.equal(await print(["--help"], edge), 0);
    texts.push(edge.out());
  }
  assert.deepEqual(
    texts.flatMap((text) => text.split("\n")).filter((line) => line.length > 80),
    [],
  );
});
