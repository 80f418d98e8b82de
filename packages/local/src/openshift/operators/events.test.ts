import assert from "node:assert/strict";
import { test } from "node:test";
import { type ManualClock, manualClock } from "@aro/runtime";
import type { ClusterContext } from "../cluster/context.ts";
import { eventsController } from "./events.ts";

const minute = 60_000;

/** A cluster as far as its events go: the version and time of each. */
function clusterOf(bornAt: number, clock: ManualClock) {
  const held = new Map<string, { key: string; version: number; last: number }>();
  const store = {
    version: 1,
    list: () => [...held.values()],
    get: (_: string, key: string) => held.get(key),
  };
  const stamp = (time: number) => new Date(time).toISOString();
  const objects = {
    get: (resource: string, name: string, namespace?: string) => {
      if (resource === "v1/namespaces") return { metadata: { creationTimestamp: stamp(bornAt) } };
      const event = held.get(`${namespace}/${name}`);
      return event && { metadata: {}, lastTimestamp: stamp(event.last) };
    },
    remove: (_: string, name: string, namespace?: string) => held.delete(`${namespace}/${name}`),
  };
  const context = { clock, controlPlane: { store }, objects: () => objects, lasts: () => 20 * minute };
  return {
    context: context as unknown as ClusterContext,
    names: () => [...held.keys()],
    tell: (key: string, last = clock.now()) => held.set(key, { key, version: ++store.version, last }),
  };
}

async function passes(clock: ManualClock, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed++) {
    await clock.advance(minute);
    for (let turn = 0; turn < 8; turn++) await clock.advance(0);
  }
}

test("an event goes when it is old; one that was counted again stays for as long again", async () => {
  const clock = manualClock();
  const cluster = clusterOf(clock.now(), clock);
  const stopping = new AbortController();
  const working = eventsController(cluster.context, stopping.signal);
  cluster.tell("a/once");
  cluster.tell("a/again");
  await passes(clock, 15);
  cluster.tell("a/again");
  await passes(clock, 4);
  assert.deepEqual(cluster.names(), ["a/once", "a/again"]);
  await passes(clock, 13);
  assert.deepEqual(cluster.names(), ["a/again"]);
  await passes(clock, 15);
  assert.deepEqual(cluster.names(), []);
  stopping.abort();
  await working;
});

test("what was old already when the cluster was started again goes at once", async () => {
  const clock = manualClock();
  const cluster = clusterOf(clock.now() - 60 * minute, clock);
  cluster.tell("a/old", clock.now() - 21 * minute);
  cluster.tell("a/young", clock.now() - 19 * minute);
  const stopping = new AbortController();
  const working = eventsController(cluster.context, stopping.signal);
  await passes(clock, 1);
  assert.deepEqual(cluster.names(), ["a/young"]);
  stopping.abort();
  await working;
});
