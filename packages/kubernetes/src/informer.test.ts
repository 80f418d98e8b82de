import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { manualClock, seededRandom, systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import {
  type ConfigMap,
  createInformer,
  type KubernetesClient,
  KubernetesError,
  kinds,
  type ObjectChange,
} from "./index.ts";
import { administratorOf, eventually, startPlane, testKeys } from "./testing/world.ts";

const signal = AbortSignal.timeout(30_000);
const configMap = (name: string, data: Record<string, string> = {}): ConfigMap => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "default" },
  data,
});
const short = ({ type, object }: ObjectChange): string => `${type} ${object.metadata.name}`;

test("an informer is ready once it has listed, and tells what comes, changes and goes", async () => {
  await using plane = await startPlane({ keys: await testKeys() });
  await using client = await administratorOf(plane);
  await client.create(kinds.ConfigMap, configMap("first"), signal);
  const informer = createInformer({
    client,
    kind: kinds.ConfigMap,
    select: { namespace: "default", fieldSelector: "metadata.name!=kube-root-ca.crt" },
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
  });
  const seen: string[] = [];
  informer.listen((change) => {
    seen.push(short(change));
    throw new Error("a listener's failure is its own");
  });
  const stop = new AbortController();
  const running = informer.run(stop.signal);
  await informer.ready;
  assert.deepEqual(seen, ["added first"]);
  const second = await client.create(kinds.ConfigMap, configMap("second"), signal);
  await client.update(kinds.ConfigMap, { ...second, data: { a: "1" } }, signal);
  await client.delete(kinds.ConfigMap, { name: "second", namespace: "default" }, signal);
  await eventually(() => seen.length === 4);
  assert.deepEqual(seen, ["added first", "added second", "updated second", "deleted second"]);
  assert.equal(informer.get({ name: "first", namespace: "default" })?.metadata.managedFields, undefined);
  assert.equal(informer.list().length, 1);
  stop.abort();
  await running;
});

test("what happened while the API server was away is told after it has come back, deletions too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "informer-"));
  const path = join(folder, "objects.db");
  const keys = await testKeys();
  const first = await startPlane({ keys, path });
  const { port } = first;
  await using client = await administratorOf(first);
  for (const name of ["goes", "stays"]) await client.create(kinds.ConfigMap, configMap(name), signal);
  const informer = createInformer({
    client,
    kind: kinds.ConfigMap,
    select: { namespace: "default" },
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
  });
  const seen: string[] = [];
  informer.listen((change) => seen.push(short(change)));
  const stop = new AbortController();
  const running = informer.run(stop.signal);
  await informer.ready;
  await first[Symbol.asyncDispose]();
  {
    await using elsewhere = await startPlane({ keys, path });
    await using other = await administratorOf(elsewhere);
    await other.delete(kinds.ConfigMap, { name: "goes", namespace: "default" }, signal);
    await other.create(kinds.ConfigMap, configMap("comes"), signal);
  }
  await using _again = await startPlane({ keys, path, port });
  await eventually(() => seen.includes("deleted goes") && seen.includes("added comes"));
  assert.deepEqual(
    informer
      .list()
      .map(({ metadata }) => metadata.name)
      .filter((name) => name !== "kube-root-ca.crt")
      .toSorted(),
    ["comes", "stays"],
  );
  stop.abort();
  await running;
  rmSync(folder, { recursive: true });
});

test("a version that is too old is answered by a new list, and a resync tells everything again", async () => {
  const clock = manualClock();
  const lists = [
    { items: [configMap("a"), configMap("b")], metadata: { resourceVersion: "10" } },
    { items: [configMap("b")], metadata: { resourceVersion: "20" } },
  ];
  const watched: (string | undefined)[] = [];
  const client = {
    connection: { send: async () => JSON.stringify(lists.shift()) },
    watch: async function* (_kind: unknown, { resourceVersion }: { resourceVersion?: string }, ends: AbortSignal) {
      watched.push(resourceVersion);
      if (resourceVersion === "10") throw new KubernetesError(410, "Expired", "too old resource version");
      yield { type: "BOOKMARK", object: { metadata: { resourceVersion: "21" } } };
      await clock.sleep(1e12, ends);
    },
  } as unknown as KubernetesClient;
  const informer = createInformer({
    client,
    kind: kinds.ConfigMap,
    resyncMilliseconds: 1_000,
    clock,
    random: seededRandom(7),
    log: silentLog,
  });
  const seen: string[] = [];
  informer.listen((change) => seen.push(short(change)));
  const stop = new AbortController();
  const running = informer.run(stop.signal);
  await clock.advance(10);
  assert.deepEqual(
    [seen, watched],
    [
      ["added a", "added b", "deleted a"],
      ["10", "20"],
    ],
  );
  await clock.advance(1_100);
  assert.deepEqual(seen.slice(3), ["updated b"]);
  stop.abort();
  await running;
});
