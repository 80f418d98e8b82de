import assert from "node:assert/strict";
import { type Fact, fact, type World } from "../fact.ts";

const merge = "application/merge-patch+json";
const strategic = "application/strategic-merge-patch+json";
const newer = (world: World) => `${world.group("events.k8s.io/v1")}/events`;

/** A node with a Ready condition, or none; removed afterwards. */
async function node({ admin, unique, afterwards }: World, ready?: "True" | "False"): Promise<string> {
  const name = unique("node");
  const made = await admin.call("POST", "/api/v1/nodes", { body: { metadata: { name } } });
  assert.equal(made.status, 201, made.text);
  afterwards(() => admin.call("DELETE", `/api/v1/nodes/${name}`));
  if (ready !== undefined) await setReady({ admin } as World, name, ready);
  return name;
}
const setReady = ({ admin }: Pick<World, "admin">, name: string, status: string) =>
  admin.call("PATCH", `/api/v1/nodes/${name}/status`, {
    body: { status: { conditions: [{ type: "Ready", status, reason: "Tried", message: "by hand" }] } },
    contentType: strategic,
  });
const taints = async ({ admin }: World, name: string): Promise<string[]> => {
  const { json } = await admin.call("GET", `/api/v1/nodes/${name}`);
  return (json.spec.taints ?? []).map(({ key, effect }: { key: string; effect: string }) => `${key}:${effect}`).sort();
};
const pod = (name: string, labels: object, spec: object = {}) => ({
  metadata: { name, labels },
  spec: { containers: [{ name: "c", image: "i", ports: [{ name: "web", containerPort: 8080 }] }], ...spec },
});
async function running(
  world: World,
  name: string,
  labels: object,
  ip: string,
  ready: boolean,
  spec: object = {},
): Promise<void> {
  const { admin, core, eventually } = world;
  await eventually(async () =>
    assert.equal((await admin.call("POST", `${core}/pods`, { body: pod(name, labels, spec) })).status, 201),
  );
  const patched = await admin.call("PATCH", `${core}/pods/${name}/status`, {
    body: {
      status: {
        phase: "Running",
        podIP: ip,
        podIPs: [{ ip }],
        conditions: [{ type: "Ready", status: ready ? "True" : "False" }],
      },
    },
    contentType: strategic,
  });
  assert.equal(patched.status, 200, patched.text);
}
const event = ({ namespace }: World, name: string) => ({
  metadata: { name },
  involvedObject: { kind: "Pod", namespace, name: "p", apiVersion: "v1" },
  reason: "Tried",
  message: "it was tried",
  type: "Normal",
  source: { component: "tester" },
  count: 2,
});

/** What makes a cluster out of a server: nodes, events, endpoints, autoscalers. */
export const cluster: readonly Fact[] = [
  fact("a node that never said that it is ready takes no pods", async (world) => {
    const name = await node(world);
    await world.eventually(async () =>
      assert.deepEqual(await taints(world, name), ["node.kubernetes.io/not-ready:NoSchedule"]),
    );
  }),
  fact("a node that is ready loses the taint, one that is closed gets another", async (world) => {
    const name = await node(world, "True");
    await world.eventually(async () => assert.deepEqual(await taints(world, name), []), 20);
    await world.admin.call("PATCH", `/api/v1/nodes/${name}`, {
      body: { spec: { unschedulable: true } },
      contentType: merge,
    });
    await world.eventually(async () =>
      assert.deepEqual(await taints(world, name), ["node.kubernetes.io/unschedulable:NoSchedule"]),
    );
    const { json } = await world.admin.call("GET", "/api/v1/nodes?fieldSelector=spec.unschedulable%3Dtrue");
    assert.ok(json.items.some(({ metadata }: { metadata: { name: string } }) => metadata.name === name));
    await world.admin.call("PATCH", `/api/v1/nodes/${name}`, {
      body: { spec: { unschedulable: null } },
      contentType: merge,
    });
    await world.eventually(async () => assert.deepEqual(await taints(world, name), []));
  }),
  fact("a node that is not ready any more is tainted so that no pods come", async (world) => {
    const name = await node(world, "True");
    await setReady(world, name, "False");
    await world.eventually(
      async () =>
        // Whether pods have to leave depends on how the other nodes are.
        assert.ok((await taints(world, name)).includes("node.kubernetes.io/not-ready:NoSchedule")),
      20,
    );
  }),
  fact("pods leave a node whose taint they do not bear, or no longer", async (world) => {
    const name = await node(world, "True");
    const bearing = { key: "away", operator: "Exists", effect: "NoExecute" };
    const spec = (tolerations: object[]) => ({ nodeName: name, tolerations });
    await running(world, "stays", {}, "10.9.0.1", true, spec([bearing]));
    await running(world, "goes", {}, "10.9.0.2", true, spec([]));
    await running(world, "waits", {}, "10.9.0.3", true, spec([{ ...bearing, tolerationSeconds: 3 }]));
    await world.admin.call("PATCH", `/api/v1/nodes/${name}`, {
      body: { spec: { taints: [{ key: "away", effect: "NoExecute" }] } },
      contentType: strategic,
    });
    const leaving = async (one: string): Promise<boolean> => {
      const { status, json } = await world.admin.call("GET", `${world.core}/pods/${one}`);
      return status === 404 || json.metadata.deletionTimestamp !== undefined;
    };
    await world.eventually(async () => assert.equal(await leaving("goes"), true));
    assert.equal(await leaving("waits"), false);
    await world.eventually(async () => assert.equal(await leaving("waits"), true));
    assert.equal(await leaving("stays"), false);
    for (const one of ["goes", "waits", "stays"])
      await world.admin.call("DELETE", `${world.core}/pods/${one}?gracePeriodSeconds=0`);
  }),
  fact("events are the same in both groups, under other names", async (world) => {
    const made = await world.admin.call("POST", `${world.core}/events`, { body: event(world, "e") });
    assert.equal(made.status, 201, made.text);
    const { json } = await world.admin.call("GET", `${newer(world)}/e`);
    assert.deepEqual(
      [json.apiVersion, json.regarding.name, json.note, json.deprecatedSource.component, json.deprecatedCount],
      ["events.k8s.io/v1", "p", "it was tried", "tester", 2],
    );
    assert.deepEqual([json.metadata.uid, json.involvedObject], [made.json.metadata.uid, undefined]);
  }),
  fact("an event of the newer group is in the older one, in lists and watches too", async (world) => {
    await using watch = await world.admin.watch(`${world.core}/events?watch=true&fieldSelector=metadata.name%3Dnew`);
    const made = await world.admin.call("POST", newer(world), {
      body: {
        metadata: { name: "new" },
        eventTime: "2026-01-02T03:04:05.000000Z",
        reportingController: "test.test/one",
        reportingInstance: "one-1",
        action: "Try",
        reason: "Tried",
        regarding: { kind: "Pod", namespace: world.namespace, name: "p" },
        note: "said",
        type: "Warning",
      },
    });
    assert.equal(made.status, 201, made.text);
    const seen = await watch.next();
    assert.deepEqual(
      [
        seen?.object.apiVersion,
        seen?.object.involvedObject.name,
        seen?.object.message,
        seen?.object.reportingComponent,
      ],
      ["v1", "p", "said", "test.test/one"],
    );
    const list = await world.admin.call(
      "GET",
      `${world.core}/events?fieldSelector=type%3DWarning%2CinvolvedObject.name%3Dp`,
    );
    assert.equal(list.json.items.length, 1);
  }),
  fact("an event of the newer group must say who reports, when and what was done", async (world) => {
    const refusal = async (more: object): Promise<string[]> => {
      const refused = await world.admin.call("POST", newer(world), {
        body: { metadata: { name: "bad" }, regarding: { namespace: world.namespace }, type: "Normal", ...more },
      });
      assert.equal(refused.status, 422, refused.text);
      return refused.json.details.causes.map(({ field }: { field: string }) => field);
    };
    assert.deepEqual(await refusal({}), ["eventTime"]);
    const fields = await refusal({ eventTime: "2026-01-02T03:04:05.000000Z" });
    for (const field of ["reportingController", "reportingInstance", "action", "reason"])
      assert.ok(fields.includes(field), `${field} is not among ${fields}`);
  }),
  fact("an event about another namespace's object is refused", async (world) => {
    const body = { ...event(world, "e"), involvedObject: { kind: "Pod", namespace: "default", name: "p" } };
    const refused = await world.admin.call("POST", `${world.core}/events`, { body });
    assert.equal(refused.status, 422);
    assert.equal(refused.json.details.causes[0].field, "involvedObject.namespace");
  }),
  fact("an autoscaler is one object in both versions", async (world) => {
    const path = (version: string) => `${world.group(`autoscaling/${version}`)}/horizontalpodautoscalers`;
    const target = { apiVersion: "apps/v1", kind: "Deployment", name: "d" };
    const made = await world.admin.call("POST", path("v1"), {
      body: {
        metadata: { name: "h" },
        spec: { maxReplicas: 3, scaleTargetRef: target, targetCPUUtilizationPercentage: 50 },
      },
    });
    assert.equal(made.status, 201, made.text);
    const two = await world.admin.call("GET", `${path("v2")}/h`);
    assert.deepEqual(two.json.spec, {
      scaleTargetRef: target,
      minReplicas: 1,
      maxReplicas: 3,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 50 } } },
      ],
    });
    await world.admin.call("PATCH", `${path("v2")}/h`, { body: { spec: { maxReplicas: 5 } }, contentType: merge });
    const one = await world.admin.call("GET", `${path("v1")}/h`);
    assert.deepEqual([one.json.spec.maxReplicas, one.json.spec.targetCPUUtilizationPercentage], [5, 50]);
  }),
  fact("a service's endpoints are its pods that are ready, with the number of the port", async (world) => {
    const on = { nodeName: await node(world, "True") };
    await running(world, "a", { app: "s" }, "10.9.1.1", true, on);
    await running(world, "b", { app: "s" }, "10.9.1.2", false, on);
    await running(world, "c", { app: "other" }, "10.9.1.3", true, on);
    await world.admin.call("POST", `${world.core}/services`, {
      body: {
        metadata: { name: "s" },
        spec: { selector: { app: "s" }, ports: [{ name: "http", port: 80, targetPort: "web" }] },
      },
    });
    const slice = await world.eventually(async () => {
      const { json } = await world.admin.call(
        "GET",
        `${world.group("discovery.k8s.io/v1")}/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Ds`,
      );
      assert.equal(json.items.length, 1);
      assert.equal(json.items[0].endpoints?.length, 2, JSON.stringify(json.items));
      return json.items[0];
    });
    assert.equal(slice.addressType, "IPv4");
    assert.equal(slice.metadata.labels["endpointslice.kubernetes.io/managed-by"], "endpointslice-controller.k8s.io");
    assert.deepEqual(slice.ports, [{ name: "http", port: 8080, protocol: "TCP" }]);
    const ready = Object.fromEntries(
      slice.endpoints.map((one: { addresses: string[]; conditions: { ready: boolean } }) => [
        one.addresses[0],
        one.conditions.ready,
      ]),
    );
    assert.deepEqual(ready, { "10.9.1.1": true, "10.9.1.2": false });
    const { json } = await world.eventually(async () => {
      const found = await world.admin.call("GET", `${world.core}/endpoints/s`);
      assert.equal(found.json.subsets?.[0]?.addresses?.length, 1, found.text);
      return found;
    });
    const [subset] = json.subsets;
    assert.deepEqual(
      [subset.addresses[0].ip, subset.addresses[0].targetRef.name, subset.notReadyAddresses[0].ip, subset.ports],
      ["10.9.1.1", "a", "10.9.1.2", [{ name: "http", port: 8080, protocol: "TCP" }]],
    );
  }),
  fact("endpoints follow pods that come and go, and go with their service", async (world) => {
    await world.admin.call("POST", `${world.core}/services`, {
      body: { metadata: { name: "s" }, spec: { selector: { app: "s" }, ports: [{ port: 80 }] } },
    });
    const addresses = async (): Promise<string[]> => {
      const { json } = await world.admin.call("GET", `${world.core}/endpoints/s`);
      return (json.subsets ?? []).flatMap(({ addresses: all = [] }: { addresses?: { ip: string }[] }) =>
        all.map(({ ip }) => ip),
      );
    };
    await running(world, "a", { app: "s" }, "10.9.2.1", true, { nodeName: await node(world, "True") });
    await world.eventually(async () => assert.deepEqual(await addresses(), ["10.9.2.1"]));
    await world.admin.call("DELETE", `${world.core}/pods/a?gracePeriodSeconds=0`);
    await world.eventually(async () => assert.deepEqual(await addresses(), []));
    await world.admin.call("DELETE", `${world.core}/services/s`);
    await world.eventually(async () => {
      assert.equal((await world.admin.call("GET", `${world.core}/endpoints/s`)).status, 404);
      const { json } = await world.admin.call("GET", `${world.group("discovery.k8s.io/v1")}/endpointslices`);
      assert.deepEqual(json.items, []);
    }, 20);
  }),
];
