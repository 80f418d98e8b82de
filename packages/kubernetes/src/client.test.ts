import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type ControlPlane, makeKeys, startControlPlane } from "@aro/control-plane";
import { systemClock as clock, systemRandom as random } from "@aro/runtime";
import { createLog } from "@aro/telemetry";
import {
  ApiServerUnreachable,
  accessOf,
  applyAll,
  connect,
  createClient,
  isRefusal,
  type KubernetesClient,
  kinds,
  kubeconfigText,
  retryOnConflict,
} from "./index.ts";

const signal = AbortSignal.timeout(30_000);
let plane: ControlPlane;
let client: KubernetesClient;

before(async () => {
  const keys = await makeKeys(["127.0.0.1", "localhost"], clock, random);
  const log = createLog({ service: "test", level: "error" });
  plane = await startControlPlane({ path: ":memory:", keys, port: 0, clock, random, log });
  const text = kubeconfigText({
    clusterName: "c",
    userName: "system:admin",
    server: plane.address,
    ca: plane.authority,
    certificate: pems(await plane.identity({ name: "system:admin", groups: ["system:masters"] })),
  });
  client = createClient(connect(accessOf(text), "test"));
});
after(async () => {
  await client[Symbol.asyncDispose]();
  await plane[Symbol.asyncDispose]();
});
const pems = ({ certificate, key }: { certificate: string; key: string }) => ({ cert: certificate, key });

const configMap = (name: string, data: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "default" },
  data,
});

test("an object that is not there is undefined, and deleting it says so", async () => {
  const name = { name: "nobody", namespace: "default" };
  assert.equal(await client.get(kinds.ConfigMap, name, signal), undefined);
  assert.equal(await client.delete(kinds.ConfigMap, name, signal), false);
});

test("a stale update is refused as a conflict, and a retried change wins", async () => {
  const made = await client.create(kinds.ConfigMap, configMap("race", { a: "1" }), signal);
  await client.update(kinds.ConfigMap, { ...made, data: { a: "2" } }, signal);
  await assert.rejects(client.update(kinds.ConfigMap, { ...made, data: { a: "3" } }, signal), (error) =>
    isRefusal(error, "Conflict"),
  );
  let tries = 0;
  const won = await retryOnConflict(
    async () => {
      const read =
        tries++ === 0 ? made : await client.get(kinds.ConfigMap, { name: "race", namespace: "default" }, signal);
      return client.update(kinds.ConfigMap, { ...(read ?? made), data: { a: "4" } }, signal);
    },
    { clock, random },
    signal,
  );
  assert.deepEqual([won.data, tries], [{ a: "4" }, 2]);
});

test("applying twice changes nothing, keeps what others added and drops what we name no more", async () => {
  const secret = (stringData: Record<string, string>) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "kept", namespace: "ours" },
    stringData,
  });
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "ours" } };
  const name = { name: "kept", namespace: "ours" };
  await applyAll(client, [secret({ a: "1", b: "2" }), namespace], "aro-rp", signal);
  const first = await client.get(kinds.Secret, name, signal);
  await applyAll(client, [secret({ a: "1", b: "2" })], "aro-rp", signal);
  const second = await client.get(kinds.Secret, name, signal);
  assert.equal(second?.metadata.resourceVersion, first?.metadata.resourceVersion);
  await client.patch(kinds.Secret, name, { metadata: { labels: { theirs: "yes" } } }, { as: "merge" }, signal);
  await applyAll(client, [secret({ a: "1" })], "aro-rp", signal);
  const third = await client.get(kinds.Secret, name, signal);
  assert.deepEqual([third?.data, third?.metadata.labels], [{ a: "MQ==" }, { theirs: "yes" }]);
});

test("a list is read over its pages and its items say what they are", async () => {
  for (const name of ["l1", "l2"]) await client.create(kinds.ConfigMap, configMap(name, {}), signal);
  const found = await client.list(kinds.ConfigMap, { namespace: "default", fieldSelector: "metadata.name=l2" }, signal);
  assert.deepEqual(
    found.map(({ kind, apiVersion, metadata }) => [kind, apiVersion, metadata.name]),
    [["ConfigMap", "v1", "l2"]],
  );
});

test("a watch tells what happens and ends when it is aborted", async () => {
  const ends = new AbortController();
  const seen: string[] = [];
  const watching = async () => {
    for await (const { type, object } of client.watch(kinds.ConfigMap, { namespace: "default" }, ends.signal)) {
      seen.push(`${type} ${object.metadata.name}`);
      if (seen.includes("DELETED w")) ends.abort();
    }
  };
  const ended = assert.rejects(watching(), { name: "AbortError" });
  await client.create(kinds.ConfigMap, configMap("w", {}), signal);
  await clock.sleep(50, signal);
  await client.delete(kinds.ConfigMap, { name: "w", namespace: "default" }, signal);
  await ended;
  assert.ok(seen.includes("ADDED w"));
});

test("a server that is not there is unreachable, by its address", async () => {
  await using gone = createClient(connect({ server: "https://127.0.0.1:1", namespace: "default" }, "test"));
  await assert.rejects(gone.get(kinds.Node, { name: "n" }, signal), (error) => {
    assert.ok(error instanceof ApiServerUnreachable);
    return error.message.includes("https://127.0.0.1:1");
  });
});

test("a kubeconfig says what is wrong with it", () => {
  assert.throws(() => accessOf("{}"), /no context/);
  const withoutServer = "contexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c, cluster: {}}]\n";
  assert.throws(() => accessOf(withoutServer), /cluster 'c' .* no server/);
});
