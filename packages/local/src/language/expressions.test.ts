import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Value } from "../documents/document.ts";
import { evaluate, type Scope } from "./evaluate.ts";
import { pureFunctions } from "./functions.ts";
import { murmur64, templateGuid, uniqueString } from "./name-hashes.ts";
import { type Expression, expressionIn, parseExpression } from "./parser.ts";
import { ExpressionError } from "./tokens.ts";

const nowhere: Scope = { functions: new Map(), elsewhere: new Map() };
const run = (text: string): Value => evaluate(text, nowhere);
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

test("text that is no expression stays, and [[ stands for [", () => {
  for (const [given, wanted] of [
    ["plain", "plain"],
    ["[[literal]", "[literal]"],
    ["[[", "["],
    ["[open", "[open"],
    ["a[b]", "a[b]"],
    ["", ""],
  ] as const)
    assert.equal(run(given), wanted);
  assert.equal(expressionIn("[a()]"), "a()");
});

test("any text survives being quoted, and any list of texts being concatenated, joined and split", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 5 }), (parts) => {
      assert.equal(run(`[concat(${parts.map(quote).join(", ")})]`), parts.join(""));
      assert.equal(run(`[join(createArray(${parts.map(quote).join(",")}), '|')]`), parts.join("|"));
      if (parts.every((part) => !part.includes("|")))
        assert.deepEqual(run(`[split(${quote(parts.join("|"))}, '|')]`), parts);
    }),
  );
});

/** Writes a tree out again, with blanks where they may stand. */
const write = (tree: Expression, blank: string): string => {
  switch (tree.is) {
    case "literal":
      return typeof tree.value === "string" ? quote(tree.value) : String(tree.value);
    case "member":
      return `${write(tree.of, blank)}.${tree.name}`;
    case "index":
      return `${write(tree.of, blank)}[${blank}${write(tree.index, blank)}${blank}]`;
    case "call":
      return `${tree.name}(${blank}${tree.arguments.map((one) => write(one, blank)).join(`${blank},${blank}`)})`;
  }
};

const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,6}$/);
const plain = { noNullPrototype: true } as const;
const trees = fc.letrec<{ tree: Expression; call: Expression }>((tie) => ({
  call: fc.record(
    { is: fc.constant("call" as const), name, arguments: fc.array(tie("tree"), { maxLength: 3 }) },
    plain,
  ),
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.record({ is: fc.constant("literal" as const), value: fc.oneof(fc.string(), fc.integer()) }, plain),
    tie("call"),
    fc.record({ is: fc.constant("member" as const), of: tie("call"), name }, plain),
    fc.record({ is: fc.constant("index" as const), of: tie("call"), index: tie("tree") }, plain),
  ),
}));

test("a tree that is written out reads back as the same tree, with and without blanks", () => {
  fc.assert(
    fc.property(trees.tree, fc.constantFrom("", " ", "\n  "), (tree, blank) => {
      assert.deepEqual(parseExpression(write(tree, blank)), tree);
    }),
  );
});

test("whatever is given, reading an expression ends in a tree or in an error that says where", () => {
  const letters = fc.stringMatching(/^[a-c'(),.[\]0-9 -]{0,30}$/);
  fc.assert(
    fc.property(letters, (text) => {
      try {
        parseExpression(text);
      } catch (error) {
        assert.ok(error instanceof ExpressionError, String(error));
        assert.match(error.message, /position|nested/);
      }
    }),
    { numRuns: 3_000 },
  );
  assert.throws(() => parseExpression(`${"a(".repeat(5_000)}${")".repeat(5_000)}`), ExpressionError);
});

test("functions of any arguments end in a value or in an error that names them", () => {
  const argument = fc.jsonValue({ maxDepth: 2 });
  fc.assert(
    fc.property(fc.constantFrom(...pureFunctions.keys()), fc.array(argument, { maxLength: 4 }), (called, given) => {
      const found = pureFunctions.get(called);
      if (found === undefined || given.length < found.takes[0] || given.length > found.takes[1]) return;
      try {
        assert.notEqual(found.run(given as Value[], called), undefined);
      } catch (error) {
        assert.ok(error instanceof ExpressionError, `${called}: ${String(error)}`);
      }
    }),
    { numRuns: 3_000 },
  );
});

test("functions come to what Azure documents of them", () => {
  const cases: [string, Value][] = [
    ["[if(equals(1, 1), 'yes', json('{'))]", "yes"],
    ["[if(equals('a', 'A'), 1, 2)]", 2],
    ["[not(empty(createArray()))]", false],
    ["[length('abc')]", 3],
    ["[add(mul(2, 3), sub(7, div(9, 2)))]", 9],
    ["[mod(7, 3)]", 1],
    ["[-5]", -5],
    ["[substring('abcdef', 1, 3)]", "bcd"],
    ["[replace('123-123', '-', '')]", "123123"],
    ["[format('{0}-{1:}', 'a')]", "a-{1:}"],
    ["[format('{{0}}')]", "{0}"],
    ["[toLower('ABC')]", "abc"],
    ["[first(createArray('a','b'))]", "a"],
    ["[last('abc')]", "c"],
    ["[contains(createObject('Key', 1), 'key')]", true],
    ["[union(createArray(1,2), createArray(2,3))]", [1, 2, 3]],
    ["[range(5, 3)]", [5, 6, 7]],
    ["[coalesce(null(), 'x')]", "x"],
    ["[string(true())]", "True"],
    ["[int('42')]", 42],
    ["[json('{\"a\":[1]}').a[0]]", 1],
    ["[createObject('a', createObject('b', 2)).A.B]", 2],
    ["[base64ToString(base64('hé'))]", "hé"],
    ["[padLeft('7', 3, '0')]", "007"],
    ["[startsWith('abcdef', 'AB')]", true],
    ["[and(true(), or(false(), true()))]", true],
    ["[min(3, 1, 2)]", 1],
    ["[max(createArray(3, 1, 2))]", 3],
    ["[less('a', 'b')]", true],
    ["[concat(createArray(1), createArray(2))]", [1, 2]],
    ["[take('abc', 2)]", "ab"],
    ["[skip(createArray(1,2,3), 1)]", [2, 3]],
    ["[split('a;b,c', createArray(';', ','))]", ["a", "b", "c"]],
    ["[guid('a', 'b', 'c')]", "a98fa280-e03f-5afa-8d8e-92d0a9c201e8"],
    ["[uniqueString('tyeth')]", "zcztcwvu6iyg6"],
    ["[uniqueString('hello', 'world')]", "a7wkljktk6wne"],
  ];
  for (const [text, wanted] of cases) assert.deepEqual(run(text), wanted, text);
});

test("an unknown function, a wrong argument and a missing member are errors that name them", () => {
  const cases: [string, RegExp][] = [
    ["[colour()]", /'colour' is not valid/],
    ["[ns.colour()]", /'ns\.colour' is not valid/],
    ["[listKeys('x', 'y')]", /'listKeys'/],
    ["[toLower(1)]", /'toLower'.*position '1'.*string/],
    ["[not('x')]", /'not'.*boolean/],
    ["[concat()]", /'concat'.*requires/],
    ["[div(1, 0)]", /divides by zero/],
    ["[createObject('a', 1).b]", /'b' doesn't exist.*'a'/],
    ["[createArray(1)[2]]", /index '2' is out of bounds/],
    ["[add(9007199254740991, 1)]", /64-bit/],
    ["[if('x', 1, 2)]", /boolean/],
  ];
  for (const [text, message] of cases) assert.throws(() => run(text), { name: "ExpressionError", message }, text);
});

test("guid() is a version 5 UUID and uniqueString() the published hash, the same for the same arguments", () => {
  assert.equal(murmur64(Buffer.from("hello-world")), 571013382255652050n);
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (parts) => {
      assert.match(templateGuid(parts), /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.match(uniqueString(parts), /^[a-z2-7]{13}$/);
      assert.equal(uniqueString(parts), uniqueString([parts.join("-")]));
    }),
  );
});

test("an expression's value is its own: changing it changes no later one", () => {
  const shared: Value = { list: [1] };
  const scope: Scope = { functions: new Map([["shared", { takes: [0, 0], run: () => shared }]]), elsewhere: new Map() };
  const one = evaluate("[shared()]", scope) as { list: number[] };
  one.list.push(2);
  assert.deepEqual(evaluate("[shared()]", scope), { list: [1] });
});

test("text, lists and dates are worked on as Azure's own examples show", () => {
  for (const [expression, wanted] of [
    ["[lastIndexOf('abcdef', 'F')]", 5],
    ["[base64ToJson(base64('{\\'one\\': 1}'))]", undefined],
    ["[base64ToJson('eyJvbmUiOiAiYSJ9').one]", "a"],
    ["[uri('http://contoso.org/firstpath/', 'nested/a.json')]", "http://contoso.org/firstpath/nested/a.json"],
    ["[uriComponentToString(uriComponent('a b/c'))]", "a b/c"],
    ["[dataUri('Hello')]", "data:text/plain;charset=utf8;base64,SGVsbG8="],
    ["[dataUriToString(dataUri('Hello'))]", "Hello"],
    ["[intersection(createArray('one', 'two'), createArray('two', 'three'))]", ["two"]],
    ["[intersection(createObject('a', 1, 'b', 2), createObject('b', 2, 'a', 3))]", { b: 2 }],
    [
      "[items(createObject('b', 1, 'a', 2))]",
      [
        { key: "a", value: 2 },
        { key: "b", value: 1 },
      ],
    ],
    ["[objectKeys(createObject('b', 1, 'a', 2))]", ["a", "b"]],
    ["[flatten(createArray(createArray(1, 2), 3))]", [1, 2, 3]],
    ["[shallowMerge(createArray(createObject('a', 1), createObject('a', 2)))]", { a: 2 }],
    ["[tryGet(createObject('a', createArray(5)), 'A', 0)]", 5],
    ["[tryGet(createObject('a', 1), 'b', 'c')]", null],
    ["[float('3.5')]", 3.5],
    ["[dateTimeAdd('2020-04-07 14:53:14Z', 'P3Y', 'u')]", "2023-04-07 14:53:14Z"],
    ["[dateTimeAdd('2020-04-07 14:53:14Z', '-P9D', 'u')]", "2020-03-29 14:53:14Z"],
    ["[dateTimeAdd('2020-04-07 14:53:14Z', 'PT1H', 'yyyy-MM-dd HH')]", "2020-04-07 15"],
    ["[dateTimeFromEpoch(1683040573)]", "2023-05-02T15:16:13Z"],
    ["[dateTimeToEpoch('2023-05-02T15:16:13Z')]", 1_683_040_573],
    ["[dateTimeToEpoch(dateTimeAdd('20200407T145314Z', 'P1W'))]", 1_586_875_994],
  ] as const)
    if (wanted === undefined) assert.throws(() => run(expression), ExpressionError);
    else assert.deepEqual(run(expression), wanted, expression);
  for (const wrong of [
    "[dateTimeAdd('soon', 'P1D')]",
    "[dateTimeAdd('2020-04-07', 'tomorrow')]",
    "[dateTimeAdd('2020-04-07', 'P')]",
    "[uri('x', 'y')]",
    "[items(1)]",
    "[float('x')]",
    "[uriComponentToString('%')]",
    "[dataUriToString('x')]",
  ])
    assert.throws(() => run(wrong), ExpressionError, wrong);
});

test("lambdas are done to each element, see what is around them, and stand nowhere else", () => {
  for (const [expression, wanted] of [
    ["[map(createArray(1, 2), lambda('x', mul(lambdaVariables('x'), 10)))]", [10, 20]],
    [
      "[map(createArray('a', 'b'), lambda('x', 'i', concat(lambdaVariables('x'), lambdaVariables('i'))))]",
      ["a0", "b1"],
    ],
    ["[filter(createArray(1, 2, 3), lambda('x', greater(lambdaVariables('x'), 1)))]", [2, 3]],
    ["[reduce(createArray(1, 2, 3), 0, lambda('sum', 'x', add(lambdaVariables('sum'), lambdaVariables('x'))))]", 6],
    ["[sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))]", [1, 2, 3]],
    [
      "[toObject(createArray('a', 'b'), lambda('x', lambdaVariables('x')), lambda('x', length(lambdaVariables('x'))))]",
      { a: 1, b: 1 },
    ],
    [
      "[groupBy(createArray('ab', 'c', 'de'), lambda('x', string(length(lambdaVariables('x')))))]",
      { 2: ["ab", "de"], 1: ["c"] },
    ],
    ["[mapValues(createObject('a', 1), lambda('x', add(lambdaVariables('x'), 1)))]", { a: 2 }],
    [
      "[map(createArray(1, 2), lambda('x', map(createArray(10), lambda('y', add(lambdaVariables('x'), lambdaVariables('y'))))))]",
      [[11], [12]],
    ],
  ] as const)
    assert.deepEqual(run(expression), wanted, expression);
  for (const wrong of [
    "[lambda('x', 1)]",
    "[lambdaVariables('x')]",
    "[map(createArray(1), 2)]",
    "[map(createArray(1), lambda('x', lambdaVariables('y')))]",
    "[filter(createArray(1), lambda('x', 1))]",
  ])
    assert.throws(() => run(wrong), ExpressionError, wrong);
});

test("an expression that would make more than a template may hold is refused at once, however it grows", () => {
  const doubled = (body: string) => `[length(string(reduce(range(0, 200), ${body}, lambda('a', 'b', BODY))))]`;
  const twice = "lambdaVariables('a'), lambdaVariables('a')";
  for (const [text, message] of [
    [doubled("'x'").replace("BODY", `concat(${twice})`), /makes a value of more than 4194304 characters/],
    [doubled("createArray(1)").replace("BODY", `concat(${twice})`), /makes a value of more than/],
    [doubled("createArray(1)").replace("BODY", `createArray(${twice})`), /makes a value of more than/],
    [
      doubled("createObject()").replace("BODY", `createObject('p', lambdaVariables('a'), 'q', lambdaVariables('a'))`),
      /makes a value/,
    ],
    ["[replace(padLeft('', 20000, 'a'), 'a', padLeft('', 20000, 'b'))]", /'replace' makes a value of more than/],
    [
      "[map(range(0, 10000), lambda('a', map(range(0, 10000), lambda('b', add(1, 1)))))]",
      /calls more than 1000000 functions/,
    ],
    [`[${"concat(".repeat(5_000)}'a'${")".repeat(5_000)}]`, /nested too deep/],
    [`[createObject()${".a".repeat(10_000)}]`, /nested too deep/],
    [`[createArray()${"[0]".repeat(8_000)}]`, /nested too deep/],
  ] as const)
    assert.throws(() => run(text), { name: "ExpressionError", message }, text.slice(0, 100));
  const many = Array.from({ length: 1_000 }, () => "[padLeft('', 20000)]");
  assert.throws(() => evaluate(many, nowhere), /The template array makes a value of more than/);
  assert.throws(
    () => evaluate({ a: Object.fromEntries(many.entries()) }, nowhere),
    /The template object makes a value of more than/,
  );
});

test("lists of thousands are united and compared as small ones are", () => {
  assert.equal(run("[length(union(range(0, 10000), range(5000, 10000)))]"), 15_000);
  assert.equal(run("[length(intersection(range(0, 10000), range(5000, 10000)))]"), 5_000);
  assert.deepEqual(
    run("[union(createArray(createObject('a', 1, 'b', 2)), createArray(createObject('b', 2, 'a', 1), '1', 1))]"),
    [{ a: 1, b: 2 }, "1", 1],
  );
});
