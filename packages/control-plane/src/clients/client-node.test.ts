import assert from "node:assert/strict";
import { type AddressInfo, connect, createServer } from "node:net";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { after, test } from "node:test";
import { systemClock } from "@aro/runtime";
import {
  AppsV1Api,
  Attach,
  CoordinationV1Api,
  CoreV1Api,
  Exec,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  Log,
  makeInformer,
  PatchStrategy,
  PortForward,
  type V1ConfigMap,
  type V1Status,
  Watch,
} from "@kubernetes/client-node";
import { asController } from "../controllers/controller.ts";
import { startClientWorld } from "./testing/world.ts";

const world = await startClientWorld();
after(() => world[Symbol.asyncDispose]());
const { eventually } = world;
const config = new KubeConfig();
config.loadFromFile(world.kubeconfig);
const core = config.makeApiClient(CoreV1Api);
const namespace = "default";

await eventually(() => core.readNamespacedServiceAccount({ namespace, name: "default" }));
await core.createNamespacedPod({
  namespace,
  body: {
    metadata: { name: "web" },
    spec: { containers: [{ name: "app", image: "web", ports: [{ containerPort: 80 }] }] },
  },
});
await eventually(async () => {
  const pod = await core.readNamespacedPod({ namespace, name: "web" });
  assert.equal(pod.status?.phase, "Running");
});
const running = () =>
  ["worker-0", "worker-1"].flatMap((node) => world.kubelets.get(node)?.container(namespace, "web") ?? []).at(0);

async function exec(command: string[], { input, tty = false }: { input?: string; tty?: boolean } = {}) {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const stdin = input === undefined ? null : new PassThrough();
  stdin?.end(input);
  const all = Promise.all([text(out), text(err)]);
  const status = await new Promise<V1Status>((done, fail) => {
    new Exec(config).exec(namespace, "web", "app", command, out, err, stdin, tty, done).then(undefined, fail);
  });
  out.end();
  err.end();
  const [stdout, stderr] = await all;
  return { status, stdout, stderr };
}

test("exec answers stdout, stderr and a success status", async () => {
  const { status, stdout, stderr } = await exec(["sh", "-c", "echo out; nonsense; true"]);
  assert.deepEqual([status.status, stdout, stderr], ["Success", "out\n", "nonsense: not found\n"]);
});

test("exec answers an exit code as a status with its cause", async () => {
  const { status } = await exec(["sh", "-c", "exit 3"]);
  assert.equal(status.status, "Failure");
  assert.equal(status.reason, "NonZeroExitCode");
  assert.deepEqual(status.details?.causes, [{ reason: "ExitCode", message: "3" }]);
});

test("exec takes stdin and sees its end", async () => {
  const { stdout } = await exec(["cat"], { input: "typed in" });
  assert.equal(stdout, "typed in");
});

test("exec with a terminal joins stderr to stdout and ends lines as terminals do", async () => {
  const { stdout, stderr } = await exec(["sh", "-c", "echo out; nonsense"], { tty: true });
  assert.deepEqual([stdout, stderr], ["out\r\nnonsense: not found\r\n", ""]);
});

test("a terminal's new size reaches the command", async () => {
  const out = Object.assign(new PassThrough(), { rows: 50, columns: 132 });
  const stdin = new PassThrough();
  const shown = text(out);
  const status = new Promise<V1Status>((done, fail) => {
    new Exec(config)
      .exec(namespace, "web", "app", ["sh", "-c", "sleep 0.3; stty size"], out, null, stdin, true, done)
      .then(undefined, fail);
  });
  assert.equal((await status).status, "Success");
  out.end();
  assert.equal(await shown, "50 132\r\n");
});

test("attach shows what a container says", async () => {
  const out = new PassThrough();
  const socket = await new Attach(config).attach(namespace, "web", "app", out, null, null, false);
  let seen = "";
  out.on("data", (part: Buffer) => {
    seen += part.toString();
  });
  await eventually(() => {
    running()?.log("said while attached");
    assert.match(seen, /said while attached\n/);
  });
  socket.close();
});

test("a log is followed until its container ends", async () => {
  const command = ["sh", "-c", "echo one; sleep 0.4; echo two"];
  const containers = [{ name: "app", image: "busybox", command }];
  await core.createNamespacedPod({
    namespace,
    body: { metadata: { name: "short" }, spec: { restartPolicy: "Never", containers } },
  });
  await eventually(async () => {
    const out = new PassThrough();
    const shown = text(out);
    await new Log(config).log(namespace, "short", "app", out, { follow: true });
    assert.equal(await shown, "one\ntwo\n");
  });
  await eventually(async () => {
    const pod = await core.readNamespacedPod({ namespace, name: "short" });
    assert.equal(pod.status?.phase, "Succeeded");
  });
});

test("port-forward carries bytes to the pod and back", async () => {
  const echo = createServer((socket) => void socket.pipe(socket)).listen(0, "127.0.0.1");
  await new Promise((done) => echo.once("listening", done));
  running()?.listen(7, (echo.address() as AddressInfo).port);
  const forward = new PortForward(config);
  const server = createServer((socket) => void forward.portForward(namespace, "web", [7], socket, null, socket));
  server.listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write("there and back");
  const answer = await new Promise<string>((done) => socket.once("data", (part: Buffer) => done(part.toString())));
  assert.equal(answer, "there and back");
  socket.destroy();
  server.close();
  echo.close();
});

test("an object is applied by the server, and applying it again changes nothing", async () => {
  const objects = KubernetesObjectApi.makeApiClient(config);
  const wanted: KubernetesObject & { spec: object } = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "applied", namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: "applied" } },
      template: { metadata: { labels: { app: "applied" } }, spec: { containers: [{ name: "app", image: "one" }] } },
    },
  };
  const apply = () => objects.patch(wanted, undefined, undefined, "tester", true, PatchStrategy.ServerSideApply);
  const first = await apply();
  assert.ok(
    first.metadata?.managedFields?.some(({ manager, operation }) => manager === "tester" && operation === "Apply"),
  );
  await eventually(async () => {
    const { status } = await config.makeApiClient(AppsV1Api).readNamespacedDeployment({ namespace, name: "applied" });
    assert.equal(status?.readyReplicas, 1);
  });
  const header = { ...wanted, metadata: { name: "applied", namespace } };
  const before = await objects.read(header);
  await apply();
  const after = await objects.read(header);
  assert.equal(after.metadata?.resourceVersion, before.metadata?.resourceVersion);
});

test("a lease is led by one of two, and by the other when the first has gone", async () => {
  const leases = config.makeApiClient(CoordinationV1Api);
  const hold = async (holderIdentity: string): Promise<boolean> => {
    const spec = { holderIdentity, leaseDurationSeconds: 1 };
    try {
      await leases.createNamespacedLease({ namespace, body: { metadata: { name: "leader" }, spec } });
      return true;
    } catch {
      const held = await leases.readNamespacedLease({ namespace, name: "leader" });
      if (held.spec?.holderIdentity !== "" && held.spec?.holderIdentity !== holderIdentity) return false;
      try {
        await leases.replaceNamespacedLease({ namespace, name: "leader", body: Object.assign(held, { spec }) });
        return true;
      } catch {
        return false;
      }
    }
  };
  assert.deepEqual([await hold("a"), await hold("b"), await hold("a")], [true, false, true]);
  const held = await leases.readNamespacedLease({ namespace, name: "leader" });
  await leases.replaceNamespacedLease({
    namespace,
    name: "leader",
    body: Object.assign(held, { spec: Object.assign(held.spec ?? {}, { holderIdentity: "" }) }),
  });
  const both = await Promise.all([hold("b"), hold("c")]);
  assert.equal(both.filter(Boolean).length, 1);
});

test("an informer goes on over a restart of the control plane and sees what changed", async () => {
  const seen = new Map<string, string>();
  const informer = makeInformer<V1ConfigMap>(config, `/api/v1/namespaces/${namespace}/configmaps`, () =>
    core.listNamespacedConfigMap({ namespace }),
  );
  const take = (map: V1ConfigMap) => void seen.set(map.metadata?.name ?? "", map.data?.["is"] ?? "");
  informer.on("add", take);
  informer.on("update", take);
  informer.on("delete", (map) => void seen.delete(map.metadata?.name ?? ""));
  let stopped = false;
  informer.on("error", () => {
    if (!stopped) systemClock.timer(100, () => void informer.start());
  });
  await informer.start();
  const make = (name: string, is: string) =>
    eventually(() => core.createNamespacedConfigMap({ namespace, body: { metadata: { name }, data: { is } } }));
  await make("before", "there");
  await eventually(() => assert.equal(seen.get("before"), "there"));
  await world.restart();
  await make("after", "there too");
  await eventually(() => assert.equal(seen.get("after"), "there too"));
  assert.equal(seen.get("before"), "there");
  stopped = true;
  await informer.stop();
});

test("an informer whose version is forgotten (410) lists anew, and misses nothing", async () => {
  const [path, seen] = [`/api/v1/namespaces/${namespace}/configmaps`, new Map<string, string>()];
  const informer = makeInformer<V1ConfigMap>(config, path, () => core.listNamespacedConfigMap({ namespace }));
  const take = (map: V1ConfigMap) => void seen.set(map.metadata?.name ?? "", map.data?.["is"] ?? "");
  informer.on("add", take);
  informer.on("update", take);
  informer.on("delete", (map) => void seen.delete(map.metadata?.name ?? ""));
  let stopped = false;
  informer.on("error", () => {
    if (!stopped) systemClock.timer(100, () => void informer.start());
  });
  await informer.start();
  const make = (name: string) =>
    eventually(() =>
      core.createNamespacedConfigMap({ namespace, body: { metadata: { name }, data: { is: "there" } } }),
    );
  const known = await make("known");
  const unwanted = await make("unwanted");
  await eventually(() => assert.ok(seen.has("unwanted")));
  // While its connection is gone, things change, and the history of it is forgotten.
  const { resourceVersion = "" } = unwanted.metadata ?? {};
  await world.restart(({ registry, store, kinds }) => {
    const maps = kinds.find("", "v1", "configmaps");
    assert.ok(maps !== undefined);
    registry.remove({ kind: maps, namespace, name: "unwanted" }, {}, asController("test"));
    registry.create(maps, namespace, { metadata: { name: "late" }, data: { is: "late" } }, asController("test"));
    store.compact(store.version);
  });
  const told = await new Promise<{ code?: number; reason?: string }>((done, fail) => {
    const watched = eventually(() =>
      new Watch(config).watch(
        path,
        { resourceVersion },
        (phase, object) => phase === "ERROR" && done(object),
        (error) => done((error ?? {}) as { code?: number }),
      ),
    );
    watched.catch(fail);
  });
  assert.equal(told.code, 410, JSON.stringify(told));
  await eventually(() => assert.equal(seen.get("late"), "late"));
  assert.deepEqual([seen.has("unwanted"), seen.get("known")], [false, known.data?.["is"]]);
  stopped = true;
  await informer.stop();
});

test("a pod that ran goes on running over a restart of the control plane, with the same container", async () => {
  const before = await eventually(() => core.readNamespacedPod({ namespace, name: "web" }));
  await world.restart();
  await eventually(() => assert.ok(running() !== undefined));
  const now = await eventually(() => core.readNamespacedPod({ namespace, name: "web" }));
  const ids = (pod: typeof now) => pod.status?.containerStatuses?.map((one) => [one.containerID, one.restartCount]);
  assert.deepEqual(ids(now), ids(before));
  assert.equal((await exec(["hostname"])).stdout, "web\n");
});
