import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { startEmbedded } from "./embedded-engine.ts";
import { fingerprint, suite, tryFact } from "./suite.ts";

const engine = await startEmbedded();
for (const [subject, facts] of Object.entries(suite))
  describe(subject, { concurrency: 4 }, () => {
    for (const { title, holds } of facts) test(title, () => tryFact(engine, { title, holds }));
  });
after(() => engine[Symbol.asyncDispose]());

test("the checked-in result of the real kube-apiserver is of this suite, and every fact holds there", () => {
  const result = JSON.parse(readFileSync(join(import.meta.dirname, "real-result.json"), "utf8"));
  assert.equal(result.suite, fingerprint(), "the suite has changed: run npm run kube-conformance real");
  assert.deepEqual(result.failed, []);
  assert.equal(result.passed, Object.values(suite).flat().length);
});
