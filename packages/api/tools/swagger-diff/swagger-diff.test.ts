import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { emittedSwagger } from "../contract/emit.ts";
import { compare } from "./compare.ts";
import { publishedData, publishedFolder } from "./published.ts";
import { surfaceOf } from "./surface.ts";

const root = join(import.meta.dirname, "../../../..");
const file = join(root, "swagger/redhatopenshift/stable/2025-07-25/redhatopenshift.json");

for (const { version, file: emitted } of emittedSwagger(root)) {
  const folder = publishedFolder(publishedData, version);
  const skip = folder === undefined ? `no published description of ${version} beside the checkout` : false;
  test(`the emitted swagger of ${version} says what the published one says`, { skip }, () => {
    const published = surfaceOf(join(folder ?? "", "redhatopenshift.json"));
    assert.deepEqual(compare(published, surfaceOf(emitted)), []);
  });
}

/** The differences found after `edit` was made to the text of the emitted file or of its common types. */
function afterEdit(name: "swagger" | "types", from: string, to: string): string[] {
  const copy = mkdtempSync(join(tmpdir(), "swagger-diff-"));
  try {
    cpSync(join(root, "swagger"), copy, { recursive: true });
    const ours = join(copy, "redhatopenshift/stable/2025-07-25/redhatopenshift.json");
    const edited = name === "swagger" ? ours : join(copy, "common-types/resource-management/v6/types.json");
    const text = readFileSync(edited, "utf8");
    assert.ok(text.includes(from), `${from} stands in the file`);
    writeFileSync(edited, text.replace(from, to));
    return compare(surfaceOf(file), surfaceOf(ours)).map(({ at }) => at);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const edits: readonly [what: string, file: "swagger" | "types", from: string, to: string][] = [
  [
    "the casing of a path",
    "swagger",
    '/locations/{location}/openShiftVersions"',
    '/locations/{location}/openshiftversions"',
  ],
  ["an operation id", "swagger", "PlatformWorkloadIdentityRoleSet_Get", "PlatformWorkloadIdentityRoleSets_Get"],
  ["a parameter's pattern", "swagger", '"pattern": "^(\\\\d+)\\\\.(\\\\d+)"', '"pattern": "^(\\\\d+)"'],
  [
    "the order of arguments",
    "swagger",
    '"$ref": "../../../common-types/resource-management/v6/types.json#/parameters/ApiVersionParameter"\n          },\n          {\n            "$ref": "../../../common-types/resource-management/v6/types.json#/parameters/SubscriptionIdParameter"',
    '"$ref": "../../../common-types/resource-management/v6/types.json#/parameters/SubscriptionIdParameter"\n          },\n          {\n            "$ref": "../../../common-types/resource-management/v6/types.json#/parameters/ApiVersionParameter"',
  ],
  ["a parameter's length", "swagger", '"maxLength": 63', '"maxLength": 64'],
  ["a status code", "swagger", '"202":', '"200":'],
  ["a response header", "swagger", '"Retry-After":', '"Retry-Before":'],
  ["a read-only mark", "swagger", '"readOnly": true', '"readOnly": false'],
  ["a secret's mark", "swagger", '"x-ms-secret": true', '"x-ms-secret": false'],
  ["a format", "swagger", '"format": "int32"', '"format": "int64"'],
  ["an enum's value", "swagger", '"UserDefinedRouting"', '"UserDefined"'],
  ["an enum's openness", "swagger", '"modelAsString": true', '"modelAsString": false'],
  ["how an operation is followed", "swagger", '"azure-async-operation"', '"location"'],
  ["how a list is paged", "swagger", '"nextLinkName": "nextLink"', '"nextLinkName": "next"'],
  ["a required member", "swagger", '"required": [\n        "value"\n      ]', '"required": []'],
  ["a required member of a common type", "types", '"required": [\n        "location"\n      ]', '"required": []'],
  ["a common parameter's length", "types", '"maxLength": 90', '"maxLength": 80'],
];

for (const [what, name, from, to] of edits)
  test(`a change of ${what} is noticed`, () => assert.notDeepEqual(afterEdit(name, from, to), []));

test("prose is not compared", () =>
  assert.deepEqual(afterEdit("swagger", '"description": "Its IP address."', '"description": "Another."'), []));
