import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";
import { commit, type Result, runMatrix } from "./harness/matrix.ts";
import { wholeCases } from "./whole/cases.ts";

/*
 * What of `npm run whole` is part of `npm test`: a whole cluster that is created, used and deleted, and one that processes died under, at a point
 * that the commit draws.
 */

const seed = commit()?.id ?? "not a checkout";
const kills = wholeCases.filter(({ name }) => name.startsWith("whole/kill/create/"));
const drawn = kills[createHash("sha256").update(seed).digest().readUInt32BE(0) % kills.length];
const cases = wholeCases.filter((one) => one.name === "whole/create-use-delete" || one === drawn);
const isLinux = process.platform === "linux";

console.error(
  [
    `whole clusters, drawn by commit ${seed}:`,
    ...cases.map(({ name }) => `  ${name}`),
    `all of them: npm run whole (${wholeCases.length})`,
  ].join("\n"),
);

const results = new Map<string, PromiseWithResolvers<Result>>();
for (const { name } of cases) {
  const result = Promise.withResolvers<Result>();
  result.promise.catch(() => undefined);
  results.set(name, result);
}
// One after the other: each is the work of several processes, and other test files run beside.
const running = (async () => {
  for (const one of cases) {
    if (one === drawn && !isLinux) continue;
    await runMatrix([one], {
      lanes: 1,
      together: 1,
      hive: true,
      progress: (result) => results.get(result.name)?.resolve(result),
    });
  }
})();
running.catch((error: unknown) => {
  for (const { reject } of results.values()) reject(error);
});

for (const one of cases)
  test(one.name, {
    skip: one !== drawn || isLinux ? false : "looks at processes by /proc, which Linux has",
  }, async () => {
    const result = await results.get(one.name)?.promise;
    assert.ok(result?.ok, result?.problem ?? "it did not run");
  });

after(() => running);
