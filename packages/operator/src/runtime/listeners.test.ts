import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { listenForHealth, listenForMetrics } from "./listeners.ts";
import { createMetrics } from "./metrics.ts";

const call = (port: number, path: string, method = "GET"): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, path, method, agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    outgoing.on("error", reject).end(method === "POST" ? '{"alerts":[]}' : undefined);
  });

test("health answers 200 at its four paths whatever the method, and 404 elsewhere", async () => {
  await using health = await listenForHealth({ host: "127.0.0.1", port: 0 });
  for (const path of ["/healthz", "/healthz/ready", "/readyz", "/readyz/ready"])
    for (const method of ["GET", "POST", "PUT"]) assert.equal((await call(health.port, path, method)).status, 200);
  assert.equal((await call(health.port, "/healthz/other")).status, 404);
});

test("what is counted is told as Prometheus reads it", async () => {
  const metrics = createMetrics();
  let depth = 3;
  metrics.gauge("workqueue_depth", { name: "A" }, () => depth);
  for (let times = 0; times < 2; times++) metrics.count("aro_pullsecret_remediation", { result: "success" });
  await using numbers = await listenForMetrics({ host: "127.0.0.1", port: 0 }, metrics);
  depth = 4;
  const { text } = await call(numbers.port, "/metrics");
  assert.match(text, /^# TYPE aro_pullsecret_remediation counter\naro_pullsecret_remediation\{result="success"\} 2$/m);
  assert.match(text, /^workqueue_depth\{name="A"\} 4$/m);
});
