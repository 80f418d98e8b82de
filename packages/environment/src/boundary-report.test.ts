import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { createLog } from "@aro/telemetry";
import { boundaryReport } from "./boundary-report.ts";

const event = {
  clusterId: "cluster",
  operationId: "operation",
  step: "step",
  index: 0,
  total: 2,
  edge: "started",
} as const;

/** A listener that keeps what it hears, and answers when `hold` lets it; the report, and what it logs. */
async function world(context: TestContext, hold: () => Promise<void> = async () => {}) {
  const heard: { request: IncomingMessage; port: number | undefined; body: unknown }[] = [];
  const hear = async (request: IncomingMessage): Promise<void> => {
    const parts = await request.toArray();
    heard.push({ request, port: request.socket.remotePort, body: JSON.parse(Buffer.concat(parts).toString("utf8")) });
    await hold();
  };
  const server = createServer((request, answer) => {
    void hear(request).then(() => answer.end("{}"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const logged: string[] = [];
  const log = createLog({ service: "rp", level: "info", destination: { write: (line) => void logged.push(line) } });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/boundary`;
  return { heard, logged, server, report: boundaryReport({ url, token: "secret" }, { log, process: "rp" }) };
}

test("an edge is told with the process's name and the token, on one connection", async (context) => {
  const { heard, logged, report } = await world(context);
  await report(event);
  await report({ ...event, edge: "finished" });
  assert.deepEqual(
    heard.map(({ body }) => body),
    [
      { process: "rp", ...event },
      { process: "rp", ...event, edge: "finished" },
    ],
  );
  assert.equal(heard[0]?.request.headers.authorization, "Bearer secret");
  assert.equal(heard[0]?.port, heard[1]?.port);
  assert.deepEqual(logged, []);
});

test("the process waits for as long as the listener holds its answer", async (context) => {
  const held = Promise.withResolvers<void>();
  const { heard, report } = await world(context, () => held.promise);
  let ended = false;
  const reporting = report(event).then(() => {
    ended = true;
  });
  while (heard.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(ended, false);
  held.resolve();
  await reporting;
});

test("a listener that is not there holds nothing up, and the log says so", async (context) => {
  const { logged, report, server } = await world(context);
  server.close();
  await once(server, "close");
  await report(event);
  assert.match(logged.join(""), /boundary\.not_reported/);
});
