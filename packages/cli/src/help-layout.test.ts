import assert from "node:assert/strict";
import { test } from "node:test";
import { runCluster } from "./program.ts";
import { paperWorld } from "./testing/world.ts";

const commands = [[], ["create"], ["list"], ["show"], ["update"], ["delete"], ["wait"], ["get-versions"]];

test("help fits the terminal, however long the name of a flag is", async () => {
  for (const columns of [80, 100, 160])
    for (const words of commands) {
      const world = paperWorld({ columns });
      assert.equal(await runCluster([...words, "--help"], world), 0);
      for (const line of world.out().split("\n")) assert.ok(line.length <= columns, `${columns}: ${line}`);
    }
});

test("a narrow terminal cuts descriptions, not examples, which are to be pasted", async () => {
  const world = paperWorld({ columns: 50 });
  await runCluster(["create", "--help"], world);
  const [options = ""] = world.out().split("Examples:");
  for (const line of options.split("\n")) assert.ok(line.length <= 50, line);
  assert.match(
    options,
    /^ {2}--lb-ip-count,\n {6}--load-balancer-managed-outbound-ip-count\n {6}<count>\n {10,}public/m,
  );
});
