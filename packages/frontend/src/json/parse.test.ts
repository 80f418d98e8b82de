import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CloudError } from "@aro/api";
import fc from "fast-check";
import { depthLimit, parseObject } from "./parse.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const refusal = (input: Uint8Array | string): { code: string; target: string | undefined; message: string } => {
  try {
    parseObject(typeof input === "string" ? bytes(input) : input);
  } catch (error) {
    assert.ok(error instanceof CloudError);
    assert.equal(error.status, 400);
    return { code: error.body.code, target: error.body.target, message: error.body.message };
  }
  assert.fail("was accepted");
};

describe("parseObject", () => {
  it("gives what JSON.parse gives, for any object without twins", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })),
        fc.integer({ min: 0, max: 3 }),
        (object, indent) => {
          fc.pre(!JSON.stringify(object).includes("__proto__"));
          assert.deepEqual(
            parseObject(bytes(JSON.stringify(object, null, indent))),
            JSON.parse(JSON.stringify(object)),
          );
        },
      ),
    );
  });

  it("finds a duplicate wherever it is put and names it (ARM-PUT-09)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant("[]"), fc.stringMatching(/^[a-z]{1,5}$/)), { maxLength: 6 }),
        fc.string({ minLength: 1 }),
        fc.jsonValue({ maxDepth: 2 }),
        (way, name, value) => {
          let text = `{${JSON.stringify(name)}:${JSON.stringify(value)}, "x\\"y" : [1,{"z":"}"}] ,${JSON.stringify(name)}:1}`;
          for (const step of way.toReversed())
            text = step === "[]" ? `[0,${text}]` : `{${JSON.stringify(step)}:${text}}`;
          const { code, target } = refusal(`{"top":${text}}`);
          assert.equal(code, "InvalidRequestContent");
          const path = way.map((step) => (step === "[]" ? "[1]" : `.${step}`)).join("");
          assert.equal(target, `top${path}.${name}`);
        },
      ),
    );
  });

  it("takes an escaped name for what it stands for (ARM-PUT-09)", () => {
    assert.equal(refusal(String.raw`{"tags":{"a":"1","\u0061":"2"}}`).target, "tags.a");
    assert.deepEqual(parseObject(bytes(String.raw`{"a\\":1,"a\\\"":2,"a":3}`)), { "a\\": 1, 'a\\"': 2, a: 3 });
  });

  it("allows one name in different objects", () => {
    assert.deepEqual(parseObject(bytes('{"a":{"a":[{"a":1},{"a":2}]},"b":{"a":1}}')), {
      a: { a: [{ a: 1 }, { a: 2 }] },
      b: { a: 1 },
    });
  });

  it("refuses nesting beyond the limit without running out of stack (ARM-ERR-06)", () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    assert.ok(parseObject(bytes(nested(depthLimit))));
    assert.match(refusal(nested(depthLimit + 1)).message, /deeper than 64/);
    assert.match(refusal(`{"a":${"[".repeat(500_000)}${"]".repeat(500_000)}}`).message, /deeper than 64/);
  });

  for (const [what, text] of [
    ["null", "null"],
    ["an array", "[]"],
    ["a string", '"a"'],
    ["a number", "1"],
    ["nothing", ""],
    ["blanks", "  "],
    ["half an object", '{"a":'],
    ["a comment", "{/**/}"],
    ["a trailing comma", '{"a":1,}'],
    ["NaN", '{"a":NaN}'],
    ["text after the object", "{} {}"],
    ["a byte order mark", "\ufeff{}"],
  ] as const)
    it(`refuses ${what} as a body (ARM-ERR-06)`, () => assert.equal(refusal(text).code, "InvalidRequestContent"));

  it("refuses bytes that are no UTF-8 (ARM-ERR-06)", () => {
    assert.match(refusal(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)).message, /UTF-8/);
    assert.match(refusal(Buffer.from('{"a":1}', "utf16le")).message, /parsed|UTF-8/);
  });

  it("does not repeat the text around a fault, which may be a secret (ARM-HDR-11)", () => {
    const { message } = refusal('{"clientSecret":"hunter2" hunter3}');
    assert.doesNotMatch(message, /hunter/);
  });

  it("keeps integers beyond 2^53 where the body is echoed", () => {
    const text = '{"a":9223372036854775807,"b":[-9007199254740993,1.5,1e3],"c":9007199254740991}';
    assert.equal(JSON.stringify(parseObject(bytes(text), { exactIntegers: true })), text.replace("1e3", "1000"));
    assert.equal(parseObject(bytes('{"a":9223372036854775807}'))["a"], 2 ** 63);
  });

  it("refuses members named __proto__ and says where, rather than lose what the caller sent", () => {
    for (const [text, target] of [
      ['{"__proto__":{"x":1}}', "__proto__"],
      ['{"tags":{"k":"v","\\u005f_proto__":"y"}}', "tags.__proto__"],
      ['{"a":[{},{"__proto__":1}]}', "a[1].__proto__"],
    ] as const) {
      const { code, target: named, message } = refusal(text);
      assert.deepEqual([code, named], ["InvalidRequestContent", target]);
      assert.match(message, /has a name that cannot be used/);
    }
    assert.deepEqual(parseObject(bytes('{"constructor":1,"k":"__proto__"}')), { constructor: 1, k: "__proto__" });
  });
});
