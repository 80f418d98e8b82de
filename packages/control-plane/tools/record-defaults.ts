/**
 * Writes anew what the real kube-apiserver makes of the samples in src/conformance/facts/defaults.json; add a sample there with an empty `made`.
 * KUBEBUILDER_ASSETS names its programs (`npm run kube-assets`).
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeSample } from "../src/conformance/facts/defaults.ts";
import { startReal } from "../src/conformance/real-engine.ts";
import { tryFact } from "../src/conformance/suite.ts";

const assets = process.env["KUBEBUILDER_ASSETS"];
if (assets === undefined) throw new Error("KUBEBUILDER_ASSETS names no folder; run npm run kube-assets first");
const file = join(import.meta.dirname, "../src/conformance/facts/defaults.json");
const samples = JSON.parse(readFileSync(file, "utf8")) as Parameters<typeof makeSample>[1][];
await using engine = await startReal(assets);
for (const sample of samples)
  await tryFact(engine, {
    title: sample.title,
    holds: async (world) => {
      sample.made = (await makeSample(world, sample)) as object;
    },
  });
writeFileSync(file, `${JSON.stringify(samples, undefined, 1)}\n`);
