import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { inTurns, nextTurn } from "./turns.ts";
import { createWorkQueue } from "./work-queue.ts";

/** Keeps the process busy. */
const work = (milliseconds: number): void => {
  const until = systemClock.monotonic() + milliseconds;
  while (systemClock.monotonic() < until);
};

/** What happens in each round of the event loop until `done`. */
async function rounds(done: () => boolean, happened: string[]): Promise<string[][]> {
  const all: string[][] = [];
  while (!done()) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    all.push(happened.splice(0));
  }
  return all;
}

test("whoever waits for a turn has a round of the event loop alone, in the order of asking", async () => {
  const happened: string[] = [];
  const all = ["a", "b", "c"].map(async (name) => {
    await nextTurn();
    happened.push(name);
  });
  let over = false;
  void Promise.all(all).then(() => {
    over = true;
  });
  const seen = (await rounds(() => over, happened)).filter((one) => one.length > 0);
  assert.deepEqual(seen, [["a"], ["b"], ["c"]]);
});

test("those who slept equally long go on in rounds of their own", async () => {
  const clock = inTurns(systemClock);
  const happened: string[] = [];
  let left = 4;
  for (let index = 0; index < 4; index++)
    void clock.sleep(5).then(() => {
      happened.push("woke");
      work(2);
      left--;
    });
  const seen = await rounds(() => left === 0, happened);
  assert.ok(seen.every((one) => one.length <= 1));
});

test("queues that have much to look at let others have their turn", async () => {
  const stopping = new AbortController();
  const keys = Array.from({ length: 12 }, (_, index) => String(index));
  let left = 3 * keys.length;
  const queues = [1, 2, 3].map((name) => {
    const queue = createWorkQueue(
      () => {
        work(5);
        left--;
      },
      { clock: systemClock, log: silentLog, name: String(name) },
    );
    for (const key of keys) queue.add(key);
    return queue.run(stopping.signal);
  });
  let [longest, last] = [0, left];
  while (left > 0) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    longest = Math.max(longest, last - left);
    last = left;
  }
  assert.ok(longest <= 9, `${longest} of ${3 * keys.length} looks in one round`);
  stopping.abort();
  await Promise.all(queues);
});
