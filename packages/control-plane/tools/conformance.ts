/**
 * The conformance suite on one engine or both: `node packages/control-plane/tools/conformance.ts [embedded|real|both] [PATTERN]`. The real one
 * is used when KUBEBUILDER_ASSETS names its programs (`npm run kube-assets`). A whole run on the real one writes its result beside the suite.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@aro/runtime";
import { startEmbedded } from "../src/conformance/embedded-engine.ts";
import type { Engine } from "../src/conformance/engine.ts";
import { startReal } from "../src/conformance/real-engine.ts";
import { fingerprint, suite, tryFact } from "../src/conformance/suite.ts";

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
  if (engine.name === "real" && pattern === "")
    writeFileSync(
      join(import.meta.dirname, "../src/conformance/real-result.json"),
      `${JSON.stringify({ engine: engine.title, date: new Date(systemClock.now()).toISOString().slice(0, 10), suite: fingerprint(), passed, failed }, undefined, 2)}\n`,
    );
  return failed;
}

const starts: (() => Promise<Engine>)[] = [];
if (which !== "real") starts.push(startEmbedded);
if (which !== "embedded") {
  if (assets === undefined) process.stdout.write("KUBEBUILDER_ASSETS names no folder: the real one is left out\n");
  else starts.push(() => startReal(assets));
}
let failures = 0;
for (const start of starts) {
  await using engine = await start();
  failures += (await run(engine)).length;
}
process.exitCode = failures === 0 ? 0 : 1;
