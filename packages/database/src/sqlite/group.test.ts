import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { StoreUnavailable } from "../store.ts";
import { Connection } from "./connection.ts";
import { Undo, WriteGroups } from "./group.ts";
import { prepareSchema } from "./schema.ts";

/** Groups over a table of numbers, and how many transactions they committed. */
function world(flushes: () => Promise<void> = async () => {}) {
  const connection = new Connection(":memory:");
  prepareSchema(connection);
  connection.database.exec("CREATE TABLE numbers (n INTEGER UNIQUE, text TEXT)");
  const commits: ReadonlySet<string>[] = [];
  const groups = new WriteGroups({
    connection,
    clock: systemClock,
    flush: flushes,
    waits: systemClock,
    random: systemRandom,
    log: silentLog,
    busyLimitMilliseconds: 1000,
    onCommit: (containers) => commits.push(containers),
  });
  const insert = (n: number, text = "") =>
    groups.write(
      (transaction) => {
        transaction.touch("numbers");
        connection.prepare("INSERT INTO numbers VALUES (?,?)").run(n, text);
        return transaction.nextSequence();
      },
      { atomic: false },
    );
  const stored = () =>
    connection
      .prepare("SELECT n FROM numbers ORDER BY n")
      .all()
      .map((row) => Number(row["n"]));
  return { connection, groups, commits, insert, stored };
}

test("writes of one turn of the event loop share one transaction, in the order they came", async () => {
  const { insert, commits, stored } = world();
  const sequences = await Promise.all([3, 1, 2].map((n) => insert(n)));
  assert.deepEqual(commits, [new Set(["numbers"])]);
  assert.deepEqual(sequences, [1, 2, 3]);
  assert.deepEqual(stored(), [1, 2, 3]);
  await insert(4);
  assert.equal(commits.length, 2);
});

test("a write that throws undoes itself only; one that is undone resolves with its outcome", async () => {
  const { groups, connection, insert, stored } = world();
  const batch = (numbers: number[], last: () => string) =>
    groups.write(
      () => {
        for (const n of numbers) connection.prepare("INSERT INTO numbers VALUES (?,'')").run(n);
        return last();
      },
      { atomic: true },
    );
  const [kept, undone, failed, after] = await Promise.allSettled([
    batch([1, 2], () => "kept"),
    batch([3, 4], () => {
      throw new Undo("refused");
    }),
    batch([5, 1], () => "never"),
    insert(6),
  ]);
  assert.deepEqual(
    [kept, undone].map((one) => one.status === "fulfilled" && one.value),
    ["kept", "refused"],
  );
  assert.equal(failed.status, "rejected");
  assert.equal(after.status, "fulfilled");
  assert.deepEqual(stored(), [1, 2, 6]);
});

test("a full disk refuses the whole transaction with StoreUnavailable, and writes go on when there is space", async () => {
  const { connection, insert, stored } = world();
  await insert(1);
  const { page_count: pages } = connection.prepare("PRAGMA page_count").get() as { page_count: bigint };
  connection.database.exec(`PRAGMA max_page_count=${pages + 2n}`);
  const refused = await Promise.allSettled([insert(2), insert(3, "x".repeat(100_000)), insert(4)]);
  for (const one of refused) {
    assert.equal(one.status, "rejected");
    assert.ok(one.reason instanceof StoreUnavailable);
    assert.match(one.reason.message, /the disk that holds the database :memory: is full; free some space/);
  }
  assert.deepEqual(stored(), [1]);
  connection.database.exec("PRAGMA max_page_count=100000");
  await insert(5, "x".repeat(100_000));
  assert.deepEqual(stored(), [1, 5]);
});

test("a long queue is written in several transactions, with turns of the event loop between them", async () => {
  const { insert, commits, stored } = world();
  let turns = 0;
  let writing = true;
  const count = () => {
    turns++;
    if (writing) setImmediate(count);
  };
  setImmediate(count);
  await Promise.all(Array.from({ length: 2000 }, (_, n) => insert(n)));
  writing = false;
  assert.ok(commits.length > 1 && turns >= commits.length, `${commits.length} commits, ${turns} turns`);
  assert.equal(stored().length, 2000);
});

test("nobody is told of a write before it is on disk, and who comes meanwhile is in the next group", async () => {
  const begun: (() => void)[] = [];
  const { groups, commits, insert, stored } = world(() => new Promise((resolve) => begun.push(resolve)));
  const told: number[] = [];
  const write = (n: number) => insert(n).then(() => told.push(n));
  const turns = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  void write(1);
  await turns();
  assert.deepEqual(stored(), [1]);
  for (const n of [2, 3]) void write(n);
  await turns();
  assert.deepEqual([told, commits.length, begun.length, stored()], [[], 0, 1, [1]]);
  begun[0]?.();
  await turns();
  assert.deepEqual([told, commits.length, begun.length, stored()], [[1], 1, 2, [1, 2, 3]]);
  begun[1]?.();
  await groups.idle();
  assert.deepEqual([told, commits.length], [[1, 2, 3], 2]);
});

test("writes that the disk does not take are refused, and the next ones are tried", async () => {
  let broken = true;
  const { insert, commits } = world(async () => {
    if (broken) throw new StoreUnavailable("the disk does not take it");
  });
  const refused = await Promise.allSettled([insert(1), insert(2)]);
  for (const one of refused) assert.ok(one.status === "rejected" && one.reason instanceof StoreUnavailable);
  assert.equal(commits.length, 0);
  broken = false;
  assert.equal(await insert(3), 3);
  assert.equal(commits.length, 1);
});
