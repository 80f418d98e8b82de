import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { type ContainerLog, createContainerLog } from "./container-log.ts";

const plain = { follow: false, timestamps: false };
const never = new AbortController().signal;
const shown = async (log: ContainerLog, options: object = {}): Promise<string> => {
  let text = "";
  for await (const part of log.read({ ...plain, ...options }, never)) text += Buffer.from(part).toString();
  return text;
};

test("lines are shown whole, the last ones, those since a time, those of one stream", async () => {
  const clock = manualClock();
  const log = createContainerLog(clock);
  log.write("one");
  await clock.advance(1_000);
  log.write("two", "stderr");
  log.write("three\nfour");
  assert.equal(await shown(log), "one\ntwo\nthree\nfour\n");
  assert.equal(await shown(log, { tailLines: 2 }), "three\nfour\n");
  assert.equal(await shown(log, { tailLines: 0 }), "");
  assert.equal(await shown(log, { since: clock.now() }), "two\nthree\nfour\n");
  assert.equal(await shown(log, { stream: "stderr" }), "two\n");
});

test("times stand before lines, and bytes are limited in the midst of a line", async () => {
  const log = createContainerLog(manualClock(0));
  log.write("hello");
  assert.equal(await shown(log, { timestamps: true }), "1970-01-01T00:00:00.000000000Z hello\n");
  assert.equal(await shown(log, { limitBytes: 3 }), "hel");
});

test("a follower sees lines as they come and ends with the container", async () => {
  const log = createContainerLog(manualClock());
  log.write("one");
  const following = shown(log, { follow: true });
  await new Promise((done) => setImmediate(done));
  log.write("two");
  log.end();
  assert.equal(await following, "one\ntwo\n");
});

test("a follower that leaves while it waits is let go", async () => {
  const log = createContainerLog(manualClock());
  const leaving = new AbortController();
  const lines = log.read({ ...plain, follow: true }, leaving.signal);
  const waiting = lines.next();
  leaving.abort();
  assert.equal((await waiting).done, true);
});

test("a log keeps the last megabyte, and a follower that hangs keeps no more of it alive", async () => {
  const log = createContainerLog(manualClock());
  const lines = log.read({ ...plain, follow: true }, never);
  log.write("first");
  assert.equal(Buffer.from((await lines.next()).value as Uint8Array).toString(), "first\n");
  for (let count = 0; count < 3_000; count++) log.write(`${count} ${"x".repeat(1_000)}`);
  const part = Buffer.from((await lines.next()).value as Uint8Array).toString();
  assert.ok(part.length < 70 * 1024, `${part.length} bytes at once`);
  assert.match(part, /^19\d\d x/);
  const all = await shown(log);
  assert.ok(all.length <= 1_060_000, `${all.length} bytes are kept`);
  assert.match(all, /\n2999 x+\n$/);
});

test("text that comes in parts is shown as it came, with one time for a line", async () => {
  const log = createContainerLog(manualClock(0));
  log.print("/ # ");
  log.print("echo hi\nhi\n/ # ");
  assert.equal(await shown(log), "/ # echo hi\nhi\n/ # ");
  assert.equal((await shown(log, { timestamps: true })).match(/1970-/g)?.length, 3);
});
