import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { seededRandom, systemClock } from "@aro/runtime";
import { Connection } from "./connection.ts";
import { Reads } from "./reads.ts";
import { whileBusyOf } from "./while-busy.ts";

function begin(t: TestContext) {
  const path = join(mkdtempSync(join(tmpdir(), "reads-")), "store.db");
  const [connection, other] = [new Connection(path), new Connection(path)];
  t.after(() => {
    connection.close();
    other.close();
  });
  other.database.exec("CREATE TABLE counted (n INTEGER); INSERT INTO counted VALUES (0)");
  const waits = { waits: systemClock, random: seededRandom(1), busyLimitMilliseconds: 1000 };
  const reads = new Reads(connection, whileBusyOf(path, waits));
  const count = () => Number((connection.prepare("SELECT n FROM counted").get() as { n: bigint }).n);
  const add = () => other.database.exec("UPDATE counted SET n = n + 1");
  return { reads, connection, count, add };
}

test("what is asked for in one step sees one state, whatever is committed between two answers", async (t) => {
  const { reads, count, add } = begin(t);
  const first = reads.read(() => {
    const seen = count();
    add();
    return seen;
  });
  assert.deepEqual(await Promise.all([first, reads.read(count)]), [0, 0]);
});

test("what is asked for sees what was committed before, also by others in the same step", async (t) => {
  const { reads, count, add } = begin(t);
  const before = [reads.read(count), reads.read(count)];
  add();
  assert.deepEqual(await Promise.all(before), [1, 1]);
  assert.equal(await reads.read(count), 1);
  add();
  assert.deepEqual(await Promise.all([reads.read(count), reads.read(count)]), [2, 2]);
});

test("a question that fails fails alone, and leaves no transaction open", async (t) => {
  const { reads, connection, count } = begin(t);
  const failing = reads.read(() => {
    throw new TypeError("no such question");
  });
  const others = [reads.read(count), reads.read(count)];
  await assert.rejects(failing, /no such question/);
  assert.deepEqual(await Promise.all(others), [0, 0]);
  assert.equal(connection.database.isTransaction, false);
});

test("a question that ends the transaction takes nothing from those after it", async (t) => {
  const { reads, connection, count, add } = begin(t);
  const ending = reads.read(() => {
    connection.prepare("ROLLBACK").run();
    return "ended";
  });
  assert.deepEqual(await Promise.all([ending, reads.read(count)]), ["ended", 0]);
  add();
  assert.deepEqual(await Promise.all([reads.read(count), reads.read(count)]), [1, 1]);
});
