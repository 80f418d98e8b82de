import assert from "node:assert/strict";
import { test } from "node:test";
import { created, version } from "../testing/judged.ts";
import { edited, sampleBody, sampleRequest, sampleSubscription } from "../testing/samples.ts";

test("a created cluster has the server's values, its secrets sealed, its group in lower case", () => {
  const cluster = created();
  const { properties } = cluster;
  assert.equal(cluster.id, sampleRequest({}).target.id);
  assert.equal(properties.architectureVersion, 1);
  assert.equal(properties.featureProfile.gatewayEnabled, true);
  assert.equal(properties.createdBy, "0123abc");
  assert.equal(
    properties.clusterProfile.resourceGroupId,
    `/subscriptions/${sampleSubscription}/resourcegroups/managed`,
  );
  assert.equal(properties.networkProfile.outboundType, "Loadbalancer");
  assert.equal(properties.networkProfile.preconfiguredNSG, "Disabled");
  assert.deepEqual(properties.networkProfile.loadBalancerProfile, { managedOutboundIps: { count: 1 } });
  assert.equal(properties.operatorFlags?.["aro.imageconfig.enabled"], "true");
  assert.equal(properties.servicePrincipalProfile?.clientSecret, sampleRequest({}).sealer.seal("hunter2"));
  assert.equal(JSON.stringify(cluster).includes("hunter2"), false);
});

test("read-only values of a create are not stored (ARM-PUT-05)", () => {
  const body = edited(
    edited(sampleBody(), ["properties", "consoleProfile"], { url: "https://x/" }),
    ["properties", "ingressProfiles", 0, "ip"],
    "9.9.9.9",
  );
  const cluster = created({ ...body, systemData: { createdBy: "me" } });
  assert.deepEqual(cluster.properties.consoleProfile, {});
  assert.equal(cluster.properties.ingressProfiles[0]?.ip, undefined);
  assert.equal(cluster.systemData, undefined);
});

test("unknown members of a body are neither stored nor echoed (ARM-PUT-09)", () => {
  const cluster = created({
    ...sampleBody(),
    novelty: { deep: "novel" },
    properties: { ...(sampleBody()["properties"] as object), extra: "novel" },
  });
  assert.equal(JSON.stringify(cluster).includes("novel"), false);
  assert.equal(JSON.stringify(version.toExternal(cluster)).includes("novel"), false);
});
