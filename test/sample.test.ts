import { killCases } from "./crash/cases/kills.ts";
import { undisturbedLikeness } from "./crash/course.ts";
import { asTests, drawn } from "./harness/as-tests.ts";
import { scenarioCases } from "./scenarios/cases.ts";
import { allFlows } from "./scenarios/scenario.ts";

/*
 * What of the crash matrix and the scenarios is part of `npm test`: one scenario of each flow, and `kill -9` at some points of a create, an
 * update and a delete. Two instances: one that the scenarios share, and one on which processes die.
 */

asTests(
  "sample of the suites over the network",
  [
    ...allFlows.map((flow) => ({ one: drawn(scenarioCases, `${flow}/`) })),
    ...["kill/create/", "kill/update-", "kill/delete/"].map((prefix) => ({
      one: drawn(killCases, prefix),
      looksAtProcesses: true,
    })),
  ],
  `npm run scenarios (${scenarioCases.length}), npm run crash`,
  { lanes: 1, together: 4, prepare: async (instance) => void (await undisturbedLikeness(instance)) },
);
