import assert from "node:assert/strict";
import { test } from "node:test";
import { type Clock, systemClock } from "@aro/runtime";
import { agentPoolIdentity, machineMetadata } from "./machine-metadata.ts";

const { signal } = new AbortController();
const quick: Clock = { ...systemClock, sleep: async () => {} };

test("the node tells cloud, subscription and group, from which follows the identity of its pool (spec 03 §7.2)", async () => {
  const asked: string[] = [];
  const compute = { azEnvironment: "AzurePublicCloud", subscriptionId: "s", resourceGroupName: "nodes" };
  const fetch = async (url: unknown, init?: RequestInit) => {
    asked.push(`${String(url)} ${new Headers(init?.headers).get("metadata")}`);
    return asked.length === 1 ? new Response("busy", { status: 429 }) : Response.json(compute);
  };
  const metadata = await machineMetadata("http://169.254.169.254", { fetch, clock: quick }, signal);
  assert.deepEqual(metadata, { cloud: "AzurePublicCloud", subscriptionId: "s", resourceGroup: "nodes" });
  const url = "http://169.254.169.254/metadata/instance/compute?api-version=2021-02-01&format=json true";
  assert.deepEqual(asked, [url, url]);
  assert.equal(
    agentPoolIdentity(metadata, 2),
    "/subscriptions/s/resourcegroups/nodes/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aro-aks-cluster-002-agentpool",
  );
});

test("a metadata service that does not answer is told with its address and what to do", async () => {
  const fetch = () => Promise.reject(new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") }));
  await assert.rejects(
    machineMetadata("http://127.0.0.1:1", { fetch, clock: quick }, signal),
    /http:\/\/127\.0\.0\.1:1 cannot be used: fetch failed: connect ECONNREFUSED.*AZURE_POD_IDENTITY_AUTHORITY_HOST/,
  );
});
