import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { openSqliteStore, type SqliteStore } from "./sqlite-store.ts";
import { Compacted, type StoredEvent } from "./store.ts";

const text = (value: string) => (version: number) =>
  JSON.stringify({ metadata: { resourceVersion: String(version) }, value });
const valuesOf = (store: SqliteStore, range?: { prefix?: string; after?: string; at?: number }) =>
  [...store.list("/pods", range)].map((entry) => [entry.key, JSON.parse(entry.text).value]);

function inFile(run: (open: () => SqliteStore) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "aro-store-"));
  try {
    run(() => openSqliteStore({ path: join(folder, "store.sqlite") }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("objects, versions and changes are there after a restart", () =>
  inFile((open) => {
    const first = open();
    first.put("/pods", "a/one", text("1"));
    first.put("/pods", "a/two", text("2"));
    first.put("/pods", "a/one", text("3"));
    first.remove("/pods", "a/two", text("gone"));
    const { version } = first;
    first.settle();
    // Not closed: as if the process had been killed.
    const second = open();
    assert.equal(second.version, version);
    assert.deepEqual(valuesOf(second), [["a/one", "3"]]);
    assert.deepEqual(
      second.since("/pods", 1).map(({ type, key }) => `${type} ${key}`),
      ["ADDED a/one", "ADDED a/two", "MODIFIED a/one", "DELETED a/two"],
    );
    assert.equal(second.put("/pods", "a/three", text("4")).version, version + 1);
    first.close();
    second.close();
  }));

test("the counter of versions does not go back when changes are forgotten before a restart", () =>
  inFile((open) => {
    const first = open();
    first.put("/pods", "a/one", text("1"));
    const { version } = first.remove("/pods", "a/one", text("1"));
    first.compact(version);
    first.close();
    const second = open();
    assert.equal(second.version, version);
    assert.throws(() => second.since("/pods", version - 1), Compacted);
    assert.deepEqual(second.since("/pods", version), []);
    second.close();
  }));

test("a change tells what was before it, however much of the history is forgotten", () =>
  inFile((open) => {
    const first = open();
    for (const value of ["1", "2", "3", "4"]) first.put("/pods", "a/one", text(value));
    const { version } = first.remove("/pods", "a/one", text("gone"));
    const told = (store: SqliteStore, from: number) =>
      store.since("/pods", from).map(({ type, before }) => [type, JSON.parse(before ?? "{}").value]);
    const whole = [
      ["ADDED", undefined],
      ["MODIFIED", "1"],
      ["MODIFIED", "2"],
      ["MODIFIED", "3"],
      ["DELETED", "4"],
    ];
    assert.deepEqual(told(first, version - 5), whole);
    first.compact(version - 3);
    assert.deepEqual(told(first, version - 3), whole.slice(2));
    first.compact(version - 1);
    first.close();
    const second = open();
    assert.deepEqual(told(second, version - 1), whole.slice(4));
    second.close();
  }));

test("a list goes in the order of keys, by prefix and from where another ended", () => {
  const store = openSqliteStore({ path: ":memory:" });
  for (const key of ["b/x", "a/z", "a-b/y", "a/c", "a/b"]) store.put("/pods", key, text(key));
  assert.deepEqual(
    valuesOf(store).map(([key]) => key),
    ["a-b/y", "a/b", "a/c", "a/z", "b/x"],
  );
  assert.deepEqual(
    valuesOf(store, { prefix: "a/", after: "a/b" }).map(([key]) => key),
    ["a/c", "a/z"],
  );
  assert.equal(store.count("/pods", "a/"), 3);
  store.close();
});

test("subscribers see the changes of their resource, until they stop", () => {
  const store = openSqliteStore({ path: ":memory:" });
  const seen: StoredEvent[] = [];
  const stop = store.subscribe("/pods", (event) => seen.push(event));
  store.put("/pods", "a/one", text("1"));
  store.put("/nodes", "n", text("1"));
  store.put("/pods", "a/one", text("2"));
  stop();
  store.remove("/pods", "a/one", text("2"));
  assert.deepEqual(
    seen.map(({ type }) => type),
    ["ADDED", "MODIFIED"],
  );
  assert.equal(JSON.parse(seen[1]?.before ?? "{}").value, "1");
  store.close();
});

test("a list at an older version is what was there then, whatever happened since", () => {
  const names = ["a/1", "a/2", "a/3", "b/1"];
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...names), fc.boolean()), { maxLength: 30 }), (steps) => {
      const store = openSqliteStore({ path: ":memory:" });
      const then: [number, unknown][] = [[store.version, []]];
      for (const [index, [key, remove]] of steps.entries()) {
        if (remove && store.get("/pods", key) !== undefined) store.remove("/pods", key, text("gone"));
        else if (!remove) store.put("/pods", key, text(String(index)));
        then.push([store.version, valuesOf(store)]);
      }
      for (const [at, values] of then) assert.deepEqual(valuesOf(store, { at }), values);
      store.close();
    }),
    { numRuns: 60 },
  );
});

test("texts that were let go are read from the file: lists, entries that somebody still has, and what was before a change", () =>
  inFile((open) => {
    const store = open();
    const long = (name: string) => text(`${name} ${"x".repeat(1_000_000)}`);
    store.put("/pods", "a/one", text("first"));
    store.put("/pods", "a/two", text("second"));
    store.settle();
    const held = store.get("/pods", "a/one");
    const gone = store.get("/pods", "a/two");
    // More than is held of all stores together.
    for (let round = 0; round < 30; round++) store.put("/configmaps", `a/${round}`, long(String(round)));
    const seen: StoredEvent[] = [];
    store.subscribe("/pods", (event) => seen.push(event));
    store.put("/pods", "a/one", text("next"));
    store.remove("/pods", "a/two", text("gone"));
    for (let round = 0; round < 30; round++) store.put("/configmaps", `a/${round}`, long(`again ${round}`));
    assert.deepEqual(
      seen.map(({ before }) => JSON.parse(before ?? "{}").value),
      ["first", "second"],
    );
    assert.deepEqual(
      [held, gone].map((entry) => JSON.parse(entry?.text ?? "{}").value),
      ["first", "second"],
      "an entry says what it said",
    );
    assert.deepEqual(valuesOf(store), [["a/one", "next"]]);
    assert.equal(JSON.parse(store.get("/configmaps", "a/0")?.text ?? "{}").value.slice(0, 8), "again 0 ");
    store.close();
  }));
