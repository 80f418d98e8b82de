import assert from "node:assert/strict";
import { test } from "node:test";
import { sealedMembers } from "../contract/contract.ts";
import { isWithin } from "../contract/path.ts";
import { kindOf, type Shape } from "../contract/shape.ts";
import { settableMembers } from "../desired-state.ts";
import { contract20250725 as contract } from "./contract.ts";

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
