import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createClient } from "../client.ts";
import { startEmbedded } from "../embedded-engine.ts";
import { folder, publishedDefinitions } from "./samples.ts";
import { differences, tryDefinitions, type Verdicts } from "./verdicts.ts";

/** Every so many definitions are tried here, all of them by `npm run kube-conformance`. */
const step = 5;
const published = publishedDefinitions();

test("objects of published definitions get the verdicts that the real kube-apiserver gave", {
  skip: published === undefined ? `the definitions are not at hand: ${folder}` : false,
}, async () => {
  const recorded = JSON.parse(readFileSync(join(import.meta.dirname, "real-verdicts.json"), "utf8")) as Verdicts;
  const some = (published ?? []).filter((_, index) => index % step === 0);
  await using engine = await startEmbedded();
  const admin = createClient(engine.address, engine.authority, { identity: await engine.identity() });
  const verdicts = await tryDefinitions(admin, some);
  assert.ok(Object.values(verdicts).flat().length > 200);
  assert.deepEqual(differences(some, verdicts, recorded), []);
});
