import assert from "node:assert/strict";
import { type Fact, fact, type World } from "../fact.ts";

const strategic = "application/strategic-merge-patch+json";
const pod = (name: string) => ({
  metadata: { name, labels: { app: "e" } },
  spec: { containers: [{ name: "c", image: "i" }] },
});
async function readyPods({ admin, core, eventually }: World, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await eventually(async () =>
      assert.equal((await admin.call("POST", `${core}/pods`, { body: pod(name) })).status, 201),
    );
    await admin.call("PATCH", `${core}/pods/${name}/status`, {
      body: { status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] } },
      contentType: strategic,
    });
  }
}
const evict = ({ admin, core }: World, name: string, query = "", more: object = {}) =>
  admin.call("POST", `${core}/pods/${name}/eviction${query}`, {
    body: { apiVersion: "policy/v1", kind: "Eviction", metadata: { name }, ...more },
  });
const named = (list: { name: string }[], name: string) => list.find((one) => one.name === name);

/** Discovery, descriptions, and subresources of built-in kinds. */
export const surfaces: readonly Fact[] = [
  fact("an eviction deletes a pod that no budget protects", async (world) => {
    await readyPods(world, ["a"]);
    const done = await evict(world, "a");
    assert.equal(done.status, 201, done.text);
    assert.equal(done.json.status, "Success");
    await world.eventually(async () =>
      assert.equal((await world.admin.call("GET", `${world.core}/pods/a`)).status, 404),
    );
  }),
  fact("an eviction that a budget does not allow is asked to come again", async (world) => {
    await readyPods(world, ["a", "b"]);
    await world.admin.call("POST", `${world.group("policy/v1")}/poddisruptionbudgets`, {
      body: { metadata: { name: "budget" }, spec: { minAvailable: 2, selector: { matchLabels: { app: "e" } } } },
    });
    await world.eventually(async () => {
      const { json } = await world.admin.call("GET", `${world.group("policy/v1")}/poddisruptionbudgets/budget`);
      assert.deepEqual(
        [json.status.currentHealthy, json.status.desiredHealthy, json.status.disruptionsAllowed],
        [2, 2, 0],
      );
    }, 20);
    const refused = await evict(world, "a");
    assert.equal(refused.status, 429);
    assert.equal(refused.json.reason, "TooManyRequests");
    assert.equal(refused.json.message, "Cannot evict pod as it would violate the pod's disruption budget.");
    assert.equal(refused.json.details.causes[0].reason, "DisruptionBudget");
    await world.admin.call("PATCH", `${world.group("policy/v1")}/poddisruptionbudgets/budget`, {
      body: { spec: { minAvailable: 1 } },
      contentType: "application/merge-patch+json",
    });
    await world.eventually(async () => assert.equal((await evict(world, "a")).status, 201), 20);
  }),
  fact("a dry run of an eviction leaves the pod, one of what is not there is not found", async (world) => {
    await readyPods(world, ["a"]);
    assert.equal((await evict(world, "a", "?dryRun=All")).status, 201);
    assert.equal((await world.admin.call("GET", `${world.core}/pods/a`)).json.metadata.deletionTimestamp, undefined);
    assert.equal((await evict(world, "none")).status, 404);
  }),
  fact("an eviction may have preconditions", async (world) => {
    await readyPods(world, ["a"]);
    const refused = await evict(world, "a", "", { deleteOptions: { preconditions: { uid: "other" } } });
    assert.equal(refused.status, 409);
  }),
  fact("a pod is bound to a node once", async (world) => {
    await readyPods(world, ["a"]);
    const bind = (node: string) =>
      world.admin.call("POST", `${world.core}/pods/a/binding`, {
        body: { apiVersion: "v1", kind: "Binding", metadata: { name: "a" }, target: { kind: "Node", name: node } },
      });
    assert.equal((await bind("n1")).status, 201);
    const { json } = await world.admin.call("GET", `${world.core}/pods/a`);
    assert.equal(json.spec.nodeName, "n1");
    const again = await bind("n2");
    assert.equal(again.status, 409, again.text);
  }),
  fact("the scale of a deployment is read, replaced and patched", async (world) => {
    const path = `${world.group("apps/v1")}/deployments`;
    const template = { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "c", image: "i" }] } };
    await world.admin.call("POST", path, {
      body: { metadata: { name: "d" }, spec: { replicas: 0, selector: { matchLabels: { a: "b" } }, template } },
    });
    const read = await world.admin.call("GET", `${path}/d/scale`);
    assert.deepEqual([read.json.kind, read.json.status.selector, read.json.spec.replicas ?? 0], ["Scale", "a=b", 0]);
    const patched = await world.admin.call("PATCH", `${path}/d/scale`, {
      body: { spec: { replicas: 2 } },
      contentType: "application/merge-patch+json",
    });
    assert.equal(patched.json.spec.replicas, 2);
    const stale = await world.admin.call("PUT", `${path}/d/scale`, { body: { ...read.json, spec: { replicas: 3 } } });
    assert.equal(stale.status, 409);
    assert.equal((await world.admin.call("GET", `${path}/d`)).json.spec.replicas, 2);
  }),
  fact("discovery lists groups with the version that is preferred", async ({ admin }) => {
    const { json } = await admin.call("GET", "/apis");
    assert.equal(json.kind, "APIGroupList");
    const found = named(json.groups, "autoscaling") as unknown as {
      preferredVersion: object;
      versions: { version: string }[];
    };
    assert.deepEqual(found.preferredVersion, { groupVersion: "autoscaling/v2", version: "v2" });
    assert.deepEqual(
      found.versions.map(({ version }) => version),
      ["v2", "v1"],
    );
    const one = await admin.call("GET", "/apis/apps");
    assert.deepEqual([one.json.kind, one.json.name], ["APIGroup", "apps"]);
  }),
  fact("discovery tells each resource with its verbs and short names", async ({ admin }) => {
    const { json } = await admin.call("GET", "/api/v1");
    const pods = json.resources.find(({ name }: { name: string }) => name === "pods");
    assert.deepEqual(
      [pods.kind, pods.singularName, pods.namespaced, pods.shortNames, pods.categories],
      ["Pod", "pod", true, ["po"], ["all"]],
    );
    assert.deepEqual(pods.verbs, ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]);
    const eviction = json.resources.find(({ name }: { name: string }) => name === "pods/eviction");
    assert.deepEqual(
      [eviction.group, eviction.version, eviction.kind, eviction.verbs],
      ["policy", "v1", "Eviction", ["create"]],
    );
  }),
  fact("discovery comes in one piece for who asks so", async ({ admin }) => {
    const accept = { accept: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json" };
    const { json, headers } = await admin.call("GET", "/apis", { headers: accept });
    assert.equal(json.kind, "APIGroupDiscoveryList");
    assert.match(String(headers["content-type"]), /g=apidiscovery\.k8s\.io;v=v2;as=APIGroupDiscoveryList/);
    const apps = json.items.find(({ metadata }: { metadata: { name: string } }) => metadata.name === "apps");
    const deployments = apps.versions[0].resources.find(
      ({ resource }: { resource: string }) => resource === "deployments",
    );
    assert.deepEqual(
      [deployments.responseKind.kind, deployments.scope, deployments.singularResource],
      ["Deployment", "Namespaced", "deployment"],
    );
    assert.deepEqual(
      deployments.subresources.map(({ subresource }: { subresource: string }) => subresource),
      ["scale", "status"],
    );
  }),
  fact("every group and version that is served is the real one's", async ({ admin }) => {
    const { json } = await admin.call("GET", "/apis");
    const all = json.groups
      .map(({ name }: { name: string }) => name)
      // Devices are nobody's here.
      .filter(
        (name: string) => name !== "resource.k8s.io" && !name.endsWith(".test") && !name.endsWith("openshift.io"),
      );
    assert.deepEqual(all.sort(), [
      "admissionregistration.k8s.io",
      "apiextensions.k8s.io",
      "apiregistration.k8s.io",
      "apps",
      "authentication.k8s.io",
      "authorization.k8s.io",
      "autoscaling",
      "batch",
      "certificates.k8s.io",
      "coordination.k8s.io",
      "discovery.k8s.io",
      "events.k8s.io",
      "flowcontrol.apiserver.k8s.io",
      "networking.k8s.io",
      "node.k8s.io",
      "policy",
      "rbac.authorization.k8s.io",
      "scheduling.k8s.io",
      "storage.k8s.io",
    ]);
  }),
  fact("OpenAPI v3 has a document for each group and version, with hashes to keep them by", async ({ admin }) => {
    const { json } = await admin.call("GET", "/openapi/v3");
    const { serverRelativeURL } = json.paths["apis/apps/v1"];
    assert.match(serverRelativeURL, /^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]+$/);
    const document = await admin.call("GET", serverRelativeURL);
    assert.match(document.json.openapi, /^3\./);
    assert.ok(document.json.components.schemas["io.k8s.api.apps.v1.Deployment"].properties.spec);
    assert.ok(document.json.paths["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"].get);
  }),
  fact("OpenAPI v2 has definitions for the kinds that are served", async ({ admin }) => {
    const { json } = await admin.call("GET", "/openapi/v2");
    assert.equal(json.swagger, "2.0");
    assert.deepEqual(json.definitions["io.k8s.api.core.v1.ConfigMap"]["x-kubernetes-group-version-kind"], [
      { group: "", kind: "ConfigMap", version: "v1" },
    ]);
  }),
  fact("the version is told, and that all is well", async ({ admin }) => {
    const { json } = await admin.call("GET", "/version");
    assert.match(json.gitVersion, /^v1\.\d+\.\d+/);
    for (const path of ["/healthz", "/livez", "/readyz"]) assert.equal((await admin.call("GET", path)).text, "ok");
    const all = await admin.call("GET", "/readyz?verbose");
    assert.match(all.text, /readyz check passed/);
  }),
  fact("objects are not asked for by HEAD", async ({ admin, core }) => {
    const head = await admin.call("HEAD", `${core}/configmaps`);
    assert.deepEqual([head.status, head.text], [405, ""]);
  }),
  fact("a body in protobuf is read", async ({ admin, core }) => {
    // ConfigMap{metadata{name: "a"}, data{x: "1"}}, wrapped as apiVersion v1, kind ConfigMap.
    const text = (value: string) => Buffer.from(value);
    const part = (number: number, value: Uint8Array) =>
      Buffer.concat([Buffer.from([(number << 3) | 2, value.length]), value]);
    const type = Buffer.concat([part(1, text("v1")), part(2, text("ConfigMap"))]);
    const raw = Buffer.concat([
      part(1, part(1, text("a"))),
      part(2, Buffer.concat([part(1, text("x")), part(2, text("1"))])),
    ]);
    const body = Buffer.concat([Buffer.from("k8s\0"), part(1, type), part(2, raw)]);
    const made = await admin.call("POST", `${core}/configmaps`, {
      body: body.toString("latin1"),
      contentType: "application/vnd.kubernetes.protobuf",
    });
    assert.equal(made.status, 201, made.text);
    assert.deepEqual([made.json.metadata.name, made.json.data], ["a", { x: "1" }]);
  }),
  fact("a table of pods has the columns that kubectl prints", async (world) => {
    await readyPods(world, ["a"]);
    const { json } = await world.admin.call("GET", `${world.core}/pods`, {
      headers: { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" },
    });
    assert.deepEqual(
      json.columnDefinitions.map(({ name, priority }: { name: string; priority: number }) => `${name} ${priority}`),
      [
        "Name 0",
        "Ready 0",
        "Status 0",
        "Restarts 0",
        "Age 0",
        "IP 1",
        "Node 1",
        "Nominated Node 1",
        "Readiness Gates 1",
      ],
    );
    assert.deepEqual(json.rows[0].cells.slice(0, 4), ["a", "0/1", "Running", "0"]);
  }),
];
