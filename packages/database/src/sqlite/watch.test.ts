import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { manualClock } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { Connection } from "./connection.ts";
import { WriteWatch } from "./watch.ts";

/** A watch over one connection, whose looks are counted, and another connection that writes. */
async function world(context: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "watch-"));
  const [own, other] = [new Connection(join(folder, "file")), new Connection(join(folder, "file"))] as const;
  context.after(async () => {
    own.close();
    other.close();
    await rm(folder, { recursive: true });
  });
  other.database.exec("CREATE TABLE t (n)");
  let looks = 0;
  const look = own.dataVersion.bind(own);
  own.dataVersion = () => {
    looks++;
    return look();
  };
  const clock = manualClock();
  const watch = new WriteWatch({ connection: own, waits: clock, log: silentLog });
  return {
    watch,
    clock,
    own,
    write: (connection = other) => connection.database.exec("INSERT INTO t VALUES (1)"),
    looks: () => looks,
  };
}

test("other processes' commits are looked for every 10 ms, and only while anything listens", async (context) => {
  const { watch, clock, write, looks } = await world(context);
  await clock.advance(1000);
  assert.equal(looks(), 0);
  let calls = 0;
  const [one, two] = [watch.listen("a", () => calls++), watch.listen("b", () => calls++)];
  await clock.advance(1000);
  assert.deepEqual([looks(), calls], [101, 0]);
  write();
  await clock.advance(9);
  assert.equal(calls, 0);
  await clock.advance(1);
  assert.equal(calls, 2);
  await clock.advance(100);
  assert.equal(calls, 2);
  one[Symbol.dispose]();
  two[Symbol.dispose]();
  const before = looks();
  write();
  await clock.advance(1000);
  assert.deepEqual([looks(), calls], [before, 2]);
});

test("our own commit tells at once those who listen to what it touched, and is no news to the poll", async (context) => {
  const { watch, clock, write, own } = await world(context);
  const heard: string[] = [];
  using _a = watch.listen("a", () => heard.push("a"));
  using _b = watch.listen("b", () => heard.push("b"));
  write(own);
  watch.committed(new Set(["a"]));
  assert.deepEqual(heard, ["a"]);
  await clock.advance(100);
  assert.deepEqual(heard, ["a"]);
});

test("a listener that leaves, or that comes, while others are told is not told of that write", async (context) => {
  const { watch } = await world(context);
  const heard: string[] = [];
  using _first = watch.listen("a", () => {
    heard.push("first");
    second[Symbol.dispose]();
    watch.listen("a", () => heard.push("third"));
  });
  const second = watch.listen("a", () => heard.push("second"));
  watch.committed(new Set(["a"]));
  assert.deepEqual(heard, ["first"]);
  watch.close();
});

test("after closing nothing is looked for, whoever listens", async (context) => {
  const { watch, clock, looks } = await world(context);
  using _early = watch.listen("a", () => undefined);
  watch.close();
  using _late = watch.listen("a", () => undefined);
  const before = looks();
  await clock.advance(1000);
  assert.equal(looks(), before);
});
