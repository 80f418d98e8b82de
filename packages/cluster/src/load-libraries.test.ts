import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { loadLibraries } from "./load-libraries.ts";

/** Three libraries that say in which order they were loaded. */
const world = () => {
  const loaded: string[] = [];
  const libraries = ["a", "b", "c"].map((name) => async () => void loaded.push(name));
  return { clock: manualClock(), loaded, libraries };
};

test("libraries are loaded when whoever waits for the process has had it, one after the other with room between them", async () => {
  const { clock, loaded, libraries } = world();
  const loading = loadLibraries({ clock, libraries }, new AbortController().signal);
  await clock.advance(149);
  assert.deepEqual(loaded, []);
  await clock.advance(1);
  assert.deepEqual(loaded, ["a"]);
  await clock.advance(10);
  assert.deepEqual(loaded, ["a", "b", "c"]);
  await clock.advance(5);
  await loading;
});

test("a process that ends loads no more", async () => {
  const { clock, loaded, libraries } = world();
  const end = new AbortController();
  const loading = loadLibraries({ clock, libraries }, end.signal);
  await clock.advance(150);
  end.abort(new Error("ended"));
  await assert.rejects(loading, /ended/);
  await clock.advance(100);
  assert.deepEqual(loaded, ["a"]);
});

test("what creates use can be loaded", async () => {
  const clock = manualClock();
  let ended = false;
  const loading = loadLibraries({ clock }, new AbortController().signal).then(() => {
    ended = true;
  });
  for (let turn = 0; turn < 10_000 && !ended; turn++) {
    await clock.advance(150);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await loading;
});
