import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "@aro/api";
import type { ClearCluster } from "../cluster/clear-cluster.ts";
import { assetOf } from "../graph/assets.ts";
import { assetNames } from "../graph/build-graph.ts";
import { sampleCluster, sampleFacts } from "../testing/sample.ts";
import { sampleGraph } from "../testing/sample-graph.ts";
import { machineAssets, machineFacts } from "./from-graph.ts";
import { type MachineFacts, resourcesDeploymentOf } from "./template.ts";

const assets = { masterCustomData: "bWFzdGVy", password: "thrown-away" };
type Resource = JsonObject & { name: string; type: string; properties: Record<string, unknown> };

const deploymentOf = (change: Partial<MachineFacts> = {}) => {
  const deployment = resourcesDeploymentOf(sampleFacts(change), assets);
  const resources = new Map((deployment.template.resources as Resource[]).map((one) => [one.name, one]));
  return { ...deployment, resources };
};
const changed = (change: (properties: ClearCluster["properties"]) => void) =>
  deploymentOf({ cluster: sampleCluster(change) });

test("the deployment `resources` has four machines and their interfaces, by name, version and zone (spec 03 §7.4)", () => {
  const { resourceGroup, name, parameters, resources } = deploymentOf();
  assert.deepEqual([resourceGroup, name], ["aro-c1", "resources"]);
  assert.deepEqual(
    [...resources.values()].map(({ type, apiVersion, zones }) => [type, apiVersion, zones]),
    [
      ...Array.from({ length: 4 }, () => ["Microsoft.Network/networkInterfaces", "2020-08-01", undefined]),
      ["Microsoft.Compute/virtualMachines", "2020-12-01", undefined],
      ...[0, 1, 2].map((index) => [
        "Microsoft.Compute/virtualMachines",
        "2020-12-01",
        [`[parameters('controlPlaneZones')[${index}]]`],
      ]),
    ],
  );
  assert.deepEqual(
    [...resources.keys()],
    [
      "c1-bcdfg-bootstrap-nic",
      "c1-bcdfg-master0-nic",
      "c1-bcdfg-master1-nic",
      "c1-bcdfg-master2-nic",
      "c1-bcdfg-bootstrap",
      "c1-bcdfg-master-0",
      "c1-bcdfg-master-1",
      "c1-bcdfg-master-2",
    ],
  );
  assert.deepEqual(parameters, {
    sas: {
      value: {
        signedServices: "b",
        signedResourceTypes: "o",
        signedPermission: "rl",
        signedProtocol: "https",
        signedStart: "2026-01-01T00:00:00.000Z",
        signedExpiry: "2026-01-02T00:00:00.000Z",
      },
    },
    controlPlaneZones: { value: ["1", "2", "3"] },
  });
});

test("a master stands behind the balancers and its own SSH port, the bootstrap machine behind the balancers only", () => {
  const pool = (balancer: string, of: string) => ({
    id: `[resourceId('Microsoft.Network/loadBalancers/backendAddressPools', '${balancer}', '${of}')]`,
  });
  const { resources } = deploymentOf();
  const configurationOf = (name: string) => {
    const list = (resources.get(name)?.properties["ipConfigurations"] ?? []) as {
      name: string;
      properties: { loadBalancerBackendAddressPools: unknown };
    }[];
    return list[0];
  };
  const both = [pool("c1-bcdfg-internal", "c1-bcdfg"), pool("c1-bcdfg", "c1-bcdfg")];
  const master = configurationOf("c1-bcdfg-master1-nic");
  assert.deepEqual(
    [master?.name, master?.properties.loadBalancerBackendAddressPools],
    ["pipConfig", [...both, pool("c1-bcdfg-internal", "ssh-1")]],
  );
  const bootstrap = configurationOf("c1-bcdfg-bootstrap-nic");
  assert.deepEqual(
    [bootstrap?.name, bootstrap?.properties.loadBalancerBackendAddressPools],
    ["bootstrap-nic-ip-v4", both],
  );
  assert.equal(resources.get("c1-bcdfg-master0-nic")?.properties["enableAcceleratedNetworking"], true);
  const routed = changed(({ networkProfile }) => {
    networkProfile.outboundType = "UserDefinedRouting";
  });
  assert.equal(JSON.stringify([...routed.resources.values()]).includes("'c1-bcdfg', 'c1-bcdfg')"), false);
});

test("disks, names and custom data of the machines are those of spec 03 §7.4", () => {
  const { resources } = deploymentOf();
  const of = (name: string) => resources.get(name)?.properties as Record<string, Record<string, unknown>>;
  const master = of("c1-bcdfg-master-2");
  assert.deepEqual(master["storageProfile"], {
    imageReference: { publisher: "azureopenshift", offer: "aro4", sku: "aro_419", version: "419.6.20250523" },
    osDisk: {
      name: "c1-bcdfg-master-2_OSDisk",
      createOption: "FromImage",
      diskSizeGB: 1024,
      caching: "ReadOnly",
      managedDisk: { storageAccountType: "Premium_LRS" },
    },
  });
  assert.deepEqual(master["osProfile"], {
    computerName: "c1-bcdfg-master-2",
    adminUsername: "core",
    adminPassword: "thrown-away",
    customData: "bWFzdGVy",
    linuxConfiguration: { disablePasswordAuthentication: false },
  });
  const bootstrap = of("c1-bcdfg-bootstrap");
  const { osDisk } = bootstrap["storageProfile"] as { osDisk: Record<string, unknown> };
  assert.deepEqual(
    [osDisk["diskSizeGB"], osDisk["caching"], bootstrap["osProfile"]?.["computerName"]],
    [100, "ReadWrite", "c1-bcdfg-bootstrap-vm"],
  );
  assert.equal(
    bootstrap["osProfile"]?.["customData"],
    `[base64(concat('{"ignition":{"version":"3.2.0","config":{"replace":{"source":"https://clusterbcdfghjklm.blob.core.windows.net/ignition/bootstrap.ign?', listAccountSas(resourceId('Microsoft.Storage/storageAccounts', 'clusterbcdfghjklm'), '2021-09-01', parameters('sas')).accountSasToken, '"}}}}'))]`,
  );
});

test("behind a gateway the bootstrap machine fetches through it; without zones none is named; disks take the customer's key", () => {
  const set = "/subscriptions/s/resourceGroups/keys/providers/Microsoft.Compute/diskEncryptionSets/des";
  const cluster = sampleCluster(({ networkProfile, masterProfile }) => {
    networkProfile.gatewayPrivateEndpointIp = "10.0.0.9";
    Object.assign(masterProfile, { encryptionAtHost: "Enabled", diskEncryptionSetId: set });
  });
  const controlPlane = { vmSize: "Standard_D8s_v5", zones: [], acceleratedNetworking: false };
  const { resources, parameters } = deploymentOf({ cluster, controlPlane });
  const machines = [...resources.values()].filter(({ type }) => type === "Microsoft.Compute/virtualMachines");
  const text = JSON.stringify(machines);
  assert.ok(text.includes(String.raw`\"proxy\":{\"httpsProxy\":\"http://10.0.0.9\"}`));
  assert.equal(machines.filter((one) => "zones" in one).length, 0);
  assert.deepEqual(parameters?.["controlPlaneZones"], { value: [] });
  for (const { properties } of machines) {
    assert.deepEqual(properties["securityProfile"], { encryptionAtHost: true });
    assert.ok(JSON.stringify(properties).includes(set));
  }
});

test("a bootstrap machine that stands is not mentioned; its interface is", () => {
  const { template } = resourcesDeploymentOf(sampleFacts(), { ...assets, bootstrapStands: true });
  const names = template.resources.map(({ name }) => name);
  assert.deepEqual(
    [names.includes("c1-bcdfg-bootstrap"), names.includes("c1-bcdfg-bootstrap-nic"), names.length],
    [false, true, 7],
  );
});

test("what was decided when the assets were made is what the machines are made from", async () => {
  const facts = sampleFacts();
  const graph = await sampleGraph();
  const { cluster, cloud, image, controlPlane } = facts;
  assert.deepEqual(machineFacts(graph, cluster, cloud), { cluster, cloud, image, controlPlane });
  const { masterCustomData, password } = machineAssets(graph);
  assert.match(Buffer.from(masterCustomData, "base64").toString(), /22623\/config\/master/);
  assert.ok(password.length >= 12);
  assert.throws(() => assetOf(graph, "*tls.Nothing"), /the graph of this cluster has no asset \*tls\.Nothing/);
  for (const name of Object.values(assetNames)) assert.ok(assetOf(graph, name), name);
});
