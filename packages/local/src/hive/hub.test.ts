import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { type ControlPlane, makeKeys, startControlPlane } from "@aro/control-plane";
import { systemClock as clock, systemRandom as random } from "@aro/runtime";
import { silentLog as log } from "@aro/telemetry";
import { parse } from "yaml";
import { type Hubs, openHubs } from "./index.ts";
import { kubeconfigOf } from "./testing/kubeconfig.ts";

const wanted = {
  id: "/subscriptions/s/resourceGroups/rp/providers/Microsoft.ContainerService/managedClusters/aro-aks-cluster-001",
  name: "aro-aks-cluster-001",
  fqdn: "hub.aro.test",
  role: "admin",
  server: "public",
} as const;

/** An installer that says what it sees, and ends as the file `/.azure/99_sub.json` says. */
const installer = `
import { mkdirSync, readFileSync, writeFileSync, appendFileSync } from "node:fs";
const root = process.env.ARO_INSTALLER_ROOT, [, , , , command] = process.argv;
const subscription = JSON.parse(readFileSync(root + "/.azure/99_sub.json", "utf8"));
console.log("level=info msg=" + command + " of " + process.env.ARO_UUID + " in " + process.env.ARO_DOMAIN_NAME);
appendFileSync(subscription.trace, command + "\\n");
if (command === "cluster" && subscription.outcome === "hang") await new Promise((resolve) => setTimeout(resolve, 60_000));
if (command === "cluster" && subscription.outcome === "fail") { console.error('level=error msg=400: "code":"InvalidTemplateDeployment"'); process.exit(1); }
mkdirSync(root + "/output/auth", { recursive: true });
writeFileSync(root + "/output/metadata.json", JSON.stringify({ clusterID: "cid", infraID: "iid" }));
writeFileSync(root + "/output/auth/kubeconfig", readFileSync(subscription.kubeconfig));
writeFileSync(root + "/output/auth/kubeadmin-password", "pw");
`;

let folder: string;
let hubs: Hubs;
let stop: AbortController;
let running: Promise<void>;
let isReached = true;
/** The API server of every cluster that is installed here. */
let remote: ControlPlane;

const open = () => {
  stop = new AbortController();
  hubs = openHubs({
    stateFolder: folder,
    programs: {
      entry: join(folder, "installer.mjs"),
      environment: () => ({ PATH: process.env["PATH"] ?? "" }),
      running: new Map(),
    },
    rows: () => ({ has: () => true, watch: () => () => {} }) as never,
    armed: { around: (wall) => wall },
    proxyUrl: () => "http://127.0.0.1:1",
    apiServerAt: () =>
      isReached ? { kind: "loopback", port: remote.port } : { kind: "nowhere", reason: "a balancer without machines" },
    scaled: (milliseconds) => milliseconds / 1000,
    installPlaces: 2,
    clock,
    random,
    log,
  });
  running = hubs.run(stop.signal);
};
const close = async () => {
  stop.abort();
  await running;
};
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "hubs-"));
  await writeFile(join(folder, "installer.mjs"), installer);
  const keys = await makeKeys(["api-int.c.test", "127.0.0.1"], clock, random);
  remote = await startControlPlane({ path: ":memory:", keys, port: 0, clock, random, log });
  await writeFile(join(folder, "kubeconfig"), await kubeconfigOf(remote));
  open();
});
after(async () => {
  await close();
  await remote[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into as they come
type Json = any;
type Answer = { status: number; body: Json };
async function call(method: string, path: string, body?: object, type = "application/json"): Promise<Answer> {
  const config = parse(await hubs.kubeconfigOf(wanted));
  const found = hubs.names.find(wanted.fqdn, 443);
  assert.equal(found?.kind, "loopback");
  const decoded = (text: string) => Buffer.from(text, "base64").toString();
  const agent = new Agent({
    ca: decoded(config.clusters[0].cluster["certificate-authority-data"]),
    cert: decoded(config.users[0].user["client-certificate-data"]),
    key: decoded(config.users[0].user["client-key-data"]),
    servername: wanted.fqdn,
  });
  const sent = request({
    host: "127.0.0.1",
    port: found.kind === "loopback" ? found.port : 0,
    method,
    path,
    agent,
    headers: { "content-type": type },
  });
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = await once(sent, "response");
  const answer = { status: response.statusCode, body: await json(response) };
  agent.destroy();
  return answer;
}

const group = "/apis/hive.openshift.io/v1";
async function deploy(namespace: string, outcome: string): Promise<void> {
  await call("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
  const secret = (name: string, stringData: object) =>
    call("POST", `/api/v1/namespaces/${namespace}/secrets`, { metadata: { name }, stringData });
  await secret("sp", {
    "99_aro.json": "{}",
    "99_sub.json": JSON.stringify({
      outcome,
      trace: join(folder, `${namespace}.trace`),
      kubeconfig: join(folder, "kubeconfig"),
    }),
  });
  await secret("env", { ARO_DOMAIN_NAME: "eastus.aro.test" });
  await secret("config", { "install-config.yaml": "" });
  const made = await call("POST", `${group}/namespaces/${namespace}/clusterdeployments`, {
    apiVersion: "hive.openshift.io/v1",
    kind: "ClusterDeployment",
    metadata: { name: "cluster" },
    spec: {
      clusterName: "c",
      baseDomain: "",
      installAttemptsLimit: 1,
      preserveOnDelete: true,
      platform: {
        azure: { credentialsSecretRef: { name: "sp" }, region: "eastus", baseDomainResourceGroupName: "rg" },
      },
      controlPlaneConfig: { apiServerIPOverride: "10.0.0.1", apiURLOverride: "api-int.c.test:6443" },
      provisioning: {
        installConfigSecretRef: { name: "config" },
        installerImageOverride: "image",
        installerEnv: [
          { name: "ARO_UUID", value: "uuid-1" },
          { name: "ARO_DOMAIN_NAME", valueFrom: { secretKeyRef: { name: "env", key: "ARO_DOMAIN_NAME" } } },
        ],
      },
    },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
}
const deployment = async (namespace: string) =>
  (await call("GET", `${group}/namespaces/${namespace}/clusterdeployments/cluster`)).body;
const conditions = (object: Json) =>
  Object.fromEntries((object.status?.conditions ?? []).map((one: Json) => [one.type, one]));
async function until<Value>(look: () => Promise<Value | undefined | false>): Promise<Value> {
  for (const ends = clock.now() + 20_000; clock.now() < ends; await clock.sleep(30)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error("it did not come to pass in 20 s");
}

test("a ClusterDeployment is installed: both commands run with its files and variables, and what they leave is handed over", async () => {
  await deploy("good", "complete");
  const installed = await until(async () => {
    const found = await deployment("good");
    return conditions(found)["Unreachable"]?.status === "False" && found;
  });
  assert.equal(installed.spec.installed, true);
  assert.deepEqual([installed.spec.clusterMetadata.clusterID, installed.spec.clusterMetadata.infraID], ["cid", "iid"]);
  const secret = installed.spec.clusterMetadata.adminKubeconfigSecretRef.name;
  const { data } = (await call("GET", `/api/v1/namespaces/good/secrets/${secret}`)).body;
  assert.equal(Buffer.from(data.kubeconfig, "base64").toString(), await readFile(join(folder, "kubeconfig"), "utf8"));
  const { items } = (await call("GET", `${group}/namespaces/good/clusterprovisions`)).body;
  assert.equal(
    items[0].spec.installLog,
    "level=info msg=manifests of uuid-1 in eastus.aro.test\nlevel=info msg=cluster of uuid-1 in eastus.aro.test\n",
  );
  assert.equal(conditions(installed)["Provisioned"].status, "True");
  const sync = await until(async () => {
    const found = await call("GET", "/apis/hiveinternal.openshift.io/v1alpha1/namespaces/good/clustersyncs/cluster");
    return found.status === 200 && found.body.status !== undefined && found.body;
  });
  assert.equal(conditions(sync)["Failed"].status, "False");
});

test("a cluster that stops answering becomes unreachable, and reachable again", async () => {
  isReached = false;
  await until(async () => conditions(await deployment("good"))["Unreachable"].status === "True");
  isReached = true;
  await until(async () => conditions(await deployment("good"))["Unreachable"].status === "False");
});

test("a failed install has the reason that the published expressions find in its log, and is not tried again beyond its limit", async () => {
  await call("POST", "/api/v1/namespaces/hive/configmaps", {
    metadata: { name: "additional-install-log-regexes" },
    data: {
      regexes: JSON.stringify([
        {
          name: "a",
          searchRegexStrings: ['(?s)"code":\\w?"InvalidTemplateDeployment"'],
          installFailingReason: "AzureInvalidTemplateDeployment",
          installFailingMessage: "refused",
        },
      ]),
    },
  });
  await deploy("bad", "fail");
  const stopped = await until(async () => {
    const found = await deployment("bad");
    return conditions(found)["ProvisionStopped"]?.status === "True" && found;
  });
  assert.deepEqual(
    [conditions(stopped)["ProvisionFailed"].status, conditions(stopped)["ProvisionFailed"].reason],
    ["True", "AzureInvalidTemplateDeployment"],
  );
  assert.equal(stopped.spec.installed, undefined);
});

test("an install that was under way when the hub went down is begun again when it is up, as one provision", async () => {
  await deploy("again", "hang");
  const trace = join(folder, "again.trace");
  const begun = async () => ((await readFile(trace, "utf8").catch(() => "")).match(/cluster/g) ?? []).length;
  await until(async () => (await begun()) === 1);
  await close();
  open();
  await until(async () => (await begun()) === 2);
  const { items } = (await call("GET", `${group}/namespaces/again/clusterprovisions`)).body;
  assert.deepEqual(
    items.map((one: Json) => one.spec.stage),
    ["provisioning"],
  );
  await call("DELETE", "/api/v1/namespaces/again");
  await until(async () => (await call("GET", "/api/v1/namespaces/again")).status === 404);
});

test("a provision that somebody removes is begun again, as Hive does", async () => {
  await deploy("removed", "hang");
  const trace = join(folder, "removed.trace");
  const begun = async () => ((await readFile(trace, "utf8").catch(() => "")).match(/cluster/g) ?? []).length;
  await until(async () => (await begun()) === 1);
  const path = `${group}/namespaces/removed/clusterprovisions`;
  const [first] = (await call("GET", path)).body.items;
  await call("DELETE", `${path}/${first.metadata.name}`);
  await until(async () => (await begun()) === 2);
  await call("DELETE", "/api/v1/namespaces/removed");
  await until(async () => (await call("GET", "/api/v1/namespaces/removed")).status === 404);
});

test("of installs at once no more run than the hub has places for; the others wait, and each has its turn", async () => {
  const names = ["one", "two", "three", "four"];
  for (const name of names) await deploy(name, "hang");
  const begun = async () => {
    const traces = await Promise.all(
      names.map((name) => readFile(join(folder, `${name}.trace`), "utf8").catch(() => "")),
    );
    return names.filter((_, index) => traces[index]?.includes("cluster"));
  };
  const stageOf = async (name: string) =>
    (await call("GET", `${group}/namespaces/${name}/clusterprovisions`)).body.items[0].spec.stage;
  await until(async () => (await begun()).length === 2);
  assert.deepEqual(await begun(), ["one", "two"]);
  assert.deepEqual(await Promise.all(["three", "four"].map(stageOf)), ["initializing", "initializing"]);
  // One that waits is let go; the other takes the first place that becomes free.
  for (const name of ["three", "one"]) await call("DELETE", `/api/v1/namespaces/${name}`);
  await until(async () => (await begun()).includes("four"));
  assert.deepEqual(await begun(), ["one", "two", "four"]);
  for (const name of ["two", "four"]) await call("DELETE", `/api/v1/namespaces/${name}`);
  for (const name of names) await until(async () => (await call("GET", `/api/v1/namespaces/${name}`)).status === 404);
});

test("a cluster that stands is adopted: no install begins, and it is in hand as soon as its kubeconfig leads to it", async () => {
  const path = `${group}/namespaces/adopted/clusterdeployments`;
  const secrets = "/api/v1/namespaces/adopted/secrets";
  await call("POST", "/api/v1/namespaces", { metadata: { name: "adopted" } });
  await call("POST", secrets, { metadata: { name: "kubeconfig" }, stringData: { kubeconfig: "{}" } });
  const made = await call("POST", path, {
    apiVersion: "hive.openshift.io/v1",
    kind: "ClusterDeployment",
    metadata: { name: "cluster" },
    spec: {
      clusterName: "c",
      baseDomain: "",
      installed: true,
      platform: {
        azure: { credentialsSecretRef: { name: "sp" }, region: "eastus", baseDomainResourceGroupName: "rg" },
      },
      clusterMetadata: { clusterID: "cid", infraID: "iid", adminKubeconfigSecretRef: { name: "kubeconfig" } },
      controlPlaneConfig: { apiServerIPOverride: "10.0.0.1", apiURLOverride: "api-int.c.test:6443" },
    },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const lost = await until(async () => {
    const { Unreachable } = conditions(await deployment("adopted"));
    return Unreachable?.status === "True" && Unreachable;
  });
  assert.deepEqual(
    [lost.reason, lost.message],
    ["ErrorConnectingToCluster", "the cluster's kubeconfig names no cluster and user"],
  );
  const kubeconfig = await readFile(join(folder, "kubeconfig"), "utf8");
  await call("PATCH", `${secrets}/kubeconfig`, { stringData: { kubeconfig } }, "application/merge-patch+json");
  await until(async () => conditions(await deployment("adopted"))["Unreachable"].status === "False");
  const found = conditions(await deployment("adopted"));
  assert.deepEqual([found["Provisioned"].status, found["ControlPlaneCertificateNotFound"].status], ["True", "False"]);
  assert.deepEqual((await call("GET", `${group}/namespaces/adopted/clusterprovisions`)).body.items, []);
});

test("a deployment goes with preserveOnDelete, and its machines stay; without, it is held and says that none were removed", async () => {
  const path = `${group}/namespaces/adopted/clusterdeployments/cluster`;
  await call("DELETE", path);
  const held = await until(async () => {
    const { DeprovisionLaunchError } = conditions(await deployment("adopted"));
    return DeprovisionLaunchError?.status === "True" && DeprovisionLaunchError;
  });
  assert.match(held.message, /removes no machines; set spec\.preserveOnDelete/);
  await call("PATCH", path, { spec: { preserveOnDelete: true } }, "application/merge-patch+json");
  await until(async () => (await call("GET", path)).status === 404);
});
