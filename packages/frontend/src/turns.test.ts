import assert from "node:assert/strict";
import { test } from "node:test";
import { createTurns } from "./turns.ts";

test("calls about one key follow each other, also after one that failed; others need not wait", async () => {
  const turns = createTurns();
  const seen: string[] = [];
  const call =
    (name: string, fails = false) =>
    async () => {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
  const results = await Promise.allSettled([
    turns("a", call("1")),
    turns("a", call("2", true)),
    turns("a", call("3")),
    turns("b", call("4")),
  ]);
  assert.deepEqual(
    results.map((result) => (result.status === "fulfilled" ? result.value : String(result.reason))),
    ["1", "Error: 2", "3", "4"],
  );
  const ofA = seen.filter((line) => !line.startsWith("4"));
  assert.deepEqual(ofA, ["1 begins", "1 ends", "2 begins", "2 ends", "3 begins", "3 ends"]);
  assert.ok(seen.indexOf("4 begins") < seen.indexOf("1 ends"));
});
