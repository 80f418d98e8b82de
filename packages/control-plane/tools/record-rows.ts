/**
 * Writes src/conformance/facts/rows.json: the cells in which the real kube-apiserver shows the samples of src/conformance/rows.
 * KUBEBUILDER_ASSETS names its programs (`npm run kube-assets`). Run it when a sample was added or the pinned version rises.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rowSamples } from "../src/conformance/facts/rows.ts";
import { startReal } from "../src/conformance/real-engine.ts";
import { showRow } from "../src/conformance/rows/show-row.ts";
import { tryFact } from "../src/conformance/suite.ts";

const assets = process.env["KUBEBUILDER_ASSETS"];
if (assets === undefined) throw new Error("KUBEBUILDER_ASSETS names no folder; run npm run kube-assets first");
await using engine = await startReal(assets);
const rows: Record<string, unknown> = {};
for (const sample of rowSamples)
  await tryFact(engine, {
    title: sample.title,
    holds: async (world) => {
      rows[`${sample.groupVersion} ${sample.title}`] = await showRow(world, sample).catch((cause: unknown) => {
        throw new Error(`${sample.title} is not shown`, { cause });
      });
    },
  });
writeFileSync(
  join(import.meta.dirname, "../src/conformance/facts/rows.json"),
  `${JSON.stringify(rows, undefined, 2)}\n`,
);
