import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "../manifests/kube-object.ts";
import { sampleCluster, sampleFacts } from "../testing/sample.ts";
import { controlPlaneMachineSet, masterMachines, workerMachineSets } from "./machines.ts";
import type { AzureProviderSpec } from "./provider-spec.ts";

type Spec = { providerSpec: { value: AzureProviderSpec } };

/** The provider spec of a machine, or of those that a set makes. */
function providerSpecOf(object: KubeObject | undefined): AzureProviderSpec {
  assert.ok(object);
  const spec = object["spec"] as Spec & { template?: { spec: Spec } };
  return (spec.template?.spec ?? spec).providerSpec.value;
}

test("masters are named after the deployment's machines, one in each zone, behind both balancers (spec 03 §7.4)", () => {
  const machines = masterMachines(sampleFacts());
  assert.deepEqual(
    machines.map(({ metadata, spec }) => [metadata.name, (spec as Spec).providerSpec.value["zone"]]),
    [
      ["c1-bcdfg-master-0", "1"],
      ["c1-bcdfg-master-1", "2"],
      ["c1-bcdfg-master-2", "3"],
    ],
  );
  const value = providerSpecOf(machines[0]);
  assert.deepEqual(
    [value["publicLoadBalancer"], value["internalLoadBalancer"], value["subnet"], value["networkResourceGroup"]],
    ["c1-bcdfg", "c1-bcdfg-internal", "master", "customer"],
  );
  assert.deepEqual(value["userDataSecret"], { name: "master-user-data" });
});

test("workers are spread over a set for each zone, the first having one more", () => {
  const cluster = sampleCluster(({ workerProfiles }) => Object.assign(workerProfiles[0] ?? {}, { count: 5 }));
  const sets = workerMachineSets(sampleFacts({ cluster }));
  assert.deepEqual(
    sets.map(({ metadata, spec }) => [metadata.name, (spec as { replicas: number }).replicas]),
    [
      ["c1-bcdfg-worker-eastus1", 2],
      ["c1-bcdfg-worker-eastus2", 2],
      ["c1-bcdfg-worker-eastus3", 1],
    ],
  );
});

test("machines without zones name none, and their one set has the region's name", () => {
  const nodes = { vmSize: "Standard_D8s_v5", zones: [], acceleratedNetworking: false };
  const facts = sampleFacts({ controlPlane: nodes, workers: nodes });
  assert.deepEqual(
    workerMachineSets(facts).map(({ metadata }) => metadata.name),
    ["c1-bcdfg-worker-eastus"],
  );
  assert.equal("zone" in providerSpecOf(masterMachines(facts)[0]), false);
  const template = (controlPlaneMachineSet(facts)["spec"] as { template: Record<string, object> }).template;
  assert.equal("failureDomains" in (template["machines_v1beta1_machine_openshift_io"] ?? {}), false);
});

test("disks are encrypted with the customer's set, and hosts where they ask for it; no balancer without outbound rules", () => {
  const set = "/subscriptions/s/resourceGroups/keys/providers/Microsoft.Compute/diskEncryptionSets/des";
  const cluster = sampleCluster(({ networkProfile, workerProfiles }) => {
    networkProfile.outboundType = "UserDefinedRouting";
    Object.assign(workerProfiles[0] ?? {}, { encryptionAtHost: "Enabled", diskEncryptionSetId: set });
  });
  const [first] = workerMachineSets(sampleFacts({ cluster }));
  const value = providerSpecOf(first);
  const { managedDisk } = value["osDisk"] as { managedDisk: { diskEncryptionSet?: { id: string } } };
  assert.equal(managedDisk.diskEncryptionSet?.id, set);
  assert.deepEqual(value["securityProfile"], { encryptionAtHost: true, settings: {} });
  assert.equal("publicLoadBalancer" in value, false);
});
