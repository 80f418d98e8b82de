/**
 * Writes src/kinds/generated/columns.json: the columns of the table in which the real kube-apiserver shows each built-in resource, by
 * `group/version/plural`. KUBEBUILDER_ASSETS names its programs (`npm run kube-assets`). Run it when the pinned version rises.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "../src/conformance/client.ts";
import { startReal } from "../src/conformance/real-engine.ts";
import { builtIn } from "../src/kinds/built-in.ts";
import type { Column } from "../src/kinds/kind.ts";

const assets = process.env["KUBEBUILDER_ASSETS"];
if (assets === undefined) throw new Error("KUBEBUILDER_ASSETS names no folder; run npm run kube-assets first");
await using engine = await startReal(assets);
const admin = createClient(engine.address, engine.authority, { identity: await engine.identity() });
const recorded: Record<string, unknown> = {};
for (const { group, version, plural, verbs } of builtIn().kinds) {
  if (!verbs.includes("list")) continue;
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const { status, json, text } = await admin.call("GET", `${root}/${plural}?limit=1`, {
    headers: { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" },
  });
  if (status !== 200) throw new Error(`${root}/${plural} is answered with ${status}: ${text}`);
  recorded[`${group}/${version}/${plural}`] = (json.columnDefinitions as Column[]).map(
    ({ name, type, format = "", priority }) => [name, type, format, priority],
  );
}
const lines = Object.entries(recorded).map(([name, columns]) => ` ${JSON.stringify(name)}: ${JSON.stringify(columns)}`);
writeFileSync(join(import.meta.dirname, "../src/kinds/generated/columns.json"), `{\n${lines.join(",\n")}\n}\n`);
