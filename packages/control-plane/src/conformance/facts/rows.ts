import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { builtIn } from "../../kinds/built-in.ts";
import { type Fact, fact } from "../fact.ts";
import { coreRows } from "../rows/core.ts";
import { otherRows } from "../rows/others.ts";
import { podRows } from "../rows/pods.ts";
import { showRow } from "../rows/show-row.ts";
import { workloadRows } from "../rows/workloads.ts";

const read = <Value>(path: string): Value => JSON.parse(readFileSync(join(import.meta.dirname, path), "utf8")) as Value;
const columns = read<Record<string, unknown[]>>("../../kinds/generated/columns.json");
/** Recorded by tools/record-rows.ts, by title. */
const recorded = read<Record<string, object>>("rows.json");

/** Every object of which a row is compared. */
export const rowSamples = [...podRows, ...coreRows, ...workloadRows, ...otherRows];

/** What `kubectl get` shows of built-in kinds. */
export const rows: readonly Fact[] = [
  fact("every built-in resource is shown in the columns of the real one", async ({ admin }) => {
    for (const { group, version, plural } of builtIn().kinds.filter(({ verbs }) => verbs.includes("list"))) {
      const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
      const { json } = await admin.call("GET", `${root}/${plural}?limit=1`, {
        headers: { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" },
      });
      assert.deepEqual(
        json.columnDefinitions.map((one: { name: string; type: string; format: string; priority: number }) => [
          one.name,
          one.type,
          one.format,
          one.priority,
        ]),
        columns[`${group}/${version}/${plural}`],
        plural,
      );
    }
  }),
  ...rowSamples.map((sample) =>
    fact(`a row is the real one's, ${sample.title}`, async (world) =>
      assert.deepEqual(await showRow(world, sample), recorded[`${sample.groupVersion} ${sample.title}`]),
    ),
  ),
];
