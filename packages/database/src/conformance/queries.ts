import assert from "node:assert/strict";
import { test } from "node:test";
import type { Condition, ContainerDefinition, DeclaredQuery } from "../store.ts";
import { type BeginWorld, everything, opened, type Thing, written } from "./world.ts";

/** What is in the container when the conditions below are asked; member `v` is what they look at. */
const values: Readonly<Record<string, Thing["v"]>> = {
  absent: undefined,
  big: 1e300,
  empty: "",
  false: false,
  half: 0.5,
  list: ["a"],
  minus: -1,
  null: null,
  object: { a: 1 },
  one: 1,
  text1: "1",
  textA: "a",
  textAb: "ab",
  textB: "b",
  textEmoji: "😀",
  textHigh: "\uffee",
  textQuote: "a\"b'c",
  true: true,
  two: 2,
};

const v = { path: "/v" };
const given = { parameter: "given" };
const cases: {
  name: string;
  where: readonly Condition[];
  given?: string | number | boolean;
  expected: readonly string[];
}[] = [
  { name: "equals a text", where: [{ ...v, equals: "a" }], expected: ["textA"] },
  { name: "equals a text given", where: [{ ...v, equals: given }], given: "a\"b'c", expected: ["textQuote"] },
  { name: "equals a number", where: [{ ...v, equals: 1 }], expected: ["one"] },
  { name: "equals a number given", where: [{ ...v, equals: given }], given: 0.5, expected: ["half"] },
  { name: "equals true", where: [{ ...v, equals: true }], expected: ["true"] },
  { name: "equals false given", where: [{ ...v, equals: given }], given: false, expected: ["false"] },
  { name: "equals the empty text", where: [{ ...v, equals: given }], given: "", expected: ["empty"] },
  { name: "equals a text that looks like a list", where: [{ ...v, equals: given }], given: '["a"]', expected: [] },
  {
    name: "differs from a text: other texts only",
    where: [{ ...v, notEquals: "a" }],
    expected: ["empty", "text1", "textAb", "textB", "textEmoji", "textHigh", "textQuote"],
  },
  {
    name: "differs from a number: other numbers only",
    where: [{ ...v, notEquals: 1 }],
    expected: ["big", "half", "minus", "two"],
  },
  { name: "differs from true: false only", where: [{ ...v, notEquals: given }], given: true, expected: ["false"] },
  { name: "is one of", where: [{ ...v, in: ["b", "a", "none", "1"] }], expected: ["text1", "textA", "textB"] },
  { name: "is one of none", where: [{ ...v, in: [] }], expected: [] },
  { name: "starts with", where: [{ ...v, startsWith: "a" }], expected: ["textA", "textAb", "textQuote"] },
  {
    name: "starts with nothing: every text",
    where: [{ ...v, startsWith: given }],
    given: "",
    expected: ["empty", "text1", "textA", "textAb", "textB", "textEmoji", "textHigh", "textQuote"],
  },
  {
    name: "starts with a character beyond the basic plane",
    where: [{ ...v, startsWith: given }],
    given: "😀",
    expected: ["textEmoji"],
  },
  { name: "is at most a number", where: [{ ...v, atMost: 1 }], expected: ["half", "minus", "one"] },
  { name: "is at least a number", where: [{ ...v, atLeast: given }], given: 1, expected: ["big", "one", "two"] },
  {
    name: "is at most a number, absent as 0",
    where: [{ ...v, atMost: 0.5, absentAs: 0 }],
    expected: ["absent", "half", "minus"],
  },
  {
    name: "is at most a number, absent as more",
    where: [{ ...v, atMost: 0.5, absentAs: 1 }],
    expected: ["half", "minus"],
  },
  {
    name: "is at least a number, absent as 2",
    where: [{ ...v, atLeast: 1.5, absentAs: 2 }],
    expected: ["absent", "big", "two"],
  },
  {
    name: "is at least a number, absent as less",
    where: [{ ...v, atLeast: 1.5, absentAs: 0 }],
    expected: ["big", "two"],
  },
  {
    name: "is at most a text, by code point",
    where: [{ ...v, atMost: "\uffff" }],
    expected: ["empty", "text1", "textA", "textAb", "textB", "textHigh", "textQuote"],
  },
  { name: "is at least a text, by code point", where: [{ ...v, atLeast: "\uffff" }], expected: ["textEmoji"] },
  {
    name: "meets several conditions",
    where: [
      { ...v, startsWith: "a" },
      { path: "/id", notEquals: "textA" },
    ],
    expected: ["textAb", "textQuote"],
  },
  { name: "has this id", where: [{ path: "/id", equals: given }], given: "one", expected: ["one"] },
  { name: "looks inside", where: [{ path: "/v/a", equals: 1 }], expected: ["object"] },
  { name: "looks inside what is not an object", where: [{ path: "/v/a/b", equals: 1 }], expected: [] },
  { name: "was written by now", where: [{ path: "/_ts", atMost: { storeNow: true } }], expected: Object.keys(values) },
  { name: "is to be written later", where: [{ path: "/_ts", atLeast: given }], given: 1e12, expected: [] },
];

const queries: DeclaredQuery[] = cases.map(({ where }, index) => ({ name: `case-${index}`, where }));
const operators: ContainerDefinition = {
  name: "Operators",
  uniqueKeys: [],
  defaultTtlSeconds: -1,
  queries: [
    ...queries,
    { name: "by-v", where: [{ path: "/id", notEquals: "" }], orderBy: "/v" },
    { name: "in-partition", scope: "partition", where: [{ path: "/kind", equals: given }], orderBy: "/n" },
    { name: "leases", where: [{ path: "/state", equals: "leased" }, { secondsSinceWriteExceed: "/lease/seconds" }] },
    { name: "due", where: [{ path: "/due", atMost: { storeNow: true }, absentAs: 0 }] },
    { name: "oldest", where: [{ path: "/state", equals: "leased" }], orderBy: "/_ts" },
  ],
};

const idsOf = (documents: readonly Thing[]) => documents.map(({ id }) => id);

/** Declared queries: conditions, order, counts. */
export function queryFacts(begin: BeginWorld): void {
  test("conditions compare a value with its own kind, and absence satisfies none", async (context) => {
    await using world = await begin();
    const container = await opened(world, operators);
    for (const [id, value] of Object.entries(values))
      written(await container.create<Thing>("p", { id, ...(value === undefined ? {} : { v: value }) }));
    for (const [index, { name, given, expected }] of cases.entries())
      await context.test(name, async () => {
        const options = given === undefined ? {} : { parameters: { given } };
        assert.deepEqual(idsOf(await everything(container, `case-${index}`, options)), [...expected].sort());
        assert.equal(await container.count(`case-${index}`, options), expected.length);
      });
    await context.test("an order puts absence first, then numbers, then texts by code point, ties by id", async () => {
      const elsewhere = new Set(["list", "object", "true", "false", "null"]);
      const ids = idsOf(await everything(container, "by-v", { pageSize: 4 })).filter((id) => !elsewhere.has(id));
      assert.deepEqual(ids, [
        "absent",
        "minus",
        "half",
        "one",
        "two",
        "big",
        "empty",
        "text1",
        "textA",
        "textQuote",
        "textAb",
        "textB",
        "textHigh",
        "textEmoji",
      ]);
    });
  });

  test("a query runs over all partitions, or over the one that is named", async () => {
    await using world = await begin();
    const container = await opened(world, operators);
    for (const partition of ["p", "q"])
      for (const [n, id] of ["c", "a", "b"].entries())
        written(
          await container.create<Thing>(partition, {
            id: `${id}-${partition}`,
            kind: id === "b" ? "y" : "x",
            n,
            v: "a",
          }),
        );
    const all = everything(container, "case-0", { pageSize: 2 });
    assert.deepEqual(idsOf(await all), ["a-p", "a-q", "b-p", "b-q", "c-p", "c-q"]);
    assert.deepEqual(idsOf(await everything(container, "case-0", { partition: "q" })), ["a-q", "b-q", "c-q"]);
    const scoped = { partition: "p", parameters: { given: "x" } };
    assert.deepEqual(idsOf(await everything(container, "in-partition", scoped)), ["c-p", "a-p"]);
    assert.equal(await container.count("in-partition", scoped), 2);
    assert.equal(await container.count("case-0", {}), 6);
  });

  test("documents that tie in an order, ids too, come in the order of their partitions", async () => {
    await using world = await begin();
    const container = await opened(world, operators);
    for (const partition of ["r", "p", "q"])
      written(await container.create<Thing>(partition, { id: "same", v: "a", at: partition }));
    const found = await everything(container, "case-0", { pageSize: 1 });
    assert.deepEqual(
      found.map(({ at }) => at),
      ["p", "q", "r"],
    );
  });

  test("a lease expires by the store's own clock and stamp, also when it has no length", async () => {
    await using world = await begin();
    const container = await opened(world, operators);
    written(await container.create<Thing>("p", { id: "long", state: "leased", lease: { seconds: 6 } }));
    written(await container.create<Thing>("p", { id: "short", state: "leased", lease: { seconds: 2 } }));
    written(await container.create<Thing>("p", { id: "none", state: "leased" }));
    written(await container.create<Thing>("p", { id: "text", state: "leased", lease: { seconds: "long" } }));
    await world.pass(3);
    assert.deepEqual(idsOf(await everything(container, "leases")), ["none", "short", "text"]);
    written(await container.replace<Thing>("p", { id: "short", state: "leased", lease: { seconds: 5 } }, "any"));
    assert.deepEqual(idsOf(await everything(container, "leases")), ["none", "text"]);
    await world.pass(4);
    assert.deepEqual(idsOf(await everything(container, "leases")), ["long", "none", "text"]);
    assert.deepEqual(idsOf(await everything(container, "oldest")), ["long", "none", "text", "short"]);
  });

  test("a lease is held for as long as it says, to the second", async (context) => {
    await using world = await begin();
    if (!world.passesAtOnce) return context.skip("real time cannot be stopped at a second");
    const container = await opened(world, operators);
    written(await container.create<Thing>("p", { id: "a", state: "leased", lease: { seconds: 2 } }));
    await world.pass(2);
    assert.deepEqual(await everything(container, "leases"), []);
    await world.pass(1);
    assert.deepEqual(idsOf(await everything(container, "leases")), ["a"]);
  });

  test("what is due by the store's now is found when its time has come", async () => {
    await using world = await begin();
    const store = await world.open();
    const container = await store.container(operators);
    const now = await store.now();
    written(await container.create<Thing>("p", { id: "later", due: now + 3 }));
    written(await container.create<Thing>("p", { id: "now", due: now }));
    written(await container.create<Thing>("p", { id: "undated" }));
    assert.deepEqual(idsOf(await everything(container, "due")), ["now", "undated"]);
    await world.pass(3);
    assert.deepEqual(idsOf(await everything(container, "due")), ["later", "now", "undated"]);
  });

  test("a call that does not fit its declaration is refused", async () => {
    await using world = await begin();
    const container = await opened(world, operators);
    const given = { parameters: { given: "x" } };
    await assert.rejects(container.query("none", {}), /declares no query none/);
    await assert.rejects(container.query("case-1", {}), /query case-1 needs the parameter given/);
    await assert.rejects(container.query("case-0", given), /query case-0 has no parameter given/);
    await assert.rejects(container.query("in-partition", given), /query in-partition runs in one partition/);
    await assert.rejects(container.query("case-0", { pageSize: 0 }), /page size 0/);
    await assert.rejects(container.query("case-0", { continuation: "%%" }), /continuation "%%" cannot be read/);
    const prefixed = `case-${cases.findIndex(({ name }) => name.startsWith("starts with nothing"))}`;
    await assert.rejects(container.query(prefixed, { parameters: { given: 1 } }), /starts with a text only/);
  });
}
