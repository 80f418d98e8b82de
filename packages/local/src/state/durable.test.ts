import assert from "node:assert/strict";
import { test } from "node:test";
import { openDurable } from "./durable.ts";

test("a transaction that finds the disk full says so, leaves nothing, and the next one works", () => {
  using durable = openDurable(":memory:");
  const { database } = durable;
  database.exec("CREATE TABLE t (text TEXT)");
  database.exec("PRAGMA max_page_count=50");
  const insert = (size: number) => database.prepare("INSERT INTO t VALUES (?)").run("x".repeat(size));
  const rows = () => database.prepare("SELECT count(*) AS n FROM t").get()?.["n"];
  const full = /database or disk is full/;
  const both = () => [10, 1_000_000].map(insert);
  assert.throws(() => durable.transaction(both), full);
  assert.throws(() => durable.transaction(() => durable.savepoint(both)), full);
  assert.equal(rows(), 0);
  durable.transaction(() => insert(10));
  assert.equal(rows(), 1);
});

test("the number of writes grows with each write to what is counted, and with each that is undone", () => {
  using durable = openDurable(":memory:");
  const { database } = durable;
  database.exec("CREATE TABLE t (kind TEXT, text TEXT)");
  const writes = durable.writesTo("t", "ROW.kind = 'counted'");
  const insert = (kind: string) => database.prepare("INSERT INTO t VALUES (?, '')").run(kind);
  let before = writes();
  const grown = (work: () => void): boolean => {
    work();
    const now = writes();
    const grew = now > before;
    before = now;
    return grew;
  };
  assert.ok(grown(() => insert("counted")));
  assert.ok(!grown(() => insert("other")));
  assert.ok(grown(() => database.exec("UPDATE t SET text = 'x' WHERE kind = 'counted'")));
  assert.ok(!grown(() => database.exec("DELETE FROM t WHERE kind = 'other'")));
  assert.ok(grown(() => database.exec("DELETE FROM t WHERE kind = 'counted'")));
  const failing = () => {
    insert("counted");
    // What was read here, under the number of here, is not true once this is undone.
    before = writes();
    throw new Error("undone");
  };
  assert.ok(grown(() => assert.throws(() => durable.transaction(failing), /undone/)));
  durable.transaction(() => assert.ok(grown(() => assert.throws(() => durable.savepoint(failing), /undone/))));
});
