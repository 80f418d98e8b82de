import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JsonObject } from "../documents/json.ts";
import { errorTable } from "../errors/table.ts";
import { adminContract } from "./admin/contract.ts";
import type { Contract } from "./contract/contract.ts";
import { kindOf, type Shape } from "./contract/shape.ts";
import { adminVersion, apiVersions, contracts } from "./registry.ts";
import { running } from "./testing/judged.ts";
import { edited, sampleBody, sampleIdentity, sampleRequest, sampleWorkloadBody } from "./testing/samples.ts";

type Place = { way: (string | number)[]; shape: Shape };
const placesOf = (shape: Shape, way: (string | number)[] = []): Place[] => {
  const kind = kindOf(shape);
  const here = { way, shape };
  if (kind.kind === "object")
    return [
      here,
      ...Object.entries(kind.shape.properties).flatMap(([member, inner]) => placesOf(inner, [...way, member])),
    ];
  if (kind.kind === "list") return [here, ...placesOf(kind.shape.items, [...way, 0])];
  if (kind.kind === "map") return [here, ...placesOf(kind.shape.additionalProperties, [...way, "key"])];
  return [here];
};
/** Values that code trips over, among any others. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    "\u0000",
    "/",
    "%",
    -1,
    2 ** 53,
    1e308,
    true,
    [],
    [null],
    [[]],
    {},
    { name: null },
    { "": null },
  ),
  fc
    .constantFrom('{"__proto__":{"a":1}}', '{"constructor":null}', '{"toString":"x","hasOwnProperty":1}')
    .map((text) => JSON.parse(text) as unknown),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 40 }),
);

/** A value of the type the place asks for, where that is a scalar: such bodies get past the type check. */
const fitting = ({ shape }: Place): fc.Arbitrary<unknown> => {
  if (shape.type === "integer") return fc.integer();
  if (shape.type !== "string") return fc.constantFrom(null, {});
  const values = "enum" in shape ? (shape.enum ?? []) : [];
  const texts = [
    "/",
    "4.16.30",
    "1.2.3.4/33",
    "::/0",
    "https://%",
    "{",
    "Standard_D8s_v5",
    sampleIdentity("x"),
    "\u0000",
    "é".repeat(300),
  ];
  return fc.oneof(fc.constantFrom(null, ...texts, ...values), fc.string({ unit: "binary", maxLength: 40 }));
};
const editsOf = (contract: Contract) =>
  fc.array(
    fc
      .constantFrom(...placesOf(contract.shape))
      .chain((place) =>
        fc.tuple(
          fc.constant(place.way),
          fc.oneof({ weight: 1, arbitrary: odd }, { weight: 6, arbitrary: fitting(place) }),
        ),
      ),
    { maxLength: 6 },
  );

const versions = [...apiVersions.values(), adminVersion];

for (const contract of [...contracts, adminContract])
  test(`no body makes ${contract.name} throw, and every finding is fit to send (ARM-ERR-06, ARM-ERR-02)`, () => {
    const version = versions.find(({ name }) => name === contract.name);
    assert.ok(version);
    fc.assert(
      fc.property(
        editsOf(contract),
        fc.constantFrom(sampleBody(), sampleWorkloadBody(), {}),
        fc.constantFrom(undefined, running(), running(sampleWorkloadBody())),
        fc.constantFrom("PUT" as const, "PATCH" as const),
        (changes, base, stored, method) => {
          const body = changes.reduce<unknown>((kept, [way, value]) => {
            try {
              return edited(kept, way, value);
            } catch {
              return kept;
            }
          }, base);
          const judgement = version.judge(sampleRequest(body as JsonObject, stored, method));
          if (judgement.valid) version.toExternal(judgement.cluster);
          else
            for (const { code, message } of judgement.findings) {
              assert.ok(code in errorTable && code !== "InternalServerError");
              assert.ok(message.length > 0 && message.length < 2000);
            }
        },
      ),
      { numRuns: 500 },
    );
  });
