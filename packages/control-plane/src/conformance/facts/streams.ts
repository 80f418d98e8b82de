import assert from "node:assert/strict";
import type { Answer } from "../client.ts";
import { type Fact, fact, type World } from "../fact.ts";

const container = (name: string) => ({ name, image: "i" });

/** Makes a pod that no node takes, or that is on a node already. */
async function makePod(world: World, name: string, spec: object = {}, names = ["app"]): Promise<string> {
  await world.eventually(async () =>
    assert.equal((await world.admin.call("GET", `${world.core}/serviceaccounts/default`)).status, 200),
  );
  const body = {
    metadata: { name },
    spec: { nodeSelector: { no: "where" }, containers: names.map(container), ...spec },
  };
  const made = await world.admin.call("POST", `${world.core}/pods`, { body });
  assert.equal(made.status, 201, made.text);
  const path = `${world.core}/pods/${name}`;
  world.afterwards(() => world.admin.call("DELETE", `${path}?gracePeriodSeconds=0`));
  return path;
}

/** Makes a node; with `port`, it says that its kubelet listens there, where nobody does. */
async function makeNode({ admin, unique, afterwards }: World, port?: number): Promise<string> {
  const name = unique("node");
  const made = await admin.call("POST", "/api/v1/nodes", { body: { metadata: { name } } });
  assert.equal(made.status, 201, made.text);
  afterwards(() => admin.call("DELETE", `/api/v1/nodes/${name}`));
  if (port === undefined) return name;
  const status = {
    addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
    daemonEndpoints: { kubeletEndpoint: { Port: port } },
  };
  const told = await admin.call("PATCH", `/api/v1/nodes/${name}/status`, {
    contentType: "application/merge-patch+json",
    body: { status },
  });
  assert.equal(told.status, 200, told.text);
  return name;
}

const webSocket = (protocol: string) => ({
  headers: {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "sec-websocket-protocol": protocol,
  },
});
const spdy = (protocol: string) => ({
  headers: { connection: "Upgrade", upgrade: "SPDY/3.1", "x-stream-protocol-version": protocol },
});

function refused(answer: Answer, code: number, reason: string | undefined, message: string): void {
  assert.equal(answer.status, code, answer.text);
  assert.equal(answer.json.kind, "Status");
  assert.equal(answer.json.reason, reason);
  assert.equal(answer.json.message, message);
}

const exec = "exec?command=ls&stdout=true";
const refusedConnection = "error dialing backend: dial tcp 127.0.0.1:1: connect: connection refused";

/** Logs, commands and ports of pods, as far as the API server itself decides; and what it says when no kubelet answers. */
export const streams: readonly Fact[] = [
  fact("the log of a pod that no node has yet is empty: 204", async (world) => {
    const answer = await world.admin.call("GET", `${await makePod(world, "a")}/log`);
    assert.deepEqual([answer.status, answer.text], [204, ""]);
  }),
  fact("a command in a pod that no node has is refused", async (world) => {
    const path = await makePod(world, "a");
    for (const part of [exec, "attach?stdout=true", "portforward"])
      for (const method of ["GET", "POST"])
        refused(
          await world.admin.call(method, `${path}/${part}`),
          400,
          "BadRequest",
          "pod a does not have a host assigned",
        );
  }),
  fact("a pod with several containers must be told which, init containers named first", async (world) => {
    const path = await makePod(world, "a", { initContainers: [container("first")] }, ["one", "two"]);
    for (const part of ["log", exec])
      refused(
        await world.admin.call("GET", `${path}/${part}`),
        400,
        "BadRequest",
        "a container name must be specified for pod a, choose one of: [first one two]",
      );
    assert.equal((await world.admin.call("GET", `${path}/log?container=first`)).status, 204);
  }),
  fact("a container that is not the pod's is refused", async (world) => {
    const path = await makePod(world, "a");
    for (const part of ["log?container=b", `${exec}&container=b`])
      refused(
        await world.admin.call("GET", `${path}/${part}`),
        400,
        "BadRequest",
        "container b is not valid for pod a",
      );
  }),
  fact("a pod that there is not has no log and runs no command", async (world) => {
    for (const part of ["log", exec, "portforward"])
      refused(await world.admin.call("GET", `${world.core}/pods/a/${part}`), 404, "NotFound", 'pods "a" not found');
  }),
  fact("options of a log are checked before the pod is looked for", async (world) => {
    const answer = await world.admin.call("GET", `${world.core}/pods/a/log?tailLines=-1`);
    refused(
      answer,
      422,
      "Invalid",
      'PodLogOptions "a" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0',
    );
    assert.deepEqual(answer.json.details, {
      name: "a",
      kind: "PodLogOptions",
      causes: [
        {
          reason: "FieldValueInvalid",
          message: "Invalid value: -1: must be greater than or equal to 0",
          field: "tailLines",
        },
      ],
    });
  }),
  fact("every option of a log that is wrong is told", async (world) => {
    refused(
      await world.admin.call("GET", `${world.core}/pods/a/log?limitBytes=0&sinceSeconds=0`),
      422,
      "Invalid",
      'PodLogOptions "a" is invalid: [limitBytes: Invalid value: 0: must be greater than 0, sinceSeconds: Invalid value: 0: must be greater than 0]',
    );
    refused(
      await world.admin.call("GET", `${world.core}/pods/a/log?sinceSeconds=5&sinceTime=2020-01-01T00:00:00Z`),
      422,
      "Invalid",
      'PodLogOptions "a" is invalid: []: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
    );
  }),
  fact("an option of a log that is no number or time is a bad request", async (world) => {
    refused(
      await world.admin.call("GET", `${world.core}/pods/a/log?tailLines=x`),
      400,
      "BadRequest",
      'strconv.ParseInt: parsing "x": invalid syntax',
    );
    refused(
      await world.admin.call("GET", `${world.core}/pods/a/log?sinceTime=xyz`),
      400,
      "BadRequest",
      'parsing time "xyz" as "2006-01-02T15:04:05Z07:00": cannot parse "xyz" as "2006"',
    );
  }),
  fact("logs are only read, and commands are only run", async (world) => {
    const path = await makePod(world, "a");
    for (const [method, part] of [
      ["POST", "log"],
      ["DELETE", "exec"],
      ["PUT", "exec"],
    ] as const)
      refused(
        await world.admin.call(method, `${path}/${part}`),
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
      );
  }),
  fact("a pod on a node without an address: nobody can be asked", async (world) => {
    const path = await makePod(world, "a", { nodeName: await makeNode(world) });
    for (const part of ["log", exec, "portforward"])
      refused(
        await world.admin.call("GET", `${path}/${part}`),
        500,
        undefined,
        "no preferred addresses found; known addresses: []",
      );
  }),
  fact("a pod on a node that there is not: the node is told missing under the name of pods", async (world) => {
    const name = world.unique("gone");
    const path = await makePod(world, "a", { nodeName: name });
    for (const part of ["log", exec, "portforward"]) {
      const answer = await world.admin.call("GET", `${path}/${part}`);
      refused(answer, 404, "NotFound", `pods "${name}" not found`);
      assert.deepEqual(answer.json.details, { name, kind: "pods" });
    }
  }),
  fact("the log of a pod whose kubelet does not answer names what was asked of it", async (world) => {
    const path = await makePod(world, "a", { nodeName: await makeNode(world, 1) });
    const asked = `https://127.0.0.1:1/containerLogs/${world.namespace}/a/app`;
    const because = "dial tcp 127.0.0.1:1: connect: connection refused";
    refused(await world.admin.call("GET", `${path}/log`), 500, undefined, `Get "${asked}": ${because}`);
    refused(
      await world.admin.call(
        "GET",
        `${path}/log?timestamps=1&follow=true&previous=false&tailLines=3&sinceSeconds=5&limitBytes=9`,
      ),
      500,
      undefined,
      `Get "${asked}?follow=true&limitBytes=9&sinceSeconds=5&tailLines=3&timestamps=true": ${because}`,
    );
  }),
  fact("commands and ports ask for another protocol", async (world) => {
    const path = await makePod(world, "a", { nodeName: await makeNode(world, 1) });
    for (const part of [exec, "exec", "attach", "portforward"])
      for (const method of ["GET", "POST"])
        refused(await world.admin.call(method, `${path}/${part}`), 400, "BadRequest", "Upgrade request required");
  }),
  fact(
    "over SPDY and the older WebSocket a kubelet that does not answer is told before the protocol is changed",
    async (world) => {
      const path = await makePod(world, "a", { nodeName: await makeNode(world, 1) });
      for (const [part, options] of [
        [exec, spdy("v4.channel.k8s.io")],
        ["attach?stdout=true", spdy("v4.channel.k8s.io")],
        ["portforward", spdy("portforward.k8s.io")],
      ] as const)
        refused(await world.admin.call("POST", `${path}/${part}`, options), 500, undefined, refusedConnection);
      for (const [part, protocol] of [
        [exec, "v4.channel.k8s.io"],
        ["portforward?ports=80", "v4.channel.k8s.io"],
        ["portforward", "SPDY/3.1+portforward.k8s.io"],
      ] as const)
        refused(
          await world.admin.call("GET", `${path}/${part}`, webSocket(protocol)),
          500,
          undefined,
          refusedConnection,
        );
    },
  ),
  fact("who may only get a command's path may not open it: a stream needs create", async (world) => {
    const path = await makePod(world, "a", { nodeName: await makeNode(world, 1) });
    const name = world.unique("streamer");
    const rbac = world.group("rbac.authorization.k8s.io/v1");
    await world.admin.call("POST", `${rbac}/roles`, {
      body: {
        metadata: { name },
        rules: [{ apiGroups: [""], resources: ["pods/exec", "pods/attach", "pods/portforward"], verbs: ["get"] }],
      },
    });
    await world.admin.call("POST", `${rbac}/rolebindings`, {
      body: {
        metadata: { name },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name }],
      },
    });
    const client = await world.as({ user: { name } });
    for (const part of ["exec", "attach", "portforward"])
      await world.eventually(async () => {
        const answer = await client.call("GET", `${path}/${part}`);
        refused(answer, 403, "Forbidden", 'pods "a" is forbidden: ');
        assert.deepEqual(answer.json.details, { name: "a", kind: "pods" });
      });
    refused(
      await client.call("POST", `${path}/exec`),
      403,
      "Forbidden",
      `pods "a" is forbidden: User "${name}" cannot create resource "pods/exec" in API group "" in the namespace "${world.namespace}"`,
    );
  }),
  fact("a node's own paths are not reached over a loopback address, nor by a scheme that is none", async (world) => {
    const name = await makeNode(world, 1);
    refused(
      await world.admin.call("GET", `/api/v1/nodes/${name}/proxy/healthz`),
      400,
      "BadRequest",
      "address not allowed",
    );
    refused(
      await world.admin.call("GET", `/api/v1/nodes/ftp:${name}:1/proxy/healthz`),
      400,
      "BadRequest",
      `invalid node request "ftp:${name}:1"`,
    );
  }),
  fact("a node without an address, and one that there is not, have no paths", async (world) => {
    refused(
      await world.admin.call("GET", `/api/v1/nodes/${await makeNode(world)}/proxy/healthz`),
      500,
      undefined,
      "no preferred addresses found; known addresses: []",
    );
    const name = world.unique("gone");
    refused(
      await world.admin.call("GET", `/api/v1/nodes/${name}/proxy/healthz`),
      404,
      "NotFound",
      `nodes "${name}" not found`,
    );
  }),
  fact("a pod without an address is not proxied to", async (world) => {
    const path = await makePod(world, "a");
    for (const one of [path, `${path}:80`, path.replace(/a$/, "https:a:80")])
      refused(await world.admin.call("GET", `${one}/proxy/x`), 400, "BadRequest", "address not allowed");
  }),
  fact("a service is not proxied to at a port that it has not", async (world) => {
    const made = await world.admin.call("POST", `${world.core}/services`, {
      body: { metadata: { name: "s" }, spec: { selector: { a: "b" }, ports: [{ name: "web", port: 80 }] } },
    });
    assert.equal(made.status, 201, made.text);
    refused(
      await world.admin.call("GET", `${world.core}/services/s:81/proxy/`),
      503,
      "ServiceUnavailable",
      'no service port 81 found for service "s"',
    );
    refused(
      await world.admin.call("GET", `${world.core}/services/t/proxy/`),
      404,
      "NotFound",
      'services "t" not found',
    );
  }),
  fact("a binding gives a pod its node, once", async (world) => {
    const path = await makePod(world, "a", { schedulerName: "mine", nodeSelector: {} });
    const node = world.unique("node");
    const bind = (target: object) =>
      world.admin.call("POST", `${path}/binding`, {
        body: { apiVersion: "v1", kind: "Binding", metadata: { name: "a", annotations: { by: "me" } }, target },
      });
    refused(await bind({}), 500, undefined, "target.name: Required value");
    const made = await bind({ kind: "Node", name: node });
    assert.equal(made.status, 201, made.text);
    assert.deepEqual([made.json.kind, made.json.status], ["Status", "Success"]);
    const pod = await world.admin.call("GET", path);
    assert.deepEqual([pod.json.spec.nodeName, pod.json.metadata.annotations.by], [node, "me"]);
    refused(
      await bind({ kind: "Node", name: world.unique("other") }),
      409,
      "Conflict",
      `Operation cannot be fulfilled on pods/binding "a": pod a is already assigned to node "${node}"`,
    );
  }),
];
