import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../documents/json.ts";
import { sealedMembers } from "../contract/contract.ts";
import { isWithin } from "../contract/path.ts";
import { kindOf, type Shape } from "../contract/shape.ts";
import { settableMembers } from "../desired-state.ts";
import { sampleBody, sampleRequest } from "../samples.ts";
import { contract20250725 as contract } from "./contract.ts";
import { created, running, version } from "./judged.ts";

const patterns = (shape: Shape, at = ""): string[] => {
  const kind = kindOf(shape);
  if (kind.kind === "list") return [at, ...patterns(kind.shape.items, `${at}[]`)];
  if (kind.kind === "map") return [at, ...patterns(kind.shape.additionalProperties, `${at}{}`)];
  if (kind.kind !== "object") return [at];
  const below = Object.entries(kind.shape.properties);
  return [at, ...below.flatMap(([member, inner]) => patterns(inner, at === "" ? member : `${at}.${member}`))];
};
const known = new Set(patterns(contract.shape));

test("every pattern of the version's tables names a member of its contract", () => {
  const { mutable, readOnly, foldCase, presence } = contract.policy;
  const named = [
    ...mutable,
    ...readOnly,
    ...foldCase,
    ...presence,
    ...contract.alwaysShown,
    ...contract.hiddenWhenEmpty,
  ];
  const read = contract.rules.flatMap((rule) => rule.reads);
  assert.deepEqual(
    [...named, ...read, ...sealedMembers].filter((pattern) => !known.has(pattern)),
    [],
  );
});

test("nothing that may change is read-only", () => {
  const { mutable, readOnly } = contract.policy;
  assert.deepEqual(
    mutable.filter((one) => readOnly.some((other) => isWithin(one, other) || isWithin(other, one))),
    [],
  );
});

test("what may change in this version is what a failed update takes back (ARM-PAT-07)", () => {
  const internal = (pattern: string) =>
    `/${pattern.replace(/^identity/, "managedServiceIdentity").replaceAll(".", "/")}`;
  const takenBack = settableMembers.filter(({ changes }) => changes).map(({ at }) => at);
  assert.deepEqual(contract.policy.mutable.map(internal).sort(), [...takenBack].sort());
});

test("settings live under properties, where nothing of the envelope is repeated (ARM-PUT-08)", () => {
  const envelope = ["id", "name", "type", "location", "tags", "identity", "systemData"];
  const below = [...known].filter((pattern) => pattern.startsWith("properties."));
  assert.ok(below.length > 40);
  assert.deepEqual(
    below.filter((pattern) => envelope.some((member) => pattern === `properties.${member}`)),
    [],
  );
});

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
