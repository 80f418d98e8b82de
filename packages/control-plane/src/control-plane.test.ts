import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { createClient } from "./conformance/client.ts";
import { startControlPlane } from "./control-plane.ts";
import type { Gate } from "./requests/handle.ts";
import { makeKeys } from "./server/keyring.ts";

const keys = await makeKeys(["127.0.0.1"], systemClock, systemRandom);

async function start(gate?: Gate) {
  const plane = await startControlPlane({
    path: ":memory:",
    keys,
    port: 0,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    ...(gate === undefined ? {} : { gate }),
  });
  const identity = await plane.identity({ name: "admin", groups: ["system:masters"] });
  return { plane, client: createClient(plane.address, plane.authority, { identity }) };
}
const configMaps = "/api/v1/namespaces/default/configmaps";

test("one that hangs, and one that has lost its store, do not disturb the others of the process", async () => {
  const hanging = await start(
    ({ signal }) => new Promise((done) => signal.addEventListener("abort", () => done(undefined))),
  );
  const broken = await start();
  const well = await start();
  broken.plane.store.close();
  let answered = false;
  const waiting = hanging.client.call("GET", "/readyz").then(
    () => {
      answered = true;
    },
    () => {},
  );
  const lost = await broken.client.call("POST", configMaps, { body: { metadata: { name: "a" } } });
  assert.equal(lost.status, 500);
  assert.equal((await broken.client.call("GET", "/api/v1/namespaces/default")).status, 200);
  for (let index = 0; index < 5; index++) {
    const made = await well.client.call("POST", configMaps, { body: { metadata: { name: `a-${index}` } } });
    assert.equal(made.status, 201);
  }
  assert.equal(answered, false);
  for (const { plane } of [hanging, broken, well]) await plane[Symbol.asyncDispose]();
  await waiting;
});

test("two control planes with the same keys have nothing else in common", async () => {
  const [one, two] = [await start(), await start()];
  await one.client.call("POST", configMaps, { body: { metadata: { name: "a" } } });
  assert.equal((await two.client.call("GET", `${configMaps}/a`)).status, 404);
  for (const { plane } of [one, two]) await plane[Symbol.asyncDispose]();
});
