import assert from "node:assert/strict";
import { test } from "node:test";
import type { AzureClients } from "@aro/azure";
import { makeKeys, startControlPlane } from "@aro/control-plane";
import { ApiServerUnreachable, connect, createClient, kinds } from "@aro/kubernetes";
import { systemClock as clock, systemRandom as random } from "@aro/runtime";
import { silentLog as log } from "@aro/telemetry";
import { hubOnce } from "./hub.ts";

const signal = AbortSignal.timeout(60_000);
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A hub's API server, with an authority of its own, and the kubeconfig of its administrator. */
async function startHub() {
  const keys = await makeKeys(["127.0.0.1"], clock, random);
  const plane = await startControlPlane({ path: ":memory:", keys, port: 0, clock, random, log });
  const { certificate: cert, key } = await plane.identity({ name: "admin", groups: ["system:masters"] });
  const access = { server: plane.address, ca: plane.authority, certificate: { cert, key }, namespace: "default" };
  await using client = createClient(connect(access, "test"));
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "hive" } };
  await client.create(kinds.Namespace, namespace, signal);
  const kubeconfig = JSON.stringify({
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [
      { name: "c", cluster: { server: plane.address, "certificate-authority-data": base64(plane.authority) } },
    ],
    users: [{ name: "u", user: { "client-certificate-data": base64(cert), "client-key-data": base64(key) } }],
  });
  return { plane, kubeconfig };
}

test("a hub that is not reached any more is looked up anew, since it may have been made again elsewhere", async () => {
  const [first, second] = [await startHub(), await startHub()];
  let { kubeconfig } = first;
  let looks = 0;
  const call = async ({ method }: { method: string }) => {
    if (method === "GET") return { body: { value: [{ id: "/hub", name: "aro-aks-cluster-001", location: "eastus" }] } };
    looks++;
    return { body: { kubeconfigs: [{ value: base64(kubeconfig) }] } };
  };
  const service = { subscriptionId: "s", call } as unknown as AzureClients;
  const hub = hubOnce({ location: "eastus", build: "test", durations: { longestAzureCall: 10_000 }, clock, random });
  const isGone = async () => (await hub(service, signal)).isGone({ id: "i" }, signal);
  assert.deepEqual([await isGone(), await isGone(), looks], [true, true, 1]);
  await first.plane[Symbol.asyncDispose]();
  ({ kubeconfig } = second);
  await assert.rejects(isGone(), ApiServerUnreachable);
  assert.deepEqual([await isGone(), looks], [true, 2]);
  await second.plane[Symbol.asyncDispose]();
});
