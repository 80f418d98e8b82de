import assert from "node:assert/strict";
import { test } from "node:test";
import { asTests, drawn } from "./harness/as-tests.ts";
import { singleCases, wholeCases } from "./whole/cases.ts";
import { killsOf, lives } from "./whole/kill-chains.ts";
import { allVictims, boundaries, mayDie } from "./whole/kills.ts";

/*
 * What of `npm run whole` is part of `npm test`: a whole cluster that is created, used and deleted, and one that processes died under. One after the
 * other on one instance: each is the work of several processes, and other test files run beside.
 */

asTests(
  "whole clusters",
  [
    { one: { ...drawn(wholeCases, "whole/create-use-delete"), place: "alone" } },
    { one: drawn(singleCases, "whole/kill/create/"), looksAtProcesses: true },
  ],
  `npm run whole (${wholeCases.length})`,
  { lanes: 1, together: 1, hive: true },
);

for (const flow of ["Creating", "Deleting"] as const)
  test(`over the lives of the chains, everybody dies once at every boundary of ${flow}`, () => {
    const dying = Array.from({ length: lives }, (_, life) => killsOf(flow, life)).flat();
    const wanted = boundaries[flow].flatMap((boundary) =>
      allVictims.filter((victims) => mayDie(flow, boundary, victims)).map((victims) => ({ boundary, victims })),
    );
    const texts = (kills: typeof wanted) => kills.map(({ boundary, victims }) => `${victims} at ${boundary}`).sort();
    assert.deepEqual(texts(dying), texts(wanted));
  });
