// The contract of every api-version: how long all of them take to load, and what reading and writing a typical cluster costs, against
// floors of the same run. `node bench/api.ts [rounds]`. Ratios travel between machines, microseconds do not.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { OpenShiftCluster } from "../packages/api/src/documents/cluster.ts";
import { apiVersions, contracts } from "../packages/api/src/versions/registry.ts";
import { judgedBy, later } from "../packages/api/src/versions/testing/judged.ts";
import { bodyOf, sampleBody, sampleRequest } from "../packages/api/src/versions/testing/samples.ts";

const rounds = Number(process.argv[2] ?? 5);
const registry = join(import.meta.dirname, "../packages/api/src/versions/registry.ts");
const schemas = join(import.meta.dirname, "../packages/api/src/generated");

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Milliseconds of processor time and of the clock that `code` takes, in a process of its own. */
function inProcess(code: string): { processor: number; clock: number } {
  const measured = Array.from({ length: rounds }, () => {
    const source = `const [used, from] = [process.cpuUsage(), performance.now()];
      ${code}
      const { user, system } = process.cpuUsage(used);
      console.log(JSON.stringify({ processor: (user + system) / 1000, clock: performance.now() - from }));`;
    const printed = execFileSync(process.execPath, ["--input-type=module", "-e", source], { encoding: "utf8" });
    return JSON.parse(printed) as { processor: number; clock: number };
  });
  return { processor: median(measured.map((one) => one.processor)), clock: median(measured.map((one) => one.clock)) };
}

const loaded = inProcess(`await import(${JSON.stringify(registry)});`);
const compiled = inProcess(`
  const { readFileSync, readdirSync } = await import("node:fs");
  const { Ajv } = await import("ajv");
  for (const version of readdirSync(${JSON.stringify(schemas)})) {
    const schema = JSON.parse(readFileSync(${JSON.stringify(schemas)} + "/" + version + "/schemas.json", "utf8"));
    new Ajv({ strict: false, validateFormats: false }).compile({ ...schema, $ref: "#/definitions/OpenShiftCluster" });
  }`);
const times = ({ processor, clock }: typeof loaded) =>
  `${processor.toFixed(0)} ms of processor, ${clock.toFixed(0)} ms`;
console.log(`all ${apiVersions.size + 1} versions load and compile in ${times(loaded)} (goal 300 ms)`);
console.log(`their validators alone, compiled at start instead: ${times(compiled)}`);

/** Microseconds of processor time that one call takes: the least of several rounds, so that neighbours on the machine count little. */
function cost(call: () => unknown): number {
  const calls = 4000;
  for (let index = 0; index < calls; index++) call();
  const round = () => {
    const from = process.cpuUsage();
    for (let index = 0; index < calls; index++) call();
    const { user, system } = process.cpuUsage(from);
    return (user + system) / calls;
  };
  return Math.min(...Array.from({ length: rounds }, round));
}

const table: Record<string, Record<string, string>> = {};
for (const contract of contracts) {
  const { version, created } = judgedBy(contract.name);
  const body = bodyOf(contract, sampleBody());
  const stored: OpenShiftCluster = later(created(body));
  const shown = version.toExternal(stored);
  const changed = sampleRequest({ ...shown, tags: { a: "b" } }, stored);
  const floors = { clone: cost(() => structuredClone(stored)), json: cost(() => JSON.parse(JSON.stringify(stored))) };
  const read = cost(() => version.toExternal(stored));
  table[contract.name] = {
    "to external": read.toFixed(1),
    "PUT judged": cost(() => version.judge(changed)).toFixed(1),
    "create judged": cost(() => version.judge(sampleRequest(body))).toFixed(1),
    structuredClone: floors.clone.toFixed(1),
    "JSON round trip": floors.json.toFixed(1),
    "to external : clone": (read / floors.clone).toFixed(2),
  };
}
console.log(
  "microseconds a call, of a document of",
  JSON.stringify(later(judgedBy("2025-07-25").created())).length,
  "bytes; goal of a conversion: 50",
);
console.table(table);
