import assert from "node:assert/strict";
import { test } from "node:test";
import type { ArmCall, AzureClients } from "@aro/azure";
import { machineSizes } from "./machine-sizes.ts";

const { signal } = new AbortController();

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
    family: "",
    cores: 0,
    encryptionAtHost: false,
    restriction: undefined,
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
