import assert from "node:assert/strict";
import { systemClock } from "@aro/runtime";
import { type Fact, fact, type World } from "../fact.ts";
import { patching, type Reviewed, startWebhook, type WebhookServer } from "../webhook-server.ts";

const root = "/apis/admissionregistration.k8s.io/v1";
const rule = (more: object = {}) => ({
  operations: ["*"],
  apiGroups: [""],
  apiVersions: ["v1"],
  resources: ["configmaps"],
  ...more,
});
const inside = ({ namespace }: World) => ({ matchLabels: { "kubernetes.io/metadata.name": namespace } });

/** Registers a webhook for the fact's namespace, and waits until it is asked: a config map named `ready` is no other write's. */
async function register(
  world: World,
  server: WebhookServer,
  type: "validating" | "mutating",
  more: object = {},
): Promise<void> {
  const { admin, unique, afterwards } = world;
  const path = `${root}/${type}webhookconfigurations`;
  const name = unique("hook");
  const made = await admin.call("POST", path, {
    body: {
      metadata: { name },
      webhooks: [
        {
          name: "one.hook.test",
          clientConfig: { url: `${server.url}/review`, caBundle: server.caBundle },
          rules: [rule()],
          namespaceSelector: inside(world),
          sideEffects: "None",
          admissionReviewVersions: ["v1"],
          ...more,
        },
      ],
    },
  });
  assert.equal(made.status, 201, made.text);
  afterwards(() => admin.call("DELETE", `${path}/${name}`));
}
const create = ({ admin, core }: World, name: string, more: object = {}, query = "") =>
  admin.call("POST", `${core}/configmaps${query}`, { body: { metadata: { name }, data: { x: "1" }, ...more } });
/** Writes in dry runs until the webhook has a say. */
const active = async (world: World, server: WebhookServer): Promise<void> => {
  await world.eventually(async () => {
    await create(world, "ready", {}, "?dryRun=All");
    assert.ok(server.asked.length > 0, "the webhook was not asked");
  });
  server.asked.length = 0;
};
const allow = () => ({ allowed: true });
/** Takes what is only tried, so that the wait for a webhook is no refusal; asks `judge` otherwise. */
const unlessReady = (judge: (request: Reviewed) => object) => (request: Reviewed) =>
  request.name === "ready" ? allow() : judge(request);

/** Webhooks of admission. */
export const webhooks: readonly Fact[] = [
  fact("a validating webhook is told the write: who, what, before and after", async (world) => {
    await using server = await startWebhook(allow);
    await register(world, server, "validating");
    await active(world, server);
    await create(world, "a", {}, "?fieldManager=tool");
    const [asked] = server.asked;
    assert.deepEqual(asked.kind, { group: "", version: "v1", kind: "ConfigMap" });
    assert.deepEqual(asked.resource, { group: "", version: "v1", resource: "configmaps" });
    assert.deepEqual([asked.operation, asked.name, asked.namespace], ["CREATE", "a", world.namespace]);
    assert.equal(asked.userInfo.username, "admin");
    assert.deepEqual(asked.userInfo.groups, ["system:masters", "system:authenticated"]);
    assert.deepEqual(
      [asked.object.kind, asked.object.data.x, asked.oldObject, asked.dryRun],
      ["ConfigMap", "1", null, false],
    );
    await world.admin.call("PATCH", `${world.core}/configmaps/a`, {
      body: { data: { x: "2" } },
      contentType: "application/merge-patch+json",
    });
    const changed = server.asked[1];
    assert.deepEqual([changed.operation, changed.oldObject.data.x, changed.object.data.x], ["UPDATE", "1", "2"]);
    await world.admin.call("DELETE", `${world.core}/configmaps/a`);
    const removed = server.asked[2];
    assert.deepEqual([removed.operation, removed.object, removed.oldObject.data.x], ["DELETE", null, "2"]);
  }),
  fact("a denial is a refusal with the webhook's words, code and reason", async (world) => {
    await using server = await startWebhook(
      unlessReady(() => ({ allowed: false, status: { code: 403, reason: "Forbidden", message: "not today" } })),
    );
    await register(world, server, "validating");
    await active(world, server);
    const refused = await create(world, "a");
    assert.equal(refused.status, 403);
    assert.equal(refused.json.reason, "Forbidden");
    assert.equal(refused.json.message, 'admission webhook "one.hook.test" denied the request: not today');
    assert.equal((await world.admin.call("GET", `${world.core}/configmaps/a`)).status, 404);
  }),
  fact("a denial without words is a bad request without explanation", async (world) => {
    await using server = await startWebhook(unlessReady(() => ({ allowed: false })));
    await register(world, server, "validating");
    await active(world, server);
    const refused = await create(world, "a");
    assert.equal(refused.status, 400);
    assert.equal(refused.json.message, 'admission webhook "one.hook.test" denied the request without explanation');
  }),
  fact("what a webhook warns of is told to the client", async (world) => {
    await using server = await startWebhook(() => ({ allowed: true, warnings: ["mind the gap"] }));
    await register(world, server, "validating");
    await active(world, server);
    const made = await create(world, "a");
    assert.equal(made.status, 201);
    assert.match(String(made.headers["warning"]), /299 - "mind the gap"/);
  }),
  fact("a mutating webhook's patch is in what is stored", async (world) => {
    await using server = await startWebhook(() => patching([{ op: "add", path: "/data/y", value: "added" }]));
    await register(world, server, "mutating");
    await active(world, server);
    const made = await create(world, "a");
    assert.equal(made.status, 201, made.text);
    assert.deepEqual(made.json.data, { x: "1", y: "added" });
    assert.deepEqual((await world.admin.call("GET", `${world.core}/configmaps/a`)).json.data, { x: "1", y: "added" });
  }),
  fact("what a webhook patched is completed and checked like any other write", async (world) => {
    await using server = await startWebhook((request) =>
      request.name === "ready"
        ? allow()
        : patching([{ op: "add", path: "/metadata/labels", value: { "not a label": "x" } }]),
    );
    await register(world, server, "mutating");
    await active(world, server);
    const refused = await create(world, "a");
    assert.equal(refused.status, 422);
    assert.equal(refused.json.details.causes[0].field, "metadata.labels");
  }),
  fact("webhooks of one configuration change an object one after the other", async (world) => {
    await using server = await startWebhook((request) =>
      patching([{ op: "add", path: "/data/seen", value: `${request.object.data.seen ?? ""}+` }]),
    );
    const webhook = (name: string) => ({
      name,
      clientConfig: { url: server.url, caBundle: server.caBundle },
      rules: [rule({ operations: ["CREATE"] })],
      namespaceSelector: inside(world),
      sideEffects: "None",
      admissionReviewVersions: ["v1"],
    });
    const name = world.unique("hooks");
    await world.admin.call("POST", `${root}/mutatingwebhookconfigurations`, {
      body: { metadata: { name }, webhooks: [webhook("a.hook.test"), webhook("b.hook.test")] },
    });
    world.afterwards(() => world.admin.call("DELETE", `${root}/mutatingwebhookconfigurations/${name}`));
    await active(world, server);
    assert.equal((await create(world, "a")).json.data.seen, "++");
  }),
  fact("a validating webhook sees what a mutating one has made", async (world) => {
    await using mutating = await startWebhook(() => patching([{ op: "add", path: "/data/y", value: "added" }]));
    await using validating = await startWebhook(allow);
    await register(world, mutating, "mutating");
    await register(world, validating, "validating");
    await active(world, mutating);
    await active(world, validating);
    await create(world, "a");
    assert.equal(validating.asked.find(({ name }) => name === "a").object.data.y, "added");
  }),
  fact("a webhook that is not to be reached fails the write, or is passed over, as it says", async (world) => {
    const server = await startWebhook(allow);
    await register(world, server, "validating", { failurePolicy: "Fail" });
    await active(world, server);
    await server[Symbol.asyncDispose]();
    const failed = await create(world, "a");
    assert.equal(failed.status, 500);
    assert.equal(failed.json.reason, "InternalError");
    assert.match(
      failed.json.message,
      /^Internal error occurred: failed calling webhook "one\.hook\.test": failed to call webhook: Post "https:/,
    );
    const other = await startWebhook(allow);
    const second = { ...world, namespace: world.unique("fact") };
    await world.admin.call("POST", "/api/v1/namespaces", { body: { metadata: { name: second.namespace } } });
    world.afterwards(() => world.admin.call("DELETE", `/api/v1/namespaces/${second.namespace}`));
    second.core = `/api/v1/namespaces/${second.namespace}`;
    await register(second, other, "validating", { failurePolicy: "Ignore" });
    await active(second, other);
    await other[Symbol.asyncDispose]();
    assert.equal((await create(second, "a")).status, 201);
  }),
  fact("a webhook that takes too long has failed", async (world) => {
    await using server = await startWebhook(async (request) => {
      if (request.name !== "ready") await systemClock.sleep(2_500);
      return { allowed: true };
    });
    await register(world, server, "validating", { timeoutSeconds: 1 });
    await active(world, server);
    const failed = await create(world, "a");
    assert.equal(failed.status, 500);
    assert.match(failed.json.message, /failed calling webhook "one\.hook\.test".*(deadline exceeded|timeout)/i);
  }),
  fact("a webhook whose certificate is not its authority's has failed", async (world) => {
    await using server = await startWebhook(allow);
    await using other = await startWebhook(allow);
    await register(world, { ...server, caBundle: other.caBundle, [Symbol.asyncDispose]: async () => {} }, "validating");
    const failed = await world.eventually(async () => {
      const answer = await create(world, "a", {}, "?dryRun=All");
      assert.equal(answer.status, 500);
      return answer;
    });
    assert.match(failed.json.message, /certificate/);
    assert.equal(server.asked.length, 0);
  }),
  fact("an answer to another question has failed", async (world) => {
    await using server = await startWebhook((request) =>
      request.name === "ready" ? allow() : { uid: "another", allowed: true },
    );
    await register(world, server, "validating");
    await active(world, server);
    const failed = await create(world, "a");
    assert.equal(failed.status, 500);
    assert.match(failed.json.message, /expected response\.uid/);
  }),
  fact("a webhook is asked about its own operations and resources only", async (world) => {
    await using server = await startWebhook(allow);
    await register(world, server, "validating", {
      rules: [rule({ operations: ["DELETE"] }), rule({ resources: ["secrets"] })],
    });
    await world.eventually(async () => {
      await world.admin.call("POST", `${world.core}/secrets?dryRun=All`, { body: { metadata: { name: "s" } } });
      assert.ok(server.asked.length > 0);
    });
    server.asked.length = 0;
    await create(world, "a");
    assert.equal(server.asked.length, 0);
    await world.admin.call("DELETE", `${world.core}/configmaps/a`);
    assert.deepEqual(
      server.asked.map(({ operation }) => operation),
      ["DELETE"],
    );
  }),
  fact("a webhook for objects with a label is asked about no others", async (world) => {
    await using server = await startWebhook(allow);
    await register(world, server, "validating", { objectSelector: { matchLabels: { look: "yes" } } });
    const labelled = { metadata: { name: "ready", labels: { look: "yes" } } };
    await world.eventually(async () => {
      await create(world, "ready", labelled, "?dryRun=All");
      assert.ok(server.asked.length > 0);
    });
    server.asked.length = 0;
    await create(world, "a");
    assert.equal(server.asked.length, 0);
  }),
  fact("a webhook's conditions are asked before it is", async (world) => {
    await using server = await startWebhook(allow);
    await register(world, server, "validating", {
      matchConditions: [
        { name: "not-quiet", expression: "!('quiet' in object.data)" },
        { name: "by-admin", expression: "request.userInfo.username == 'admin'" },
      ],
    });
    await active(world, server);
    await create(world, "a", { data: { quiet: "yes" } });
    assert.equal(server.asked.length, 0);
    await create(world, "b");
    assert.equal(server.asked.length, 1);
  }),
  fact("a subresource is another resource to webhooks", async (world) => {
    await using server = await startWebhook(allow);
    await register(world, server, "validating", {
      rules: [rule({ apiGroups: ["apps"], resources: ["deployments/status"] })],
    });
    const path = `${world.group("apps/v1")}/deployments`;
    const template = { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "c", image: "i" }] } };
    await world.admin.call("POST", path, {
      body: { metadata: { name: "d" }, spec: { replicas: 0, selector: { matchLabels: { a: "b" } }, template } },
    });
    await world.eventually(async () => {
      await world.admin.call("PATCH", `${path}/d/status?dryRun=All`, {
        body: { status: { collisionCount: 1 } },
        contentType: "application/merge-patch+json",
      });
      assert.ok(server.asked.some(({ userInfo }) => userInfo.username === "admin"));
    });
    assert.ok(server.asked.every(({ subResource }) => subResource === "status"));
  }),
  fact("the objects of controllers pass webhooks too", async (world) => {
    await using server = await startWebhook(() =>
      patching([{ op: "add", path: "/metadata/labels/marked", value: "yes" }]),
    );
    await register(world, server, "mutating", { rules: [rule({ operations: ["CREATE"], resources: ["pods"] })] });
    const pod = { metadata: { name: "ready", labels: { a: "b" } }, spec: { containers: [{ name: "c", image: "i" }] } };
    await world.eventually(async () => {
      const made = await world.admin.call("POST", `${world.core}/pods?dryRun=All`, { body: pod });
      assert.equal(made.json.metadata.labels?.marked, "yes");
    });
    await world.admin.call("POST", `${world.group("apps/v1")}/replicasets`, {
      body: {
        metadata: { name: "r" },
        spec: {
          replicas: 2,
          selector: { matchLabels: { a: "b" } },
          template: { metadata: { labels: { a: "b" } }, spec: pod.spec },
        },
      },
    });
    await world.eventually(async () => {
      const { json } = await world.admin.call("GET", `${world.core}/pods?labelSelector=marked%3Dyes`);
      assert.equal(json.items.length, 2);
    });
  }),
  fact("a webhook that may have side effects, or speaks no known version, is not registered", async ({ admin }) => {
    const webhook = {
      name: "one.hook.test",
      clientConfig: { url: "https://127.0.0.1:1" },
      rules: [rule()],
      sideEffects: "None",
      admissionReviewVersions: ["v1"],
    };
    const post = (more: object) =>
      admin.call("POST", `${root}/validatingwebhookconfigurations?dryRun=All`, {
        body: { metadata: { name: "x" }, webhooks: [{ ...webhook, ...more }] },
      });
    for (const [more, field] of [
      [{ sideEffects: "Some" }, "webhooks[0].sideEffects"],
      [{ admissionReviewVersions: ["v9"] }, "webhooks[0].admissionReviewVersions"],
      [{ name: "short" }, "webhooks[0].name"],
      [{ timeoutSeconds: 99 }, "webhooks[0].timeoutSeconds"],
      [{ clientConfig: { url: "http://127.0.0.1:1" } }, "webhooks[0].clientConfig.url"],
      [{ clientConfig: {} }, "webhooks[0].clientConfig"],
    ] as const) {
      const refused = await post(more);
      assert.equal(refused.status, 422, `${field}: ${refused.text}`);
      assert.deepEqual(
        refused.json.details.causes.map((one: { field: string }) => one.field),
        [field],
      );
    }
  }),
];
