import assert from "node:assert/strict";
import { test } from "node:test";
import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { JsonObject } from "../../documents/json.ts";
import { defaultOperatorFlags } from "../operator-flags.ts";
import { adminVersion, apiVersions } from "../registry.ts";
import { running } from "../testing/judged.ts";
import { edited, sampleRequest, sampleWorkloadBody } from "../testing/samples.ts";

const p = "properties";
const flags = [p, "operatorFlags"];

/** A cluster with all that only administrators see. */
function known(body?: JsonObject): OpenShiftCluster {
  const cluster = running(body);
  const { properties } = cluster;
  return {
    ...cluster,
    properties: {
      ...properties,
      architectureVersion: 0,
      lastAdminUpdateError: "it failed",
      maintenanceState: "None",
      hiveProfile: { namespace: "aro-1", createdByHive: true },
      registryProfiles: [{ name: "acr", username: "u", password: "sealed:70", issueDate: "2025-01-01T00:00:00Z" }],
      storageSuffix: "abc",
      networkProfile: { ...properties.networkProfile, mtuSize: 1500, gatewayPrivateLinkId: "1" },
    },
  } as unknown as OpenShiftCluster;
}
const request = (body: JsonObject, stored = known(), method: "PUT" | "PATCH" = "PATCH") =>
  sampleRequest(body, stored, method);
const verdict = (body: JsonObject, stored?: OpenShiftCluster, method?: "PUT" | "PATCH"): string[] => {
  const judgement = adminVersion.judge(request(body, stored, method));
  return judgement.valid ? ["valid"] : judgement.findings.map(({ code, target }) => `${code} @ ${target ?? "–"}`);
};
const accepted = (body: JsonObject, stored?: OpenShiftCluster, method?: "PUT" | "PATCH") => {
  const judgement = adminVersion.judge(request(body, stored, method));
  if (!judgement.valid) throw new Error(JSON.stringify(judgement.findings));
  return judgement;
};

test("administrators see what nobody else does, and no secret", () => {
  const shown = adminVersion.toExternal(known());
  const properties = shown[p] as { [profile: string]: JsonObject };
  assert.equal(properties["architectureVersion"], 0);
  assert.equal(properties["networkProfile"]?.["mtuSize"], 1500);
  assert.deepEqual(properties["hiveProfile"], { namespace: "aro-1", createdByHive: true });
  assert.deepEqual(properties["registryProfiles"], [{ name: "acr", username: "u", issueDate: "2025-01-01T00:00:00Z" }]);
  assert.equal(shown["systemData"], undefined);
  assert.equal(JSON.stringify(shown).includes("sealed:"), false);
});

test("objects that are always there are shown empty, and an unset security setting as Disabled", () => {
  const bare = edited(
    edited(known(), [p, "hiveProfile"], undefined),
    [p, "networkProfile", "preconfiguredNSG"],
    undefined,
  );
  const shown = adminVersion.toExternal(bare)[p] as { [profile: string]: JsonObject };
  assert.deepEqual(shown["hiveProfile"], {});
  assert.equal(shown["networkProfile"]?.["preconfiguredNSG"], "Disabled");
});

test("it creates nothing, and is no public version", () => {
  assert.equal(apiVersions.has("admin"), false);
  const create = adminVersion.judge(sampleRequest({ location: "eastus" }));
  assert.deepEqual(!create.valid && create.findings.map(({ code }) => code), ["RequestNotAllowed"]);
  const patch = adminVersion.judge(sampleRequest({}, undefined, "PATCH"));
  assert.deepEqual(!patch.valid && patch.findings.map(({ code }) => code), ["ResourceNotFound"]);
});

for (const [kind, body] of [
  ["a service principal", undefined],
  ["workload identities", sampleWorkloadBody()],
] as const)
  for (const method of ["PUT", "PATCH"] as const)
    test(`${method} of what GET returned changes nothing, with ${kind} (ARM-PUT-05)`, () => {
      const stored = known(body);
      const { cluster, changed } = accepted(adminVersion.toExternal(stored), stored, method);
      assert.deepEqual(changed, []);
      assert.deepEqual(cluster, stored);
    });

test("what may change, changes; flags merge, and null removes one", () => {
  const { cluster, changed } = accepted({
    properties: {
      maintenanceTask: "Everything",
      operatorVersion: "v1",
      operatorFlags: { "aro.banner.enabled": "true", "aro.rbac.enabled": null },
      featureProfile: { gatewayEnabled: false },
    },
  });
  assert.deepEqual([...changed].sort(), [
    "/properties/featureProfile/gatewayEnabled",
    "/properties/maintenanceTask",
    "/properties/operatorFlags",
    "/properties/operatorVersion",
  ]);
  const { "aro.rbac.enabled": _, ...others } = defaultOperatorFlags;
  assert.deepEqual(cluster.properties.operatorFlags, { ...others, "aro.banner.enabled": "true" });
  assert.equal(cluster.properties["operatorVersion"], "v1");
});

test("flags may be reset to the defaults, and the way is not stored or shown", () => {
  const stored = edited(known(), flags, { "aro.own": "1", "aro.banner.enabled": "true" });
  const { cluster } = accepted(
    { operatorFlagsMergeStrategy: "reset", properties: { operatorFlags: { x: "y" } } },
    stored,
  );
  assert.deepEqual(cluster.properties.operatorFlags, { ...defaultOperatorFlags, x: "y" });
  assert.equal(JSON.stringify(cluster).includes("MergeStrategy"), false);
  assert.equal(JSON.stringify(adminVersion.toExternal(cluster)).includes("MergeStrategy"), false);
  assert.deepEqual(accepted({ operatorFlagsMergeStrategy: "merge" }, stored).changed, []);
  assert.deepEqual(verdict({ operatorFlagsMergeStrategy: "other" }), ["InvalidParameter @ –"]);
});

test("a task is a known one", () => {
  assert.deepEqual(verdict({ properties: { maintenanceTask: "Nothing" } }), [
    "InvalidParameter @ properties.maintenanceTask",
  ]);
  assert.deepEqual(verdict({ properties: { maintenanceTask: "CustomerActionNeeded" } }), ["valid"]);
});

const fixed: readonly [body: JsonObject, target: string][] = [
  [{ tags: { a: "b" } }, "tags"],
  [{ location: "westus" }, "location"],
  [{ properties: { architectureVersion: 1 } }, "properties.architectureVersion"],
  [{ properties: { clusterProfile: { version: "4.19.1" } } }, "properties.clusterProfile.version"],
  [{ properties: { networkProfile: { mtuSize: 3900 } } }, "properties.networkProfile.mtuSize"],
  [{ properties: { servicePrincipalProfile: { clientId: "x" } } }, "properties.servicePrincipalProfile.clientId"],
  [{ properties: { hiveProfile: { namespace: "other" } } }, "properties.hiveProfile.namespace"],
  [
    { properties: { networkProfile: { loadBalancerProfile: { managedOutboundIps: { count: 9 } } } } },
    "properties.networkProfile.loadBalancerProfile.managedOutboundIps.count",
  ],
];
for (const [body, target] of fixed)
  test(`${target} is not an administrator's to change (ARM-PUT-06)`, () =>
    assert.deepEqual(verdict(body), [`PropertyChangeNotAllowed @ ${target}`]));

test("names count in any case, and a state that is not the stored one is refused (ARM-ASY-02)", () => {
  assert.deepEqual(accepted({ Properties: { MaintenanceTask: "None" } }).changed, ["/properties/maintenanceTask"]);
  assert.deepEqual(verdict({ properties: { provisioningState: "Succeeded" } }), ["valid"]);
  assert.deepEqual(verdict({ properties: { provisioningState: "Failed" } }), [
    "PropertyChangeNotAllowed @ properties.provisioningState",
  ]);
});

test("what a request says of the security setting is not looked at", () =>
  assert.deepEqual(accepted({ properties: { networkProfile: { preconfiguredNSG: "Enabled" } } }).changed, []));

test("a change keeps the upgrade target, the tenant and all found ids of workload identities (spec 01 §11 row 4)", () => {
  const ids = { clientId: "c", objectId: "o" };
  const operators = [p, "platformWorkloadIdentityProfile", "platformWorkloadIdentities", "ingress"];
  const ways: readonly [readonly string[], unknown][] = [
    [[p, "platformWorkloadIdentityProfile", "upgradeableTo"], "4.17.3"],
    [[...operators, "clientId"], ids.clientId],
    [[...operators, "objectId"], ids.objectId],
    [["managedServiceIdentity", "tenantId"], "tenant"],
  ];
  const stored = ways.reduce((cluster, [way, value]) => edited(cluster, way, value), known(sampleWorkloadBody()));
  const { cluster } = accepted({ properties: { maintenanceTask: "Everything" } }, stored);
  assert.deepEqual(edited(cluster, [p, "maintenanceTask"], undefined), stored);
});
