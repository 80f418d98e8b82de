import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "@aro/runtime";
import fc from "fast-check";
import { sampleCluster } from "../testing/sample-cluster.ts";
import { newInfraId, newStorageSuffix } from "./generate.ts";
import { managedResourceId, outboundAddressName, plannedOutboundAddresses } from "./resource-names.ts";

test("an infrastructure id is a valid name of at most 27 characters, whatever the cluster is called (spec 03 §10.1)", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 60 }), fc.integer(), (name, seed) => {
      const id = newInfraId(name, seededRandom(seed));
      assert.match(id, /^[a-z0-9-]*-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      assert.ok(id.length <= 27);
      assert.doesNotMatch(id, /--/);
    }),
  );
});

test("a name is lowered, cleaned, cut to 21 and trimmed before the five random characters", () => {
  const before = (name: string) => newInfraId(name, seededRandom(1)).slice(0, -6);
  assert.equal(before("My_Cluster..One"), "my-cluster-one");
  assert.equal(before("a".repeat(30)), "a".repeat(21));
  assert.equal(before(`${"a".repeat(20)}-----b`), "a".repeat(20));
});

test("a storage suffix has ten characters and no vowel", () => {
  for (let seed = 0; seed < 50; seed++)
    assert.match(newStorageSuffix(seededRandom(seed)), /^[bcdfghjklmnpqrstvwxyz0123456789]{10}$/);
});

test("further outbound addresses keep their names from run to run, and differ between clusters", () => {
  assert.equal(outboundAddressName("doc", 3), outboundAddressName("doc", 3));
  const names = ["a", "b"].flatMap((id) => [0, 1, 2].map((index) => outboundAddressName(id, index)));
  assert.equal(new Set(names).size, 6);
  for (const name of names)
    assert.match(name, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}-outbound-pip-v4$/);
});

test("ids in the managed group are spelled as Azure does, though the group's own is stored in lower case", () => {
  const cluster = sampleCluster();
  const { clusterProfile } = cluster.openShiftCluster.properties;
  clusterProfile.resourceGroupId = "/subscriptions/s/resourcegroups/managed";
  const id = managedResourceId(cluster, "Microsoft.Network/publicIPAddresses", "i-pip-v4");
  assert.equal(id, "/subscriptions/s/resourceGroups/managed/providers/Microsoft.Network/publicIPAddresses/i-pip-v4");
});

test("planned outbound addresses follow the matrix of spec 03 §9.4", () => {
  const planned = (visibility: string, outboundType: string, count?: number) => {
    const cluster = sampleCluster((properties) => {
      properties.infraId = "i";
      properties.apiserverProfile.visibility = visibility;
      properties.networkProfile.outboundType = outboundType;
      properties.networkProfile.loadBalancerProfile = count === undefined ? {} : { managedOutboundIps: { count } };
    });
    return plannedOutboundAddresses(cluster).map((name) => (name === "i-pip-v4" ? "api" : "further"));
  };
  assert.deepEqual(planned("Public", "Loadbalancer", 3), ["api", "further", "further"]);
  assert.deepEqual(planned("Private", "Loadbalancer", 2), ["further", "further"]);
  assert.deepEqual(planned("Public", "Loadbalancer"), []);
  assert.deepEqual(planned("Private", "UserDefinedRouting", 2), []);
});
