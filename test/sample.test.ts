import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";
import { killCases } from "./crash/cases/kills.ts";
import { undisturbedLikeness } from "./crash/course.ts";
import { type Case, commit, type Result, runMatrix } from "./harness/matrix.ts";
import { scenarioCases } from "./scenarios/cases.ts";
import { allFlows } from "./scenarios/scenario.ts";

/*
 * What of the crash matrix and the scenarios is part of `npm test`: one scenario of each flow, and `kill -9` at some points of a create, an
 * update and a delete. Which ones, the commit decides, so that all come by in time and a failure comes again.
 */

const seed = commit()?.id ?? "not a checkout";
const drawn = (cases: readonly Case[], prefix: string): Case => {
  const among = cases.filter(({ name }) => name.startsWith(prefix));
  const number = createHash("sha256").update(`${seed} ${prefix}`).digest().readUInt32BE(0);
  const one = among[number % among.length];
  if (one === undefined) throw new Error(`there are no cases ${prefix}`);
  return one;
};

const kills = ["kill/create/", "kill/update-", "kill/delete/"].map((prefix) => drawn(killCases, prefix));
const flows = allFlows.map((flow) => drawn(scenarioCases, `${flow}/`));
const isLinux = process.platform === "linux";

console.error(
  [
    `sample of the suites over the network, drawn by commit ${seed}:`,
    ...[...flows, ...kills].map(({ name }) => `  ${name}`),
    `all of them: npm run scenarios (${scenarioCases.length}), npm run crash`,
  ].join("\n"),
);

const results = new Map<string, PromiseWithResolvers<Result>>();
for (const { name } of [...flows, ...kills]) {
  const result = Promise.withResolvers<Result>();
  // Looked at when its test comes, which may be later.
  result.promise.catch(() => undefined);
  results.set(name, result);
}

// Two instances: one that the scenarios share, and one on which processes die.
const running = runMatrix([...flows, ...(isLinux ? kills : [])], {
  lanes: 1,
  together: 4,
  prepare: async (instance) => void (await undisturbedLikeness(instance)),
  progress: (result) => results.get(result.name)?.resolve(result),
});
running.catch((error: unknown) => {
  for (const { reject } of results.values()) reject(error);
});

const passes = async (name: string): Promise<void> => {
  const result = await results.get(name)?.promise;
  assert.ok(result?.ok, result?.problem ?? "it did not run");
};

for (const { name } of flows) test(`scenario ${name}`, () => passes(name));
for (const { name } of kills)
  test(name, { skip: isLinux ? false : "looks at processes by /proc, which Linux has" }, () => passes(name));

after(async () => void (await running));
