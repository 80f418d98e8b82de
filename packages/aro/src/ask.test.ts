import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { ask } from "./ask.ts";

/** Asks on a terminal on which `keys` are pressed; `stop` is what Ctrl-C aborts. */
async function asked(keys: string) {
  const [input, output, stop] = [new PassThrough(), new PassThrough(), new AbortController()];
  const answer = ask("sure? ", { input, output, signal: stop.signal, interrupt: () => stop.abort(new Error("no")) });
  // Only then does it read.
  await new Promise((resolve) => output.once("data", resolve));
  input.write(keys);
  return { answer, stop };
}

test("a line is the answer", async () => {
  assert.equal(await (await asked("yes\r")).answer, "yes");
});

test("Ctrl-C at a question interrupts, as it does everywhere", async () => {
  const { answer, stop } = await asked("y\u0003");
  await assert.rejects(answer, { name: "AbortError" });
  assert.ok(stop.signal.aborted);
});

test("Ctrl-D at a question is no answer, and no interrupt", async () => {
  const { answer, stop } = await asked("\u0004");
  assert.equal(await answer, "");
  assert.equal(stop.signal.aborted, false);
});
