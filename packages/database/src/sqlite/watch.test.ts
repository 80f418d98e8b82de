import assert from "node:assert/strict";
import { test } from "node:test";
import { silentLog } from "@aro/telemetry";
import { WriteWatch } from "./watch.ts";

/** A watch, and what it asked of the writer. */
function world() {
  const asked: boolean[] = [];
  return { watch: new WriteWatch({ log: silentLog, watchOthers: (on) => asked.push(on) }), asked };
}

test("other processes are watched from the first listener to the last", () => {
  const { watch, asked } = world();
  let calls = 0;
  const [one, two] = [watch.listen("a", () => calls++), watch.listen("b", () => calls++)];
  assert.deepEqual(asked, [true]);
  watch.othersCommitted();
  assert.equal(calls, 2);
  one[Symbol.dispose]();
  assert.deepEqual(asked, [true]);
  two[Symbol.dispose]();
  assert.deepEqual(asked, [true, false]);
  using _again = watch.listen("a", () => undefined);
  assert.deepEqual(asked, [true, false, true]);
});

test("our own commit tells at once those who listen to what it touched", () => {
  const { watch } = world();
  const heard: string[] = [];
  using _a = watch.listen("a", () => heard.push("a"));
  using _b = watch.listen("b", () => heard.push("b"));
  watch.committed(new Set(["a"]));
  assert.deepEqual(heard, ["a"]);
});

test("a listener that leaves, or that comes, while others are told is not told of that write", () => {
  const { watch } = world();
  const heard: string[] = [];
  using _first = watch.listen("a", () => {
    heard.push("first");
    second[Symbol.dispose]();
    watch.listen("a", () => heard.push("third"));
  });
  const second = watch.listen("a", () => heard.push("second"));
  watch.committed(new Set(["a"]));
  assert.deepEqual(heard, ["first"]);
});

test("after closing nobody is watched, whoever listens", () => {
  const { watch, asked } = world();
  using _early = watch.listen("a", () => undefined);
  watch.close();
  using _late = watch.listen("a", () => undefined);
  assert.deepEqual(asked, [true, false]);
});
