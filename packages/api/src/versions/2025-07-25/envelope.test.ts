import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../documents/json.ts";
import { created, running, version } from "../testing/judged.ts";
import { sampleBody, sampleRequest } from "../testing/samples.ts";
import { contract20250725 as contract } from "./contract.ts";

test("the order of members means nothing (ARM-PUT-08)", () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([member, inner]) => [member, reversed(inner)]),
    );
  };
  assert.deepEqual(created(reversed(sampleBody()) as JsonObject), created());
});

test("systemData is read-only in the envelope, and a body's is not believed (ARM-SYS-01, ARM-SYS-02)", () => {
  assert.equal(contract.shape.properties["systemData"]?.readOnly, true);
  const body = { ...sampleBody(), systemData: { createdBy: "forged", createdAt: "2020-01-01T00:00:00Z" } };
  assert.equal(created(body).systemData, undefined);
  const stored = running();
  const judgement = version.judge(sampleRequest(body, stored));
  assert.deepEqual(judgement.valid && judgement.cluster.systemData, stored.systemData);
});
