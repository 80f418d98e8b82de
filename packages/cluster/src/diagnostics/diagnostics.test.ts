import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeRun } from "../testing/fake-run.ts";
import { sampleCluster } from "../testing/sample-cluster.ts";
import { world } from "../testing/world.ts";
import { diagnose } from "./diagnose.ts";
import { coalesced } from "./load-balancer.ts";
import { linesOf } from "./machines.ts";

test("of a console the last 50 KB are shown, from the first whole line, without blanks and repetitions", () => {
  assert.deepEqual(linesOf("a\r\na\n\n  \nb\na\n"), ["a", "b", "a"]);
  const lines = linesOf(Array.from({ length: 20_000 }, (_, index) => `line ${index}`).join("\n"));
  assert.equal(lines.at(-1), "line 19999");
  assert.match(lines[0] ?? "", /^line \d+$/);
  assert.ok(lines.join("\n").length <= 50 * 1024);
});

test("percentages are whole, and told with how often they came in a row", () => {
  assert.equal(coalesced([100, 99.6, 0, 0, undefined, 50.2]), "100×2, 0×2, none×1, 50×1");
  assert.equal(coalesced([]), "");
});

test("what cannot be collected is logged by its name, and keeps nothing else from being collected", async () => {
  const run = fakeRun(sampleCluster());
  const warned: string[] = [];
  const log = {
    ...run.log,
    warn: (event: string, fields?: object) => void warned.push(`${event}: ${JSON.stringify(fields)}`),
  };
  const there = await world(sampleCluster(), { settings: { installViaHive: true }, run: Object.assign(run, { log }) });
  await diagnose(there.context, "Creating", new AbortController().signal);
  for (const collector of ["LogLoadBalancers", "logClusterDeployment"])
    assert.ok(
      warned.some((line) => line.includes(`"${collector}"`)),
      `${collector}: ${warned.join("\n")}`,
    );
});

test("nothing is collected of a delete", async () => {
  const there = await world(sampleCluster(), { settings: { installViaHive: true } });
  await diagnose(there.context, "Deleting", new AbortController().signal);
  assert.deepEqual(there.azure.requests, []);
});
