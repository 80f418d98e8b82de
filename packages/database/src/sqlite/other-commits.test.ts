import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { manualClock } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { Connection } from "./connection.ts";
import { OtherCommits } from "./other-commits.ts";

/** A watch through one connection, whose looks are counted, and another connection that writes. */
async function world(context: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "watch-"));
  const [own, other] = [new Connection(join(folder, "file")), new Connection(join(folder, "file"))] as const;
  context.after(async () => {
    own.close();
    other.close();
    await rm(folder, { recursive: true });
  });
  other.database.exec("CREATE TABLE t (n)");
  const counts = { looks: 0, told: 0 };
  const look = own.dataVersion.bind(own);
  own.dataVersion = () => {
    counts.looks++;
    return look();
  };
  const clock = manualClock();
  const tell = () => void counts.told++;
  return {
    others: new OtherCommits({ connection: own, waits: clock, log: silentLog, tell }),
    counts,
    clock,
    own,
    write: (connection = other) => connection.database.exec("INSERT INTO t VALUES (1)"),
  };
}

test("other processes' commits are looked for every 50 ms, and only while somebody wants to know", async (context) => {
  const { others, counts, clock, write } = await world(context);
  await clock.advance(1000);
  assert.equal(counts.looks, 0);
  others.watch(true);
  others.watch(true);
  await clock.advance(1000);
  assert.deepEqual(counts, { looks: 21, told: 0 });
  write();
  await clock.advance(49);
  assert.equal(counts.told, 0);
  await clock.advance(1);
  assert.equal(counts.told, 1);
  await clock.advance(100);
  assert.equal(counts.told, 1);
  others.watch(false);
  const { looks } = counts;
  write();
  await clock.advance(1000);
  assert.deepEqual(counts, { looks, told: 1 });
});

test("for a second after another process's commit the next one is looked for every 10 ms", async (context) => {
  const { others, counts, clock, write } = await world(context);
  others.watch(true);
  write();
  await clock.advance(50);
  for (let commits = 1; commits <= 5; commits++) {
    assert.equal(counts.told, commits);
    await clock.advance(500);
    write();
    await clock.advance(10);
  }
  await clock.advance(1000);
  const { looks } = counts;
  await clock.advance(1000);
  assert.equal(counts.looks - looks, 20);
});

test("a commit of the connection that looks is no news", async (context) => {
  const { others, counts, clock, write, own } = await world(context);
  others.watch(true);
  write(own);
  await clock.advance(100);
  assert.equal(counts.told, 0);
});
