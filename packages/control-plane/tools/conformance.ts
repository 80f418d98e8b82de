/**
 * The conformance suite, and sampled objects of the published definitions, on one engine or both: `node packages/control-plane/tools/conformance.ts [embedded|real|both] [PATTERN]`. The real one
 * is used when KUBEBUILDER_ASSETS names its programs (`npm run kube-assets`). A whole run on the real one writes its result beside the suite.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@aro/runtime";
import { createClient } from "../src/conformance/client.ts";
import { startEmbedded } from "../src/conformance/embedded-engine.ts";
import type { Engine } from "../src/conformance/engine.ts";
import { startReal } from "../src/conformance/real-engine.ts";
import { folder, publishedDefinitions } from "../src/conformance/samples/samples.ts";
import { differences, tryDefinitions, type Verdicts } from "../src/conformance/samples/verdicts.ts";
import { fingerprint, suite, tryFact } from "../src/conformance/suite.ts";

const published = publishedDefinitions();
const verdictsFile = join(import.meta.dirname, "../src/conformance/samples/real-verdicts.json");
const [which = "both", pattern = ""] = process.argv.slice(2);
const assets = process.env["KUBEBUILDER_ASSETS"];

async function run(engine: Engine): Promise<string[]> {
  const failed: string[] = [];
  let passed = 0;
  for (const [subject, facts] of Object.entries(suite))
    for (const fact of facts) {
      if (!`${subject}: ${fact.title}`.includes(pattern)) continue;
      try {
        await tryFact(engine, fact);
        passed++;
      } catch (error) {
        failed.push(`${subject}: ${fact.title}`);
        process.stdout.write(`${engine.name} ✖ ${subject}: ${fact.title}\n${(error as Error).message}\n\n`);
      }
    }
  process.stdout.write(`${engine.title}: ${passed} passed, ${failed.length} failed\n`);
  if (pattern !== "") return failed;
  const samples = await runSamples(engine);
  if (engine.name === "real") {
    const date = new Date(systemClock.now()).toISOString().slice(0, 10);
    const { definitions, tried, taken } = samples;
    const result = {
      engine: engine.title,
      date,
      suite: fingerprint(),
      passed,
      failed,
      samples: { definitions, tried, taken },
    };
    writeFileSync(
      join(import.meta.dirname, "../src/conformance/real-result.json"),
      `${JSON.stringify(result, undefined, 2)}\n`,
    );
  }
  return [...failed, ...samples.differing];
}

/** Objects of the published definitions. The real one's verdicts are written down; the embedded one's are held against them. */
async function runSamples(
  engine: Engine,
): Promise<{ definitions: number; tried: number; taken: number; differing: string[] }> {
  if (published === undefined) throw new Error(`the published definitions are not at hand: ${folder}`);
  const admin = createClient(engine.address, engine.authority, { identity: await engine.identity() });
  const verdicts = await tryDefinitions(admin, published);
  const all = Object.values(verdicts).flat();
  if (engine.name === "real")
    writeFileSync(
      verdictsFile,
      `${JSON.stringify(Object.fromEntries(published.map(({ metadata: { name } }) => [name, verdicts[name]])), undefined, 2)}\n`,
    );
  const recorded = JSON.parse(readFileSync(verdictsFile, "utf8")) as Verdicts;
  const differing = differences(published, verdicts, recorded);
  for (const one of differing) process.stdout.write(`${engine.name} ✖ ${one}\n`);
  const taken = all.filter((one) => one === "201").length;
  process.stdout.write(
    `${engine.title}: ${all.length} objects of ${published.length} definitions, ${taken} taken, ${differing.length} verdicts differ from the real one's\n`,
  );
  return { definitions: published.length, tried: all.length, taken, differing };
}

// The real one first: the embedded one is held against it.
const starts: (() => Promise<Engine>)[] = [];
if (which !== "embedded") {
  if (assets === undefined) process.stdout.write("KUBEBUILDER_ASSETS names no folder: the real one is left out\n");
  else starts.push(() => startReal(assets));
}
if (which !== "real") starts.push(startEmbedded);
let failures = 0;
for (const start of starts) {
  await using engine = await start();
  failures += (await run(engine)).length;
}
process.exitCode = failures === 0 ? 0 : 1;
