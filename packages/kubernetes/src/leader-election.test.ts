import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock as clock, systemRandom as random } from "@aro/runtime";
import { silentLog as log } from "@aro/telemetry";
import {
  type KubernetesClient,
  KubernetesError,
  type KubernetesObject,
  kinds,
  LeadershipLost,
  leadWhileElected,
} from "./index.ts";
import { administratorOf, eventually, startPlane, testKeys } from "./testing/world.ts";

const lease = { namespace: "default", name: "operator" };
const times = { lasts: 1_000, renewWithin: 600, attempts: 100 };
const signal = AbortSignal.timeout(30_000);

const holderOf = (held: KubernetesObject | undefined) =>
  (held?.["spec"] as { holderIdentity?: string } | undefined)?.holderIdentity;

/** A client whose calls get no answer any more once it is cut off, as those of a process on a node that lost its network. */
function mortal(client: KubernetesClient): { client: KubernetesClient; cut(): void } {
  let dead = false;
  const unless = async <Value>(ends: AbortSignal, call: () => Promise<Value>): Promise<Value> => {
    if (!dead) return call();
    return new Promise<never>((_, reject) => ends.addEventListener("abort", () => reject(ends.reason), { once: true }));
  };
  return {
    client: {
      ...client,
      get: (...asked) => unless(asked[2], () => client.get(...asked)),
      update: (...asked) => unless(asked[2], () => client.update(...asked)),
      create: (...asked) => unless(asked[2], () => client.create(...asked)),
    },
    cut: () => {
      dead = true;
    },
  };
}

test("of two candidates one leads; when it is cut off the other takes over after the lease has run out, and they never lead at once", async () => {
  await using plane = await startPlane({ keys: await testKeys() });
  await using client = await administratorOf(plane);
  const leading = new Set<string>();
  const candidates = ["a", "b"].map((identity) => {
    const { client: own, cut } = mortal(client);
    const stop = new AbortController();
    const run = leadWhileElected(
      { client: own, lease, identity, times, clock, random, log },
      async (ends) => {
        assert.equal(leading.size, 0, `${[...leading].join()} leads while ${identity} begins`);
        leading.add(identity);
        await new Promise<void>((done) => ends.addEventListener("abort", () => done(), { once: true }));
        leading.delete(identity);
      },
      stop.signal,
    );
    run.catch(() => undefined);
    return { identity, cut, stop, run };
  });
  await eventually(() => leading.size === 1);
  await clock.sleep(times.lasts * 1.5);
  assert.equal(leading.size, 1, "it renews its lease");
  const first = candidates.find(({ identity }) => leading.has(identity));
  const second = candidates.find((one) => one !== first);
  assert.ok(first !== undefined && second !== undefined);
  const cutAt = clock.monotonic();
  first.cut();
  await eventually(() => leading.has(second.identity));
  assert.ok(clock.monotonic() - cutAt >= times.lasts - times.attempts * 2, "not before the lease has run out");
  const held = await client.get(kinds.Lease, lease, signal);
  assert.equal(holderOf(held), second.identity);
  first.stop.abort();
  second.stop.abort();
  await second.run;
  const released = await client.get(kinds.Lease, lease, signal);
  assert.equal(holderOf(released), "", "it is given back at the end");
});

test("a leader that ends gives its lease back, so that the next one need not wait", async () => {
  await using plane = await startPlane({ keys: await testKeys() });
  await using client = await administratorOf(plane);
  const long = { ...times, lasts: 60_000, renewWithin: 40_000 };
  const led: string[] = [];
  const run = (identity: string, stop: AbortSignal) =>
    leadWhileElected(
      { client, lease, identity, times: long, clock, random, log },
      async (ends) => {
        led.push(identity);
        await new Promise<void>((done) => ends.addEventListener("abort", () => done(), { once: true }));
      },
      stop,
    );
  const first = new AbortController();
  const second = new AbortController();
  const one = run("a", first.signal);
  await eventually(() => led.length === 1);
  const other = run("b", second.signal);
  await clock.sleep(300);
  assert.deepEqual(led, ["a"]);
  first.abort();
  await one;
  await eventually(() => led.length === 2);
  second.abort();
  await other;
});

test("a leader that cannot renew in time stops leading and says so", async () => {
  await using plane = await startPlane({ keys: await testKeys() });
  await using client = await administratorOf(plane);
  let refuses = false;
  const refused = {
    ...client,
    update: (...asked: Parameters<KubernetesClient["update"]>) =>
      refuses ? Promise.reject(new KubernetesError(500, "InternalError", "etcd is away")) : client.update(...asked),
  } as KubernetesClient;
  let stopped = false;
  await assert.rejects(
    leadWhileElected(
      { client: refused, lease, identity: "a", times, clock, random, log },
      async (ends) => {
        refuses = true;
        await new Promise<void>((done) => ends.addEventListener("abort", () => done(), { once: true }));
        stopped = true;
      },
      signal,
    ),
    LeadershipLost,
  );
  assert.ok(stopped);
});
