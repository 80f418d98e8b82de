import assert from "node:assert/strict";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { type Duplex, duplexPair } from "node:stream";
import { after, test } from "node:test";
import { systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { startControlPlane } from "../control-plane.ts";
import { asController, kindOf } from "../controllers/controller.ts";
import { makeKeys } from "../server/keyring.ts";
import { ApiStatus } from "../status/status.ts";
import type { NodeAgent, ProcessStreams } from "./node-agent.ts";

/** What the agent below was asked, and how it answers. */
const seen = { signals: [] as AbortSignal[], sent: 0, carried: undefined as Duplex | undefined };
const part = Buffer.alloc(64 * 1024, "x");

const agent: NodeAgent = {
  logs: async ({ container }, { follow }, signal) => {
    if (container === "waits") throw new ApiStatus("BadRequest", "it waits to start");
    seen.signals.push(signal);
    return (async function* () {
      seen.sent = 0;
      while (follow && !signal.aborted) {
        seen.sent++;
        yield part;
      }
    })();
  },
  exec: async ({ container }, command) => {
    if (container === "waits") throw new ApiStatus("InternalError", 'container not found ("waits")');
    return async ({ stdout }: ProcessStreams, signal) => {
      seen.signals.push(signal);
      seen.sent = 0;
      if (command[0] === "fails") throw new Error("no such thing");
      while (!signal.aborted) {
        await stdout?.(part);
        seen.sent++;
      }
      return 0;
    };
  },
  attach: async () => async () => 0,
  connect: async (_, port) => {
    if (port === 1) throw new Error("nobody is there");
    const [near] = duplexPair();
    seen.carried = near;
    return near;
  },
  answer: async ({ url }) => ({ status: 200, headers: {}, body: `asked for ${url.pathname}${url.search}` }),
  usage: () => new Promise(() => {}),
};

const keys = await makeKeys(["127.0.0.1"], systemClock, systemRandom);
const plane = await startControlPlane({
  path: ":memory:",
  keys,
  port: 0,
  clock: systemClock,
  random: systemRandom,
  log: silentLog,
  nodeAgents: (node) => (node === "n" ? agent : undefined),
});
after(() => plane[Symbol.asyncDispose]());
const { registry, kinds } = plane;
const options = asController("test");
const make = (plural: string, namespace: string | undefined, object: object) =>
  registry.create(kindOf(kinds, "", "v1", plural), namespace, object, options);
make("nodes", undefined, { metadata: { name: "n" } });
await until(() => plane.store.get("/serviceaccounts", "default/default") !== undefined);
const containers = ["app", "waits"].map((name) => ({ name, image: "i" }));
make("pods", "default", { metadata: { name: "a" }, spec: { nodeName: "n", containers } });
const identity = await plane.identity({ name: "admin", groups: ["system:masters"] });
const tls = { ca: plane.authority, cert: identity.certificate, key: identity.key };
const pod = `${plane.address}/api/v1/namespaces/default/pods/a`;

async function until(holds: () => boolean): Promise<void> {
  for (let count = 0; count < 200 && !holds(); count++) await systemClock.sleep(25);
  assert.ok(holds(), "it did not come so in five seconds");
}
const get = async (url: string): Promise<IncomingMessage> => {
  const sent = request(url, tls).end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return response;
};
const webSocket = (path: string, protocol: string): Promise<{ status: number; socket: Duplex; text: string }> =>
  new Promise((done, fail) => {
    const headers = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
      "sec-websocket-protocol": protocol,
    };
    const sent = request(`${pod}/${path}`, { ...tls, headers });
    sent.on("upgrade", (response, socket) => done({ status: response.statusCode ?? 0, socket, text: "" }));
    sent.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (one: string) => {
        text += one;
      });
      response.on("end", () => done({ status: response.statusCode ?? 0, socket: response.socket, text }));
    });
    sent.on("error", fail);
    sent.end();
  });
/** What has come on a connection until it holds something; bytes that are no letters as `<NUMBER>`. */
async function told(socket: Duplex, what: RegExp): Promise<string> {
  let text = "";
  socket.on("data", (one: Buffer) => {
    text += one.toString("latin1").replaceAll(/[^ -~]/g, (sign) => `<${sign.charCodeAt(0)}>`);
  });
  await until(() => what.test(text));
  return text;
}

test("a follower that hangs stops the log that is sent to it, and frees it when it leaves", async () => {
  const response = await get(`${pod}/log?follow=true&container=app`);
  await until(() => seen.sent > 0);
  await systemClock.sleep(300);
  const sent = seen.sent;
  await systemClock.sleep(300);
  assert.equal(seen.sent, sent, "it went on without a reader");
  assert.ok(sent * part.length < 64 * 1024 * 1024, `${sent} parts are on their way`);
  const signal = seen.signals.at(-1);
  assert.equal(signal?.aborted, false);
  response.destroy();
  await until(() => signal?.aborted === true);
});

test("a client that hangs stops its command's output, and one that leaves aborts the command", async () => {
  const { socket } = await webSocket("exec?command=x&stdout=true&container=app", "v5.channel.k8s.io");
  await until(() => seen.sent > 0);
  await systemClock.sleep(300);
  const sent = seen.sent;
  await systemClock.sleep(300);
  assert.equal(seen.sent, sent, "it went on without a reader");
  const signal = seen.signals.at(-1);
  socket.destroy();
  await until(() => signal?.aborted === true);
});

test("a command that cannot be started is told before the connection is changed by v4, and inside of it by v5", async () => {
  const path = "exec?command=x&stdout=true&container=waits";
  const before = await webSocket(path, "v4.channel.k8s.io");
  assert.deepEqual([before.status, before.text], [500, 'container not found ("waits")']);
  const inside = await webSocket(path, "v5.channel.k8s.io");
  assert.equal(inside.status, 101);
  assert.match(
    await told(inside.socket, /\}$|\}<136>/),
    /<3>\{.*"message":"Internal error occurred: unable to upgrade connection: container not found \(\\"waits\\"\)","reason":"InternalError"/,
  );
});

test("a command that fails to run is told as an internal error", async () => {
  const { socket } = await webSocket("exec?command=fails&stdout=true&container=app", "v4.channel.k8s.io");
  assert.match(
    await told(socket, /no such thing/),
    /"status":"Failure","message":"Internal error occurred: no such thing"/,
  );
});

test("a log that there is not yet is refused in the agent's words", async () => {
  const response = await get(`${pod}/log?container=waits`);
  assert.equal(response.statusCode, 400);
  assert.match((await response.toArray()).join(""), /"message":"it waits to start"/);
});

test("ports of the older WebSocket form begin with their number; a client that leaves closes the pod's end", async () => {
  const { socket } = await webSocket("portforward?ports=8080", "v4.channel.k8s.io");
  await told(socket, /<0><144><31>.*<1><144><31>/);
  await until(() => seen.carried !== undefined);
  socket.destroy();
  await until(() => seen.carried?.destroyed === true);
});

test("a port at which nobody listens is told on its own channel", async () => {
  const { socket } = await webSocket("portforward?ports=1", "v4.channel.k8s.io");
  assert.match(await told(socket, /nobody/), /<1>error forwarding port 1 to pod [\w-]+, uid : nobody is there/);
});

test("what follows proxy is asked of the node's agent as it was sent", async () => {
  const response = await get(`${plane.address}/api/v1/nodes/n/proxy/logs/journal/?tail=3`);
  assert.equal((await response.toArray()).join(""), "asked for /logs/journal/?tail=3");
});

test("when the server stops, no command goes on", async () => {
  await webSocket("exec?command=x&stdout=true&container=app", "v5.channel.k8s.io");
  await until(() => seen.sent > 0);
  const signal = seen.signals.at(-1);
  await plane[Symbol.asyncDispose]();
  assert.equal(signal?.aborted, true);
});
