import assert from "node:assert/strict";
import { after, test } from "node:test";
import { manualClock, seededRandom, systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { startControlPlane } from "../control-plane.ts";
import { asController, find, kindOf } from "../controllers/controller.ts";
import type { KubeObject } from "../objects/object.ts";
import { makeKeys } from "../server/keyring.ts";
import { createKubelets } from "./create-kubelets.ts";
import type { KubeletsOptions, StartedContainer } from "./kubelets.ts";

const keys = await makeKeys(["127.0.0.1"], systemClock, systemRandom);
const options = asController("test");
const worlds: AsyncDisposable[] = [];
after(async () => {
  for (const one of worlds) await one[Symbol.asyncDispose]();
});

/** A cluster of one node on a clock that stands still until it is told to go on. */
async function world(given: Partial<KubeletsOptions> = {}) {
  const clock = manualClock();
  const kubelets = createKubelets({ seed: "test", ...given });
  const node = kubelets.start({ name: "worker" });
  const plane = await startControlPlane({
    path: ":memory:",
    keys,
    port: 0,
    clock,
    random: seededRandom(1),
    log: silentLog,
    controllers: [kubelets.controller],
    nodeAgents: kubelets.find,
  });
  worlds.push(plane);
  const { registry, kinds } = plane;
  const kind = (plural: string, group = "") => kindOf(kinds, group, "v1", plural);
  const settle = async (seconds = 0) => {
    // Half seconds, so that what waits for each other gets its turns.
    for (let passed = 0; passed <= seconds; passed += 0.5) {
      await clock.advance(passed === 0 ? 0 : 500);
      // Kubelets go on in turns of the event loop after their sleeps.
      await clock.advance(0);
    }
    for (let count = 0; count < 10; count++) await new Promise((done) => setImmediate(done));
  };
  await settle();
  const create = (plural: string, object: object, group = "") =>
    registry.create(kind(plural, group), "default", object, options).object();
  const pod = (name = "a"): KubeObject | undefined => find(registry, kind("pods"), "default", name);
  const status = (name = "a") => (pod(name)?.["status"] ?? {}) as PodStatus;
  const container = (name = "a") => status(name).containerStatuses?.[0];
  const makePod = (spec: object = {}, more: object = {}) =>
    create("pods", {
      metadata: { name: "a" },
      spec: { nodeName: "worker", containers: [{ name: "main", image: "i", ...more }], ...spec },
    });
  const log = async (name = "a", previous = false): Promise<string> => {
    const address = { namespace: "default", name, uid: pod(name)?.metadata.uid ?? "", container: "main" };
    const parts = await node.agent.logs(
      address,
      { follow: false, timestamps: false, previous },
      new AbortController().signal,
    );
    let text = "";
    for await (const part of parts) text += Buffer.from(part).toString();
    return text;
  };
  const remove = (name = "a") => registry.remove({ kind: kind("pods"), namespace: "default", name }, {}, options);
  return { clock, kubelets, node, plane, registry, kind, settle, create, pod, status, container, makePod, log, remove };
}

interface PodStatus {
  phase?: string;
  reason?: string;
  podIP?: string;
  conditions?: { type: string; status: string; reason?: string }[];
  initContainerStatuses?: ContainerStatus[];
  containerStatuses?: ContainerStatus[];
  ephemeralContainerStatuses?: ContainerStatus[];
}
interface ContainerStatus {
  name: string;
  ready: boolean;
  restartCount: number;
  state: {
    waiting?: { reason: string; message?: string };
    running?: object;
    terminated?: { exitCode: number; reason: string };
  };
  lastState: { terminated?: { exitCode: number } };
}

test("a node registers, is ready, and renews its lease", async () => {
  const { registry, kind, settle } = await world();
  const node = find(registry, kind("nodes"), undefined, "worker");
  const conditions = ((node?.["status"] ?? {}) as PodStatus).conditions?.map(({ type, status: is }) => `${type} ${is}`);
  assert.deepEqual(conditions, ["MemoryPressure False", "DiskPressure False", "PIDPressure False", "Ready True"]);
  const lease = () =>
    (
      (find(registry, kind("leases", "coordination.k8s.io"), "kube-node-lease", "worker")?.["spec"] ?? {}) as {
        renewTime: string;
      }
    ).renewTime;
  const first = lease();
  await settle(25);
  assert.ok(Date.parse(lease()) - Date.parse(first) >= 10_000, `${first} to ${lease()}`);
});

test("a pod waits for its container to be made, then runs with an address and is ready", async () => {
  const { makePod, status, container, settle } = await world();
  makePod();
  await settle();
  assert.equal(status().phase, "Pending");
  assert.equal(container()?.state.waiting?.reason, "ContainerCreating");
  await settle(6);
  assert.equal(status().phase, "Running");
  assert.match(status().podIP ?? "", /^10\.128\.0\.\d+$/);
  assert.deepEqual(
    status().conditions?.map(({ type, status: is }) => `${type} ${is}`),
    ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"].map(
      (type) => `${type} True`,
    ),
  );
});

test("a container that ends is started again at once, then after pauses that double", async () => {
  const { makePod, container, settle, log } = await world({ pace: 0 });
  makePod({}, { command: ["sh", "-c", "echo ended; exit 3"] });
  await settle(1);
  assert.equal(container()?.restartCount, 1);
  assert.equal(container()?.state.waiting?.reason, "CrashLoopBackOff");
  assert.match(
    container()?.state.waiting?.message ?? "",
    /^back-off 10s restarting failed container=main pod=a_default\(/,
  );
  assert.equal(container()?.lastState.terminated?.exitCode, 3);
  assert.equal(await log("a", true), "ended\n");
  await settle(10);
  assert.equal(container()?.restartCount, 2);
  assert.match(container()?.state.waiting?.message ?? "", /^back-off 20s /);
  await settle(15);
  assert.equal(container()?.restartCount, 2);
  await settle(6);
  assert.equal(container()?.restartCount, 3);
});

test("a pod that is not started again is over as its containers ended", async () => {
  const { makePod, status, container, settle, pod, registry, kind } = await world({ pace: 0 });
  makePod({ restartPolicy: "Never" }, { command: ["sh", "-c", "exit 4"] });
  await settle(1);
  assert.equal(status().phase, "Failed");
  assert.deepEqual(container()?.state.terminated?.exitCode, 4);
  assert.equal(container()?.state.terminated?.reason, "Error");
  registry.create(
    kind("pods"),
    "default",
    {
      metadata: { name: "b" },
      spec: {
        nodeName: "worker",
        restartPolicy: "OnFailure",
        containers: [{ name: "main", image: "i", command: ["true"] }],
      },
    },
    options,
  );
  await settle(1);
  assert.equal(status("b").phase, "Succeeded");
  assert.equal(status("b").conditions?.find(({ type }) => type === "Ready")?.reason, "PodCompleted");
  assert.ok(pod("b"));
});

test("an ephemeral container looks into a pod that runs: it runs once, and the pod goes on without it", async () => {
  const { settle, makePod, status, pod, registry, kind, node } = await world();
  const pods = kind("pods");
  makePod();
  await settle(5);
  const before = status().containerStatuses;
  const spec = {
    ...(pod()?.["spec"] as object),
    ephemeralContainers: [{ name: "look", image: "busybox", command: ["echo", "seen"], targetContainerName: "main" }],
  };
  registry.update(
    { kind: pods, namespace: "default", name: "a", subresource: "ephemeralcontainers" },
    { ...pod(), spec },
    options,
  );
  await settle(10);
  const [look] = status().ephemeralContainerStatuses ?? [];
  assert.deepEqual([look?.name, look?.state.terminated?.exitCode, look?.restartCount], ["look", 0, 0]);
  assert.deepEqual(status().containerStatuses, before);
  assert.equal(status().phase, "Running");
  const address = { namespace: "default", name: "a", uid: pod()?.metadata.uid ?? "", container: "look" };
  const parts = await node.agent.logs(
    address,
    { follow: false, timestamps: false, previous: false },
    new AbortController().signal,
  );
  let text = "";
  for await (const part of parts) text += Buffer.from(part).toString();
  assert.equal(text, "seen\n");
});

test("a job is complete when its pod has ended by itself", async () => {
  const { create, registry, kind, settle } = await world();
  create(
    "jobs",
    {
      metadata: { name: "j" },
      spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "i" }] } } },
    },
    "batch",
  );
  await settle(15);
  const job = find(registry, kind("jobs", "batch"), "default", "j");
  assert.deepEqual(
    ((job?.["status"] ?? {}) as PodStatus).conditions?.filter(({ status: is }) => is === "True").at(-1)?.type,
    "Complete",
  );
});

test("init containers run one after the other, and the others wait for them", async () => {
  const order: string[] = [];
  const { makePod, status, settle } = await world({
    pace: 0,
    programs:
      (_, { name }) =>
      async ({ signal }: StartedContainer) => {
        order.push(name);
        if (name === "main") await new Promise((done) => signal.addEventListener("abort", done));
        return 0;
      },
  });
  makePod({ initContainers: ["first", "second"].map((name) => ({ name, image: "i" })) });
  await settle(1);
  assert.deepEqual(order, ["first", "second", "main"]);
  assert.deepEqual(
    status().initContainerStatuses?.map(({ state }) => state.terminated?.exitCode),
    [0, 0],
  );
  assert.equal(status().phase, "Running");
});

test("an image that cannot be pulled is tried again until it can", async () => {
  let refused: string | undefined = "manifest unknown";
  const { makePod, container, settle, log } = await world({ pace: 0, pull: () => refused });
  makePod();
  await settle();
  assert.equal(container()?.state.waiting?.reason, "ErrImagePull");
  await assert.rejects(log(), /container "main" in pod "a" is waiting to start: image can't be pulled/);
  await settle(4);
  assert.equal(container()?.state.waiting?.reason, "ImagePullBackOff");
  refused = undefined;
  await settle(12);
  assert.ok(container()?.state.running !== undefined);
});

test("a pod waits for the config map that it mounts, and for the key that it names", async () => {
  const { makePod, create, container, settle, status } = await world({ pace: 0 });
  makePod(
    { volumes: [{ name: "v", configMap: { name: "settings" } }] },
    {
      volumeMounts: [{ name: "v", mountPath: "/settings" }],
      env: [{ name: "COLOR", valueFrom: { secretKeyRef: { name: "colors", key: "color" } } }],
    },
  );
  await settle(3);
  assert.equal(container()?.state.waiting?.reason, "ContainerCreating");
  create("configmaps", { metadata: { name: "settings" }, data: { a: "b" } });
  await settle(3);
  assert.deepEqual(container()?.state.waiting, {
    reason: "CreateContainerConfigError",
    message: 'secret "colors" not found',
  });
  create("secrets", { metadata: { name: "colors" }, stringData: { color: "blue" } });
  await settle(6);
  assert.equal(status().phase, "Running");
});

test("a program finds its environment and what is mounted, and says when it is ready", async () => {
  let started: StartedContainer | undefined;
  const { makePod, create, container, settle } = await world({
    pace: 0,
    programs: () => async (one) => {
      started = one;
      one.ready(false);
      await new Promise((done) => one.signal.addEventListener("abort", done));
      return 0;
    },
  });
  create("configmaps", { metadata: { name: "settings" }, data: { "a.txt": "text" } });
  makePod(
    { volumes: [{ name: "v", configMap: { name: "settings" } }] },
    {
      volumeMounts: [{ name: "v", mountPath: "/settings" }],
      env: [
        { name: "NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
        { name: "BOTH", value: "$(NAME) and $$(NAME)" },
      ],
      envFrom: [{ prefix: "S_", configMapRef: { name: "settings" } }],
    },
  );
  await settle(1);
  assert.equal(started?.environment["BOTH"], "a and $(NAME)");
  assert.equal(started?.environment["S_a.txt"], "text");
  assert.match(started?.environment["KUBERNETES_SERVICE_HOST"] ?? "", /^10\./);
  const files = await started?.files();
  assert.equal(Buffer.from(files?.get("/settings/a.txt")?.content ?? []).toString(), "text");
  assert.ok(files?.has("/var/run/secrets/kubernetes.io/serviceaccount/token"));
  assert.equal(container()?.ready, false);
  started?.ready(true);
  await settle();
  assert.equal(container()?.ready, true);
});

test("a deleted pod is asked to end, and goes when it has", async () => {
  const { makePod, pod, remove, settle } = await world({
    pace: 0,
    programs:
      () =>
      async ({ signal, log }) => {
        await new Promise((done) => signal.addEventListener("abort", done));
        log("asked to end");
        return 0;
      },
  });
  makePod();
  await settle(1);
  remove();
  assert.ok(pod()?.metadata.deletionTimestamp !== undefined);
  await settle();
  assert.equal(pod(), undefined);
});

test("a program that does not end when it is asked is made to when the grace period is over", async () => {
  const { makePod, pod, remove, settle } = await world({
    pace: 0,
    programs: () => () => new Promise<number>(() => {}),
  });
  makePod({ terminationGracePeriodSeconds: 20 });
  await settle(1);
  remove();
  await settle(15);
  assert.ok(pod() !== undefined);
  await settle(6);
  assert.equal(pod(), undefined);
});

test("a node that has failed answers nothing; booted again it starts its containers anew", async () => {
  const { makePod, kubelets, node, container, settle, status } = await world({ pace: 0 });
  makePod();
  await settle(1);
  const before = status();
  node.fail();
  assert.equal(kubelets.find("worker"), undefined);
  await settle(30);
  assert.deepEqual(status(), before);
  node.boot();
  await settle(1);
  assert.notEqual(kubelets.find("worker"), undefined);
  assert.deepEqual(
    [container()?.restartCount, container()?.lastState.terminated?.exitCode, status().podIP],
    [1, 255, before.podIP],
  );
});

test("a node that goes silent is unknown after fifty seconds, and its pods are not ready; both come back with it", async () => {
  const { makePod, node, settle, status, registry, kind } = await world({ pace: 0 });
  makePod();
  await settle(1);
  const is = (held: PodStatus) => held.conditions?.find(({ type }) => type === "Ready")?.status;
  const ofNode = () => is((find(registry, kind("nodes"), undefined, "worker")?.["status"] ?? {}) as PodStatus);
  node.fail();
  await settle(40);
  assert.deepEqual([ofNode(), is(status())], ["True", "True"]);
  await settle(20);
  assert.deepEqual([ofNode(), is(status())], ["Unknown", "False"]);
  node.boot();
  await settle(2);
  assert.deepEqual([ofNode(), is(status())], ["True", "True"]);
});

test("who embeds ends a container, writes into its log and sets conditions of the node", async () => {
  const { makePod, node, container, settle, log, registry, kind } = await world({ pace: 0 });
  makePod();
  await settle(1);
  const held = node.container("default", "a");
  held?.log("from outside");
  assert.match(await log(), /from outside\n$/);
  held?.end(9);
  await settle();
  assert.deepEqual([container()?.restartCount, container()?.lastState.terminated?.exitCode], [1, 9]);
  node.condition("MemoryPressure", { status: "True", reason: "Test", message: "no memory" });
  const told = find(registry, kind("nodes"), undefined, "worker")?.["status"] as PodStatus;
  assert.equal(told.conditions?.find(({ type }) => type === "MemoryPressure")?.status, "True");
});

test("the same seed makes the same pods at the same times", async () => {
  const story = async () => {
    const { makePod, settle, status, container } = await world({ seed: "again" });
    makePod();
    const seen: string[] = [];
    for (let count = 0; count < 12; count++) {
      await settle(0.5);
      seen.push(`${status().phase} ${JSON.stringify(container()?.state)}`);
    }
    return [...seen, status().podIP];
  };
  assert.deepEqual(await story(), await story());
});

test("usage is near to what is asked for and can be set", async () => {
  const { makePod, node, settle } = await world({ pace: 0 });
  makePod({}, { resources: { requests: { cpu: "1", memory: "1Gi" } } });
  await settle(1);
  const usage = async () => (await node.agent.usage())?.pods[0]?.containers[0];
  const { nanoCores = 0, memoryBytes = 0 } = (await usage()) ?? {};
  assert.ok(nanoCores > 0.1e9 && nanoCores < 1e9, String(nanoCores));
  assert.ok(memoryBytes > 0.1 * 2 ** 30 && memoryBytes < 2 ** 30, String(memoryBytes));
  node.container("default", "a")?.use({ nanoCores: 5, memoryBytes: 6 });
  assert.deepEqual(await usage(), { name: "main", nanoCores: 5, memoryBytes: 6 });
});
