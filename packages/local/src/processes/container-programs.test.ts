import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type ControlPlane, createKubelets, type Kubelets, makeKeys, startControlPlane } from "@aro/control-plane";
import { systemClock as clock, systemRandom as random } from "@aro/runtime";
import { silentLog as log } from "@aro/telemetry";
import { containerPrograms } from "./container-programs.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests look into objects freely
type Any = any;

const folder = mkdtempSync(join(tmpdir(), "containers-"));
const namespace = "openshift-azure-operator";
let plane: ControlPlane;
let kubelets: Kubelets;

async function call(method: string, path: string, body?: object): Promise<{ status: number; body: Any }> {
  const user = { name: "system:admin", groups: ["system:masters"], uid: "" };
  const identity = await plane.identity(user);
  const { request } = await import("node:https");
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, plane.address),
      {
        method,
        ca: plane.authority,
        cert: identity.certificate,
        key: identity.key,
        agent: false,
        headers: body === undefined ? {} : { "content-type": "application/json" },
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => {
          const text = Buffer.concat(parts).toString();
          const isJson = (answer.headers["content-type"] ?? "").includes("json");
          resolve({ status: answer.statusCode ?? 0, body: isJson ? JSON.parse(text) : text });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function eventually<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  for (let round = 0; round < 150; round++) {
    const found = await look();
    if (found !== undefined) return found;
    await clock.sleep(100);
  }
  throw new Error("it did not come to hold within fifteen seconds");
}

const pods = `/api/v1/namespaces/${namespace}/pods`;

async function startPod(name: string, container: object): Promise<void> {
  const made = await call("POST", pods, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name },
    spec: {
      nodeName: "n1",
      serviceAccountName: "operator",
      terminationGracePeriodSeconds: 10,
      volumes: [{ name: "bound", secret: { secretName: "given" } }],
      containers: [
        {
          name: "aro-operator",
          image: "registry.example:5000/aro:v1.2",
          command: ["aro"],
          args: ["operator", "master"],
          env: [
            { name: "GREETING", valueFrom: { secretKeyRef: { name: "given", key: "word" } } },
            { name: "TOKEN_FILE", value: "/var/run/bound/word" },
          ],
          volumeMounts: [{ name: "bound", mountPath: "/var/run/bound" }],
          ports: [{ name: "http", containerPort: 8080 }],
          ...container,
        },
      ],
    },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
}

/** What the program of a pod said first; undefined before it has. */
const told = async (name: string): Promise<Any> => {
  const { status, body } = await call("GET", `${pods}/${name}/log`);
  const [first] = String(body).split("\n");
  return status === 200 && first?.startsWith("{") ? JSON.parse(first) : undefined;
};
const statusOf = async (name: string): Promise<Any> =>
  (await call("GET", `${pods}/${name}`)).body.status?.containerStatuses?.[0];
const runs = (pid: number): boolean => existsSync(`/proc/${pid}`);

before(async () => {
  kubelets = createKubelets({
    seed: "s",
    pace: 0,
    restartMilliseconds: 50,
    programs: containerPrograms({
      programs: {
        entry: join(import.meta.dirname, "testing/stub-program.ts"),
        environment: () => ({ AZURE_POD_IDENTITY_AUTHORITY_HOST: "https://hub", HTTPS_PROXY: "http://127.0.0.1:9" }),
        running: new Map(),
      },
      folder,
      apiServer: () => ({ address: plane.address, name: "api-int.example" }),
      clock,
      log,
    }),
  });
  const keys = await makeKeys(["127.0.0.1", "localhost"], clock, random);
  plane = await startControlPlane({
    path: ":memory:",
    keys,
    port: 0,
    controllers: [kubelets.controller],
    nodeAgents: kubelets.find,
    clock,
    random,
    log,
  });
  kubelets.start({ name: "n1" });
  const make = async (path: string, body: object) => assert.equal((await call("POST", path, body)).status, 201);
  await make("/api/v1/namespaces", { metadata: { name: namespace } });
  await make(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: "operator" } });
  await make(`/api/v1/namespaces/${namespace}/secrets`, { metadata: { name: "given" }, stringData: { word: "hello" } });
  await eventually(async () =>
    (await call("GET", `/api/v1/namespaces/${namespace}/configmaps/kube-root-ca.crt`)).status === 200
      ? true
      : undefined,
  );
});
after(async () => {
  await plane[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

test("a container of our image is a process with its variables, its account and its version; its output is the log", async () => {
  await startPod("p1", {});
  const said = await eventually(() => told("p1"));
  assert.deepEqual(said.args, ["operator", "master"]);
  assert.deepEqual([said.version, said.greeting, said.mounted], ["v1.2", "hello", "hello"]);
  assert.equal(said.podIdentity, "none", "the hub's identity is not a cluster's");
  assert.equal(said.wayOut, "http://127.0.0.1:9", "the cluster's network leads out by the cloud's names");
  assert.equal(said.cluster.server, plane.address);
  assert.deepEqual([said.ca, said.token], ["-----BEGIN CERTIFICATE-----", 3]);
  const answer = await eventually(async () => {
    const { status } = await call("GET", `${pods}/p1:8080/proxy/healthz/ready`);
    return status === 200 ? status : undefined;
  });
  assert.equal(answer, 200, "its port is reached through the pod");
  await call("DELETE", `${pods}/p1`);
  await eventually(async () => ((await call("GET", `${pods}/p1`)).status === 404 ? true : undefined));
  assert.ok(!runs(said.pid), "it ends with its pod");
  assert.ok(
    readdirSync(folder).every((one) => readdirSync(join(folder, one)).length === 0),
    "its secrets are gone",
  );
});

test("a process that dies is started again, and its exit code is told", async () => {
  await startPod("p2", {});
  const first = await eventually(() => told("p2"));
  // Looked at before it is told: the process that comes after it would be told as well.
  await eventually(async () => {
    if (!runs(first.pid)) return true;
    await call("GET", `${pods}/p2:8080/proxy/end`);
    return undefined;
  });
  const again = await eventually(async () => {
    const said = await told("p2");
    return said !== undefined && said.pid !== first.pid ? said : undefined;
  });
  const { restartCount, lastState } = await statusOf("p2");
  assert.deepEqual([restartCount, lastState.terminated.exitCode], [1, 3]);
  process.kill(again.pid, "SIGKILL");
  await eventually(async () => ((await statusOf("p2")).lastState.terminated.exitCode === 137 ? true : undefined));
});

test("a process that fails its liveness probe is ended and started again", async () => {
  await startPod("p3", {
    livenessProbe: { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 1, failureThreshold: 3 },
  });
  const first = await eventually(() => told("p3"));
  await eventually(async () => {
    const { status } = await call("GET", `${pods}/p3:8080/proxy/sicken`);
    return status === 500 ? true : undefined;
  });
  // On a busy machine one before it may have been ended too: it is this one that must be gone.
  await eventually(async () => (runs(first.pid) ? undefined : true));
  await eventually(async () => ((await statusOf("p3")).restartCount > 0 ? true : undefined));
});

test("a container of another image, or with other arguments, is no process", () => {
  const find = containerPrograms({
    programs: { entry: "x", environment: () => ({}), running: new Map() },
    folder: join(folder, "none"),
    apiServer: () => ({ address: "", name: "" }),
    clock,
    log,
  });
  const program = (image: string, args: string[]) =>
    find({} as Any, { name: "c", image, spec: { command: ["aro"], args } }) !== undefined;
  assert.ok(program("registry.example/aro:v1", ["operator", "worker"]));
  assert.ok(program("registry.example:5000/aro", ["operator", "worker"]));
  assert.ok(!program("registry.example/aro:v1", ["local", "reset"]));
  assert.ok(!program("registry.example/caro:v1", ["operator", "worker"]));
});
