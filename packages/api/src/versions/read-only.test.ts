import assert from "node:assert/strict";
import { test } from "node:test";
import type { OpenShiftCluster } from "../documents/cluster.ts";
import type { Json, JsonObject } from "../documents/json.ts";
import { adminContract } from "./admin/contract.ts";
import type { Contract } from "./contract/contract.ts";
import { judge } from "./contract/judge.ts";
import { clusterView, prepared } from "./contract/prepared.ts";
import { kindOf, type Shape } from "./contract/shape.ts";
import { contracts } from "./registry.ts";
import { running } from "./testing/judged.ts";
import { edited, sampleRequest, sampleWorkloadBody } from "./testing/samples.ts";

/** A value nobody else would give a place of that shape. */
function forged(shape: Shape): Json {
  const kind = kindOf(shape);
  if (kind.kind === "scalar") return "forged";
  if (kind.kind === "list") return [forged(kind.shape.items)];
  if (kind.kind === "map") return { forged: forged(kind.shape.additionalProperties) };
  const [name, inner] = Object.entries(kind.shape.properties)[0] ?? [];
  return name === undefined || inner === undefined ? {} : { [name]: forged(inner) };
}

/** The shape at a pattern, and the way to it in `view`: the first item of a list, the first entry of a map. */
function placeIn(contract: Contract, pattern: string, view: JsonObject) {
  let shape: Shape = contract.shape;
  let value: Json | undefined = view;
  const way: (string | number)[] = [];
  for (const step of pattern.split(/\.|(?=\[\])|(?=\{\})/)) {
    const kind = kindOf(shape);
    const name: string | number = step === "[]" ? 0 : step === "{}" ? (Object.keys(value ?? {})[0] ?? "") : step;
    if (kind.kind === "list") shape = kind.shape.items;
    else if (kind.kind === "map") shape = kind.shape.additionalProperties;
    else if (kind.kind === "object") shape = kind.shape.properties[step] as Shape;
    value = (value as Record<string | number, Json> | undefined)?.[name];
    way.push(name);
  }
  return { shape, way };
}

for (const contract of [...contracts, adminContract]) {
  const version = prepared(contract);
  const stored: OpenShiftCluster = running("identity" in contract.shape.properties ? sampleWorkloadBody() : undefined);
  const view = clusterView(version, stored);
  for (const pattern of contract.policy.readOnly)
    test(`${pattern} is the service's own in ${contract.name}: a PUT that says otherwise is not heard, a PATCH refused (ARM-PUT-05, ARM-PAT-05)`, () => {
      const { shape, way } = placeIn(contract, pattern, view);
      const body = edited(view, way, forged(shape));
      const put = judge(version, sampleRequest(body, stored));
      assert.deepEqual(put.valid ? put.changed : put.findings, []);
      const patch = judge(version, sampleRequest(body, stored, "PATCH"));
      assert.deepEqual(patch.valid ? [] : patch.findings.map(({ code }) => code), ["PropertyChangeNotAllowed"]);
      const same = judge(version, sampleRequest(view, stored, "PATCH"));
      assert.deepEqual(same.valid ? same.changed : same.findings, []);
    });
}
