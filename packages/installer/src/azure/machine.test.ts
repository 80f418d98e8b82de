import assert from "node:assert/strict";
import { test } from "node:test";
import type { ArmCall, AzureClients } from "@aro/azure";
import { type Clock, systemClock } from "@aro/runtime";
import { agentPoolIdentity, machineMetadata } from "./machine-metadata.ts";
import { machineSizes } from "./machine-sizes.ts";

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

const sku = (name: string, zones: string[], capabilities: Record<string, string>) => ({
  resourceType: "virtualMachines",
  name,
  locationInfo: [{ location: "eastus", zones }],
  capabilities: Object.entries(capabilities).map(([one, value]) => ({ name: one, value })),
});

test("sizes are read page by page, with zones, generations and network; one that is not offered is named", async () => {
  const calls: ArmCall[] = [];
  const pages = [
    { value: [{ resourceType: "disks", name: "standard_d8s_v5" }], nextLink: "https://arm.example/next" },
    {
      value: [
        sku("standard_d8s_v5", ["2", "1"], { HyperVGenerations: "V1,V2", AcceleratedNetworkingEnabled: "True" }),
        sku("Standard_D2s_v6", [], { HyperVGenerations: "V2" }),
      ],
    },
  ];
  const clients = {
    subscriptionId: "s",
    call: async (call: ArmCall) => {
      calls.push(call);
      return { status: 200, headers: {}, body: pages[(calls.length - 1) % pages.length] };
    },
  } as unknown as AzureClients;
  const found = await machineSizes(clients, "eastus", ["Standard_D8s_v5", "Standard_D2s_v6"], signal);
  assert.deepEqual(found.get("Standard_D8s_v5"), {
    name: "Standard_D8s_v5",
    zones: ["2", "1"],
    acceleratedNetworking: true,
    generations: ["V1", "V2"],
  });
  assert.deepEqual(found.get("Standard_D2s_v6")?.generations, ["V2"]);
  assert.deepEqual(
    calls.map(({ path, query }) => [path, query]),
    [
      ["/subscriptions/s/providers/Microsoft.Compute/skus", { $filter: "location eq 'eastus'" }],
      ["https://arm.example/next", {}],
    ],
  );
  await assert.rejects(
    machineSizes(clients, "eastus", ["Standard_M128"], signal),
    /Standard_M128 is not offered to subscription s in eastus: choose another size/,
  );
});
