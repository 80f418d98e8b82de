import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { openSqliteStore } from "../sqlite/open.ts";
import { StoreUnavailable } from "../store.ts";
import { faultyStore, type StoreCall, type StoreFault } from "./faulty-store.ts";

test("a refused call does not happen, one whose answer is lost does; both reject with StoreUnavailable", async () => {
  const clock = manualClock();
  let fault: StoreFault | undefined;
  const calls: StoreCall[] = [];
  await using store = faultyStore(await openSqliteStore({ path: ":memory:", clock }), (call) => {
    calls.push(call);
    return fault;
  });
  const container = await store.container({ name: "Plain", uniqueKeys: [], queries: [] });
  fault = "refused";
  await assert.rejects(container.create("p", { id: "a" }), StoreUnavailable);
  fault = "answerLost";
  await assert.rejects(container.create("p", { id: "b" }), StoreUnavailable);
  fault = undefined;
  assert.equal(await container.read("p", "a"), undefined);
  assert.notEqual(await container.read("p", "b"), undefined);
  assert.deepEqual(calls[1], { container: "Plain", method: "create", arguments: ["p", { id: "b" }] });
  assert.equal(await store.now(), Math.floor(clock.now() / 1000));
});

test("what the decision awaits is the call's latency", async () => {
  const clock = manualClock();
  const slow = async () => {
    await clock.sleep(500);
    return undefined;
  };
  await using store = faultyStore(await openSqliteStore({ path: ":memory:", clock }), slow);
  const container = await store.container({ name: "Plain", uniqueKeys: [], queries: [] });
  let done = false;
  const writing = container.create("p", { id: "a" }).then(() => (done = true));
  await clock.advance(499);
  assert.equal(done, false);
  await clock.advance(1);
  await writing;
});
