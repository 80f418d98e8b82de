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
