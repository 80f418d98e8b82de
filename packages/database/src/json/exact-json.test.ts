import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseExactly } from "./exact-json.ts";

const isRaw = (value: unknown) => (JSON as unknown as { isRawJSON: (value: unknown) => boolean }).isRawJSON(value);

test("whatever number JavaScript prints is read as that number", () => {
  const parsed = (value: number) => (parseExactly(`{"n":${JSON.stringify(value)}}`) as { n: unknown }).n;
  for (const value of [
    0,
    1,
    -1,
    2 ** 53 - 1,
    2 ** 53,
    1e21,
    1e300,
    5e-324,
    Number.MAX_VALUE,
    0.1 + 0.2,
    123456789.12345678,
  ])
    assert.equal(parsed(value), value);
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => assert.equal(parsed(value), value + 0)),
  );
});

test("a number that a double would round is printed again byte for byte", () => {
  for (const text of [
    "1152921504606846976",
    "9007199254740993",
    "-9223372036854775808",
    "18446744073709551615",
    "123456789012345678901234567890",
    "0.1000000000000000055511151231257827",
    "1e400",
    "-1e400",
    "1e-400",
  ]) {
    const document = `{"deep":[{"n":${text}}],"plain":${text}}`;
    assert.equal(JSON.stringify(parseExactly(document)), document);
    assert.ok(isRaw((parseExactly(document) as { plain: unknown }).plain), text);
  }
});

test("what looks like a long number inside a text stays a text", () => {
  const document = '{"a":"x,9007199254740993","b":":1e400","c":"[12345678901234567890]"}';
  assert.equal(JSON.stringify(parseExactly(document)), document);
  assert.deepEqual(parseExactly(document), JSON.parse(document));
});

test("a member called rawJSON is a member", () => {
  const read = parseExactly('{"rawJSON":"1","n":9007199254740993}') as { rawJSON: string };
  assert.equal(isRaw(read), false);
  assert.equal(JSON.stringify({ ...read }), '{"rawJSON":"1","n":9007199254740993}');
});

test("any JSON is the same text after parse, spread and print", () => {
  const number = fc.oneof(
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
    fc
      .tuple(fc.bigInt({ min: 1n, max: 2n ** 64n }), fc.integer({ min: -400, max: 400 }))
      .map(([n, e]) => `${n}.5e${e}`),
  );
  const text = fc.string({ unit: "grapheme" }).map((value) => JSON.stringify(value));
  const { json } = fc.letrec<{ json: string }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 3 },
      number,
      text,
      fc.constantFrom("true", "false", "null"),
      fc.array(tie("json"), { maxLength: 4 }).map((all) => `[${all.join()}]`),
      fc
        .uniqueArray(
          fc.tuple(
            fc.string().map((name) => `m${name}`),
            tie("json"),
          ),
          { maxLength: 4, selector: ([name]) => name },
        )
        .map((all) => `{${all.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join()}}`),
    ),
  }));
  /** The number as a whole one, of 10^-1000. */
  const scaled = (text: string) => {
    const [mantissa = "", exponent = "0"] = text.split(/e/i);
    const [whole = "", fraction = ""] = mantissa.split(".");
    return String(BigInt(`${whole}${fraction}`) * 10n ** BigInt(1000 + Number(exponent) - fraction.length));
  };
  fc.assert(
    fc.property(json, (document) => {
      const printed = JSON.stringify({ ...(parseExactly(`{"document":${document}}`) as object) }).slice(
        '{"document":'.length,
        -1,
      );
      const numbers = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/gi;
      const normal = (text: string) =>
        text.replaceAll(numbers, (token) => (token.startsWith('"') ? token : scaled(token)));
      assert.equal(normal(printed), normal(document));
    }),
    { numRuns: 500 },
  );
});

test("text that is not JSON throws SyntaxError", () => {
  for (const text of ["", "{", "[9007199254740993", "[09007199254740993]"])
    assert.throws(() => parseExactly(text), SyntaxError);
});
