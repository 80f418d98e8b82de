import assert from "node:assert/strict";
import type { Answer } from "../client.ts";
import { type Fact, fact, type World } from "../fact.ts";

const strategic = "application/strategic-merge-patch+json";

async function pod({ admin, core, eventually }: World, container: object = {}): Promise<void> {
  await eventually(async () => {
    const body = { metadata: { name: "p" }, spec: { containers: [{ name: "c", image: "i", ...container }] } };
    const made = await admin.call("POST", `${core}/pods`, { body });
    assert.equal(made.status, 201, made.text);
  });
}
const through =
  (subresource: string) =>
  (world: World, body: object, contentType: string = strategic) =>
    world.admin.call("PATCH", `${world.core}/pods/p/${subresource}`, { body, contentType });
const debug = through("ephemeralcontainers");
const resize = through("resize");
const added = (...ephemeralContainers: object[]) => ({ spec: { ephemeralContainers } });
const refused = (answer: Answer): string => {
  assert.equal(answer.status, 422, answer.text);
  return answer.json.message;
};
const resources = (requests: object, limits?: object) => ({
  spec: { containers: [{ name: "c", resources: { requests, ...(limits === undefined ? {} : { limits }) } }] },
});

/** What is changed of a pod that runs: containers to look into it, and how much it may use. */
export const ephemeralContainers: readonly Fact[] = [
  fact("an ephemeral container is added to a pod, with the defaults of containers", async (world) => {
    await pod(world);
    const { json } = await debug(world, added({ name: "debug", image: "busybox", targetContainerName: "c" }));
    assert.deepEqual(json.spec.ephemeralContainers, [
      {
        name: "debug",
        image: "busybox",
        resources: {},
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
        imagePullPolicy: "Always",
        targetContainerName: "c",
      },
    ]);
    assert.equal(json.metadata.generation, 2);
    const read = await world.admin.call("GET", `${world.core}/pods/p/ephemeralcontainers`);
    assert.equal(read.json.kind, "Pod");
    assert.equal(read.json.spec.ephemeralContainers.length, 1);
    const writers = json.metadata.managedFields.map(({ subresource }: { subresource?: string }) => subresource);
    assert.ok(writers.includes("ephemeralcontainers"), writers.join());
  }),
  fact("nothing but ephemeral containers is changed through their subresource", async (world) => {
    await pod(world);
    const { json, status } = await debug(world, {
      metadata: { labels: { a: "b" } },
      spec: { activeDeadlineSeconds: 5, ephemeralContainers: [{ name: "debug", image: "busybox:1" }] },
    });
    assert.equal(status, 200);
    assert.deepEqual([json.metadata.labels, json.spec.activeDeadlineSeconds], [undefined, undefined]);
    assert.equal(json.spec.ephemeralContainers[0].imagePullPolicy, "IfNotPresent");
  }),
  fact("an ephemeral container stays, and stays as it is", async (world) => {
    await pod(world);
    await debug(world, added({ name: "debug", image: "busybox" }));
    assert.match(
      refused(await debug(world, added({ name: "debug", image: "other" }))),
      /^Pod "p" is invalid: spec\.ephemeralContainers: Forbidden: existing ephemeral containers "debug" may not be changed/,
    );
    const gone = [{ op: "remove", path: "/spec/ephemeralContainers/0" }];
    assert.match(
      refused(await debug(world, gone, "application/json-patch+json")),
      /^Pod "p" is invalid: spec\.ephemeralContainers: Forbidden: existing ephemeral containers "debug" may not be removed/,
    );
    const { json } = await debug(world, added({ name: "second", image: "busybox" }));
    assert.deepEqual(json.spec.ephemeralContainers.map(({ name }: { name: string }) => name).sort(), [
      "debug",
      "second",
    ]);
  }),
  fact("ephemeral containers come by their subresource only", async (world) => {
    await pod(world);
    const change = { body: added({ name: "debug", image: "busybox" }), contentType: strategic };
    const patched = await world.admin.call("PATCH", `${world.core}/pods/p`, change);
    assert.match(
      refused(patched),
      /^Pod "p" is invalid: spec: Forbidden: pod updates may not change fields other than/,
    );
    const made = await world.admin.call("POST", `${world.core}/pods`, {
      body: {
        metadata: { name: "q" },
        spec: { containers: [{ name: "c", image: "i" }], ephemeralContainers: [{ name: "debug", image: "busybox" }] },
      },
    });
    assert.equal(refused(made), 'Pod "q" is invalid: spec.ephemeralContainers: Forbidden: cannot be set on create');
  }),
  ...(
    [
      ["has the name of another", { name: "c", image: "i" }, 'spec.ephemeralContainers[0].name: Duplicate value: "c"'],
      [
        "looks into one that is not there",
        { name: "d", image: "i", targetContainerName: "nope" },
        'spec.ephemeralContainers[0].targetContainerName: Not found: "nope"',
      ],
      ["has no image", { name: "d" }, "spec.ephemeralContainers[0].image: Required value"],
      [
        "has what only lasting ones may",
        {
          name: "d",
          image: "i",
          ports: [{ containerPort: 80 }],
          resources: { limits: { cpu: "1" } },
          livenessProbe: { tcpSocket: { port: 1 } },
          lifecycle: { preStop: { exec: { command: ["x"] } } },
        },
        `[${["ports", "resources", "livenessProbe", "lifecycle"]
          .map((one) => `spec.ephemeralContainers[0].${one}: Forbidden: cannot be set for an Ephemeral Container`)
          .join(", ")}]`,
      ],
    ] as const
  ).map(([what, container, wanted]) =>
    fact(`an ephemeral container is refused that ${what}`, async (world) => {
      await pod(world);
      assert.equal(refused(await debug(world, added(container))), `Pod "p" is invalid: ${wanted}`);
    }),
  ),
  fact("ephemeral containers are added to no pod that is not there", async (world) => {
    assert.equal((await debug(world, added({ name: "d", image: "i" }))).status, 404);
  }),
  fact("who may patch pods may not add ephemeral containers by it", async (world) => {
    await pod(world);
    const name = world.unique("debugger");
    const { admin, namespace } = world;
    const rights = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
    await admin.call("POST", `${rights}/roles`, {
      body: { metadata: { name }, rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["patch"] }] },
    });
    await admin.call("POST", `${rights}/rolebindings`, {
      body: {
        metadata: { name },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name }],
      },
    });
    const other = await world.as({ user: { name } });
    const answer = await other.call("PATCH", `${world.core}/pods/p/ephemeralcontainers`, {
      body: added({ name: "debug", image: "busybox" }),
      contentType: strategic,
    });
    assert.equal(answer.status, 403);
    assert.match(answer.json.message, /cannot patch resource "pods\/ephemeralcontainers"/);
  }),
  fact("what a pod's containers ask for is changed by the resize subresource, and nothing else is", async (world) => {
    await pod(world, { resources: { requests: { cpu: "100m" }, limits: { cpu: "200m" } } });
    const { json } = await resize(world, {
      metadata: { labels: { a: "b" } },
      spec: { containers: [{ name: "c", image: "other", resources: { requests: { cpu: "150m" } } }] },
    });
    const [container] = json.spec.containers;
    assert.deepEqual(
      [container.image, container.resources, json.metadata.labels, json.metadata.generation],
      ["i", { limits: { cpu: "200m" }, requests: { cpu: "150m" } }, undefined, 2],
    );
    const plain = await world.admin.call("PATCH", `${world.core}/pods/p`, {
      body: resources({ cpu: "160m" }),
      contentType: strategic,
    });
    assert.match(refused(plain), /pod updates may not change fields other than/);
  }),
  fact("a resize keeps to limits and to the pod's quality of service", async (world) => {
    await pod(world, { resources: { requests: { cpu: "100m" }, limits: { cpu: "200m" } } });
    assert.equal(
      refused(await resize(world, resources({ cpu: "300m" }))),
      'Pod "p" is invalid: spec.containers[0].resources.requests: Invalid value: "300m": must be less than or equal to cpu limit of 200m',
    );
    const guaranteed = { cpu: "200m", memory: "1Gi" };
    assert.equal(
      refused(await resize(world, resources(guaranteed, guaranteed))),
      'Pod "p" is invalid: spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing',
    );
  }),
];
