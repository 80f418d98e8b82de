import assert from "node:assert/strict";
import { test } from "node:test";
import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { JsonObject } from "../../documents/json.ts";
import { accepted, created, running, verdict, version } from "../testing/judged.ts";
import {
  edited,
  sampleBody,
  sampleIdentity,
  sampleRequest,
  sampleSealer,
  sampleWorkloadBody,
} from "../testing/samples.ts";

type Way = readonly (string | number)[];
const p = "properties";
const network = [p, "networkProfile"];
const balancer = [...network, "loadBalancerProfile"];
const pwi = [p, "platformWorkloadIdentityProfile", "platformWorkloadIdentities"];

for (const [kind, body] of [
  ["a service principal", sampleBody()],
  ["workload identities", sampleWorkloadBody()],
] as const)
  test(`PUT of what GET returned is accepted and changes nothing, with ${kind} (ARM-PUT-04, ARM-PUT-05)`, () => {
    const stored = running(body);
    const { cluster, changed } = accepted(sampleRequest(version.toExternal(stored), stored));
    assert.deepEqual(changed, []);
    assert.deepEqual(cluster, stored);
  });

test("PUT of the body that created the cluster changes nothing, whatever the service filled in since (ARM-PUT-04)", () => {
  const stored = running();
  assert.deepEqual(accepted(sampleRequest(sampleBody(), stored)).cluster, stored);
});

test("an omitted immutable value that the server chose means unchanged (ARM-PUT-05)", () => {
  const stored = running();
  const ways: Way[] = [
    [p, "clusterProfile", "version"],
    [p, "clusterProfile", "pullSecret"],
    [p, "servicePrincipalProfile", "clientSecret"],
    [p, "clusterProfile", "fipsValidatedModules"],
    [p, "masterProfile", "encryptionAtHost"],
    [p, "workerProfiles", 0, "encryptionAtHost"],
    [...network, "outboundType"],
    [...network, "preconfiguredNSG"],
    balancer,
    [p, "consoleProfile"],
  ];
  const body = ways.reduce<JsonObject>((kept, way) => edited(kept, way, undefined), version.toExternal(stored));
  assert.deepEqual(accepted(sampleRequest(body, stored)).changed, []);
});

test("an omitted immutable value that the user chose is a change (ARM-PUT-06)", () => {
  const set =
    "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/d/providers/Microsoft.Compute/diskEncryptionSets/s";
  const encrypted = edited(
    edited(sampleBody(), [p, "masterProfile", "diskEncryptionSetId"], set),
    [p, "workerProfiles", 0, "diskEncryptionSetId"],
    set,
  );
  assert.deepEqual(verdict(sampleRequest(sampleBody(), running(encrypted))), [
    "PropertyChangeNotAllowed @ properties.masterProfile.diskEncryptionSetId",
    "PropertyChangeNotAllowed @ properties.workerProfiles['worker'].diskEncryptionSetId",
  ]);
});

test("read-only values of any content are ignored (ARM-PUT-05, ARM-SYS-02)", () => {
  const stored = running();
  const ways: [Way, unknown][] = [
    [["systemData"], { createdBy: "forged" }],
    [[p, "clusterProfile", "oidcIssuer"], "https://forged/"],
    [[p, "consoleProfile", "url"], "https://forged/"],
    [[p, "apiserverProfile", "ip"], "forged"],
    [[p, "ingressProfiles", 0, "ip"], "forged"],
    [[p, "workerProfilesStatus"], [{ name: "forged" }]],
    [[...balancer, "effectiveOutboundIps"], [{ id: "forged" }]],
  ];
  const body = ways.reduce<JsonObject>((kept, [way, value]) => edited(kept, way, value), version.toExternal(stored));
  const { cluster, changed } = accepted(sampleRequest(body, stored));
  assert.deepEqual(changed, []);
  assert.equal(JSON.stringify(cluster).includes("forged"), false);
});

test("PUT replaces: absent tags go, an absent count returns to its default (ARM-PUT-03)", () => {
  const stored = running(edited(sampleBody(), balancer, { managedOutboundIps: { count: 5 } }));
  const { tags: _, ...body } = sampleBody();
  const { cluster, changed } = accepted(sampleRequest(body, stored));
  assert.deepEqual(changed, ["/tags", "/properties/networkProfile/loadBalancerProfile/managedOutboundIps/count"]);
  assert.equal(cluster.tags, undefined);
  assert.equal(cluster.properties.networkProfile.loadBalancerProfile?.managedOutboundIps?.count, 1);
});

test("the client secret survives a PUT that changes the client id, and the principal's object id does not", () => {
  const stored = edited(running(), [p, "servicePrincipalProfile", "spObjectId"], "object");
  const id = "22222222-2222-2222-2222-222222222222";
  const body = edited(sampleBody(), [p, "servicePrincipalProfile"], { clientId: id });
  const { cluster, changed } = accepted(sampleRequest(body, stored));
  assert.deepEqual(changed, ["/properties/servicePrincipalProfile/clientId"]);
  assert.deepEqual(cluster.properties.servicePrincipalProfile, {
    clientId: id,
    clientSecret: stored.properties.servicePrincipalProfile?.clientSecret,
  });
});

test("a secret is compared by value, and sealed anew only when it differs", () => {
  const stored = running();
  const rotated = accepted(
    sampleRequest(edited(sampleBody(), [p, "servicePrincipalProfile", "clientSecret"], "new"), stored),
  );
  assert.deepEqual(rotated.changed, ["/properties/servicePrincipalProfile/clientSecret"]);
  const sealed = rotated.cluster.properties.servicePrincipalProfile?.clientSecret;
  assert.equal(sealed && sampleSealer.openText(sealed).reveal(), "new");
  assert.deepEqual(
    verdict(sampleRequest(edited(sampleBody(), [p, "servicePrincipalProfile", "clientSecret"], ""), stored)),
    ["InvalidParameter @ properties.servicePrincipalProfile.clientSecret"],
  );
});

test("a secret nobody can open any more is replaced by the one sent", () => {
  const stored = edited(running(), [p, "servicePrincipalProfile", "clientSecret"], "garbage");
  assert.deepEqual(accepted(sampleRequest(sampleBody(), stored)).changed, [
    "/properties/servicePrincipalProfile/clientSecret",
  ]);
});

const fixed: readonly [way: Way, value: unknown, target: string][] = [
  [[p, "clusterProfile", "pullSecret"], "{}", "properties.clusterProfile.pullSecret"],
  [[p, "clusterProfile", "domain"], "other", "properties.clusterProfile.domain"],
  [[p, "clusterProfile", "version"], "4.19.1", "properties.clusterProfile.version"],
  [[p, "clusterProfile", "fipsValidatedModules"], "Enabled", "properties.clusterProfile.fipsValidatedModules"],
  [[...network, "podCidr"], "10.0.0.0/14", "properties.networkProfile.podCidr"],
  [[...network, "preconfiguredNSG"], "Enabled", "properties.networkProfile.preconfiguredNSG"],
  [[p, "masterProfile", "vmSize"], "Standard_D16s_v5", "properties.masterProfile.vmSize"],
  [[p, "workerProfiles", 0, "count"], 4, "properties.workerProfiles['worker'].count"],
  [[p, "workerProfiles", 0, "name"], "other", "properties.workerProfiles['other'].name"],
  [[p, "workerProfiles"], [], "properties.workerProfiles"],
  [[p, "apiserverProfile", "visibility"], "Private", "properties.apiserverProfile.visibility"],
  [[p, "ingressProfiles", 0, "visibility"], "Private", "properties.ingressProfiles['default'].visibility"],
];
for (const [way, value, target] of fixed)
  test(`${target} cannot change (ARM-PUT-06)`, () =>
    assert.deepEqual(verdict(sampleRequest(edited(sampleBody(), way, value), running())), [
      `PropertyChangeNotAllowed @ ${target}`,
    ]));

test("several changes of fixed members are named together, beside what is invalid (ARM-ERR-04)", () => {
  const body = edited(
    edited(sampleBody(), [p, "clusterProfile", "domain"], "!"),
    [...network, "podCidr"],
    "10.0.0.0/14",
  );
  assert.deepEqual(verdict(sampleRequest(body, running())), [
    "InvalidParameter @ properties.clusterProfile.domain",
    "PropertyChangeNotAllowed @ properties.networkProfile.podCidr",
  ]);
});

test("ids of other resources are compared ignoring case, and kept as stored (ARM-ENV-03)", () => {
  const stored = running();
  const upper = (way: Way, body: JsonObject): JsonObject => {
    const value = way.reduce<unknown>((at, step) => (at as Record<string | number, unknown>)[step], body);
    return edited(body, way, `${value}`.toUpperCase());
  };
  const body = upper(
    [p, "workerProfiles", 0, "subnetId"],
    upper([p, "masterProfile", "subnetId"], upper([p, "clusterProfile", "resourceGroupId"], sampleBody())),
  );
  const { cluster, changed } = accepted(sampleRequest(body, stored));
  assert.deepEqual(changed, []);
  assert.deepEqual(cluster, stored);
});

test("a rule tightened since creation does not block a PUT that changes something else (ARM-PAT-08)", () => {
  const old = edited(running(), [p, "masterProfile", "vmSize"], "Standard_Retired");
  const body = { ...version.toExternal(old), tags: { a: "b" } };
  assert.deepEqual(accepted(sampleRequest(body, old)).changed, ["/tags"]);
});

test("the provisioning state may be the stored one or the one before the running operation, else it is refused (ARM-ASY-02)", () => {
  const updating = edited(
    edited(running(), [p, "provisioningState"], "Updating"),
    [p, "lastProvisioningState"],
    "Succeeded",
  );
  const saying = (state: string) =>
    verdict(sampleRequest(edited(sampleBody(), [p, "provisioningState"], state), updating));
  assert.deepEqual(saying("Updating"), ["valid"]);
  assert.deepEqual(saying("Succeeded"), ["valid"]);
  assert.deepEqual(saying("Failed"), ["PropertyChangeNotAllowed @ properties.provisioningState"]);
  assert.deepEqual(saying("Asleep"), ["InvalidParameter @ properties.provisioningState"]);
});

test("repeating the live values GET shows is no change, asking for others is (ARM-PUT-05)", () => {
  const stored = running();
  const shown: OpenShiftCluster = edited(
    edited(stored, [p, "clusterProfile", "version"], "4.17.2"),
    [p, "ingressProfiles"],
    [
      { name: "apps", visibility: "Private" },
      { name: "default", visibility: "Public", ip: "1.2.3.5" },
    ],
  );
  const request = (body: JsonObject) => ({ ...sampleRequest(body, stored), shown });
  const { cluster, changed } = accepted(request(version.toExternal(shown)));
  assert.deepEqual(changed, []);
  assert.deepEqual(cluster, stored);
  assert.deepEqual(verdict(request(edited(version.toExternal(shown), [p, "clusterProfile", "version"], "4.18.0"))), [
    "PropertyChangeNotAllowed @ properties.clusterProfile.version",
  ]);
});

test("null items of an update are named (ARM-PUT-10)", () => {
  assert.deepEqual(verdict(sampleRequest(edited(sampleBody(), [p, "ingressProfiles"], [null]), running())), [
    "InvalidParameter @ properties.ingressProfiles[0]",
  ]);
  const body = edited(sampleWorkloadBody(), [...pwi, "ingress"], null);
  assert.deepEqual(verdict(sampleRequest(body, running(sampleWorkloadBody()))), [
    "InvalidParameter @ properties.platformWorkloadIdentityProfile.PlatformWorkloadIdentities[ingress]",
  ]);
});

test("operators keep their identities: replaced ones lose their computed ids, others keep them, none may go", () => {
  const ids = { clientId: "c", objectId: "o" };
  const stored = edited(
    edited(running(sampleWorkloadBody()), [...pwi, "ingress"], { resourceId: sampleIdentity("ingress"), ...ids }),
    [...pwi, "cloud-controller-manager"],
    { resourceId: sampleIdentity("ccm"), ...ids },
  );
  const body = edited(sampleWorkloadBody(), [...pwi, "ingress", "resourceId"], sampleIdentity("ingress2"));
  const { cluster, changed } = accepted(
    sampleRequest(edited(body, [...pwi, "new", "resourceId"], sampleIdentity("new")), stored),
  );
  assert.deepEqual(changed, ["/properties/platformWorkloadIdentityProfile/platformWorkloadIdentities"]);
  assert.deepEqual(cluster.properties.platformWorkloadIdentityProfile?.platformWorkloadIdentities, {
    "cloud-controller-manager": { resourceId: sampleIdentity("ccm"), ...ids },
    ingress: { resourceId: sampleIdentity("ingress2") },
    new: { resourceId: sampleIdentity("new") },
  });
  const fewer = edited(sampleWorkloadBody(), pwi, { ingress: { resourceId: sampleIdentity("ingress") } });
  assert.deepEqual(verdict(sampleRequest(fewer, stored)), [
    "PropertyChangeNotAllowed @ properties.platformWorkloadIdentityProfile.platformWorkloadIdentities",
  ]);
});

test("the cluster's identity keeps its computed ids, and is known in any case", () => {
  const key = sampleIdentity("cluster");
  const identity = {
    type: "UserAssigned",
    tenantId: "t",
    identityURL: "u",
    userAssignedIdentities: { [key]: { clientId: "c" } },
  };
  const stored: OpenShiftCluster = { ...running(sampleWorkloadBody()), managedServiceIdentity: identity };
  const body = {
    ...sampleWorkloadBody(),
    identity: { type: "UserAssigned", userAssignedIdentities: { [key.toUpperCase()]: {} } },
  };
  const { cluster, changed } = accepted(sampleRequest(body, stored));
  assert.deepEqual(changed, []);
  assert.deepEqual(cluster.managedServiceIdentity, identity);
  const swapped = {
    ...body,
    identity: { type: "UserAssigned", userAssignedIdentities: { [sampleIdentity("b")]: {} } },
  };
  const after = accepted(sampleRequest(swapped, stored));
  assert.deepEqual(after.changed, ["/managedServiceIdentity/userAssignedIdentities"]);
  assert.deepEqual(after.cluster.managedServiceIdentity, {
    ...identity,
    userAssignedIdentities: { [sampleIdentity("b")]: {} },
  });
});

test("a cluster with a service principal does not become one with workload identities", () => {
  assert.deepEqual(verdict(sampleRequest(sampleWorkloadBody(), running())), [
    "PropertyChangeNotAllowed @ properties.servicePrincipalProfile",
    "PropertyChangeNotAllowed @ properties.platformWorkloadIdentityProfile",
    "PropertyChangeNotAllowed @ identity",
  ]);
});

test("the old architecture has one managed address", () => {
  const old = edited(running(), [p, "architectureVersion"], 0);
  assert.deepEqual(verdict(sampleRequest(edited(sampleBody(), balancer, { managedOutboundIps: { count: 2 } }), old)), [
    "InvalidParameter @ properties.networkProfile.loadBalancerProfile.managedOutboundIps.count",
  ]);
});

test("members that nothing here knows survive an update, wherever they lie (ARM-PUT-07)", () => {
  const ways: Way[] = [
    [],
    [p],
    [p, "clusterProfile"],
    [p, "workerProfiles", 0],
    [p, "ingressProfiles", 0],
    balancer,
    ["tagsOfTomorrow"],
  ];
  const stored = ways.reduce<OpenShiftCluster>(
    (kept, way) => edited(kept, [...way, "fromTomorrow"], { a: [1] }),
    running(),
  );
  const { cluster } = accepted(sampleRequest({ ...sampleBody(), tags: { new: "tag" } }, stored));
  assert.deepEqual(cluster, { ...stored, tags: { new: "tag" } });
});

test("GET shows no secret, nothing empty but the profiles, in alphabetical order (ARM-GET-03)", () => {
  const shown = version.toExternal(running());
  assert.deepEqual(Object.keys(shown), ["id", "location", "name", "properties", "systemData", "tags", "type"]);
  assert.deepEqual(
    shown[p],
    Object.fromEntries(Object.entries(shown[p] as JsonObject).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
  assert.deepEqual((shown[p] as JsonObject)["servicePrincipalProfile"], {
    clientId: "11111111-1111-1111-1111-111111111111",
  });
  // Empty, but there: az reads its URL while the cluster is being made (docs/decisions/0013).
  assert.deepEqual((version.toExternal(created())[p] as JsonObject)["consoleProfile"], {});
  const bare = version.toExternal({ id: "i", name: "n", type: "t", location: "", properties: {} } as never);
  assert.deepEqual(bare, {
    id: "i",
    name: "n",
    properties: { apiserverProfile: {}, clusterProfile: {}, consoleProfile: {}, masterProfile: {}, networkProfile: {} },
    systemData: {},
    type: "t",
  });
});
