import assert from "node:assert/strict";
import { test } from "node:test";
import { created, verdict } from "../testing/judged.ts";
import {
  edited,
  sampleBody,
  sampleIdentity,
  sampleRequest,
  sampleSubscription,
  sampleWorkloadBody,
} from "../testing/samples.ts";

type Way = readonly (string | number)[];
const p = "properties";
const network = [p, "networkProfile"];
const worker = [p, "workerProfiles", 0];
const pwi = [p, "platformWorkloadIdentityProfile", "platformWorkloadIdentities"];
const group = (name: string, subscription = sampleSubscription) =>
  `/subscriptions/${subscription}/resourceGroups/${name}`;
const subnet = (vnet: string, name: string, subscription = sampleSubscription) =>
  `${group("net", subscription)}/providers/Microsoft.Network/virtualNetworks/${vnet}/subnets/${name}`;
const set = (name: string, subscription = sampleSubscription) =>
  `${group("disks", subscription)}/providers/Microsoft.Compute/diskEncryptionSets/${name}`;
const other = "00000000-0000-0000-0000-000000000002";

/** [fault, where, value, findings]; a string finding without a code is InvalidParameter at that target. */
const faults: readonly [what: string, way: Way, value: unknown, ...findings: string[]][] = [
  ["an id that is not the URL's", ["id"], "/subscriptions/x", "MismatchingResourceID @ id"],
  ["a name that is not the URL's", ["name"], "other", "MismatchingResourceName @ name"],
  ["a type that is not the cluster's", ["type"], "Microsoft.Compute/disks", "MismatchingResourceType @ type"],
  ["no location", ["location"], undefined, "location"],
  ["another region", ["location"], "westus", "location"],
  ["a provisioning state nobody knows", [p, "provisioningState"], "Sleeping", "properties.provisioningState"],
  ["a pull secret that is no JSON", [p, "clusterProfile", "pullSecret"], "no", "properties.clusterProfile.pullSecret"],
  [
    "a pull secret whose auths is a list",
    [p, "clusterProfile", "pullSecret"],
    '{"auths":[]}',
    "properties.clusterProfile.pullSecret",
  ],
  [
    "a pull secret whose auth is a string",
    [p, "clusterProfile", "pullSecret"],
    '{"auths":{"a":"b"}}',
    "properties.clusterProfile.pullSecret",
  ],
  ["no domain", [p, "clusterProfile", "domain"], undefined, "properties.clusterProfile.domain"],
  ["a domain that begins with a digit", [p, "clusterProfile", "domain"], "1a", "properties.clusterProfile.domain"],
  ["a domain of one character", [p, "clusterProfile", "domain"], "a", "properties.clusterProfile.domain"],
  ["a domain in capitals", [p, "clusterProfile", "domain"], "Example", "properties.clusterProfile.domain"],
  [
    "a domain in another region's zone",
    [p, "clusterProfile", "domain"],
    "foo.westus.aroapp.io",
    "properties.clusterProfile.domain",
  ],
  [
    "a domain two labels deep in the zone",
    [p, "clusterProfile", "domain"],
    "a.bb.eastus.aroapp.io",
    "properties.clusterProfile.domain",
  ],
  ["a version that is not enabled", [p, "clusterProfile", "version"], "4.15.0", "properties.clusterProfile.version"],
  ["a version that is none", [p, "clusterProfile", "version"], "latest", "properties.clusterProfile.version"],
  [
    "a managed group that is no id",
    [p, "clusterProfile", "resourceGroupId"],
    "managed",
    "properties.clusterProfile.resourceGroupId",
  ],
  [
    "a managed group elsewhere",
    [p, "clusterProfile", "resourceGroupId"],
    group("managed", other),
    "properties.clusterProfile.resourceGroupId",
  ],
  [
    "the cluster's own group as managed one",
    [p, "clusterProfile", "resourceGroupId"],
    group("rg"),
    "properties.clusterProfile.resourceGroupId",
  ],
  [
    "no word on FIPS",
    [p, "clusterProfile", "fipsValidatedModules"],
    undefined,
    "properties.clusterProfile.fipsValidatedModules",
  ],
  ["a console address that is no URL", [p, "consoleProfile"], { url: "https://a%zz" }, "properties.consoleProfile.url"],
  ["no credentials", [p, "servicePrincipalProfile"], undefined, "properties.servicePrincipalProfile"],
  [
    "an empty service principal",
    [p, "servicePrincipalProfile"],
    {},
    "properties.servicePrincipalProfile.clientId",
    "properties.servicePrincipalProfile.clientSecret",
  ],
  [
    "a client id that is no GUID",
    [p, "servicePrincipalProfile", "clientId"],
    "x",
    "properties.servicePrincipalProfile.clientId",
  ],
  [
    "an empty client secret",
    [p, "servicePrincipalProfile", "clientSecret"],
    "",
    "properties.servicePrincipalProfile.clientSecret",
  ],
  ["a pod range that is none", [...network, "podCidr"], "10.128.0.0", "properties.networkProfile.podCidr"],
  ["a pod range in IPv6", [...network, "podCidr"], "fd00::/14", "properties.networkProfile.podCidr"],
  [
    "a pod range inside the join network",
    [...network, "podCidr"],
    "100.64.0.0/18",
    "InvalidCIDRRange @ properties.networkProfile",
  ],
  [
    "a pod range around the transit network",
    [...network, "podCidr"],
    "100.80.0.0/12",
    "InvalidCIDRRange @ properties.networkProfile",
  ],
  ["a pod range that is too small", [...network, "podCidr"], "10.128.0.0/19", "properties.networkProfile.podCidr"],
  [
    "a pod range not written by its base",
    [...network, "podCidr"],
    "10.128.0.1/14",
    "InvalidNetworkAddress @ properties.networkProfile.podCidr",
  ],
  [
    "a service range that is too small",
    [...network, "serviceCidr"],
    "172.30.0.0/23",
    "properties.networkProfile.serviceCidr",
  ],
  ["an unknown way out", [...network, "outboundType"], "Carrier", "properties.networkProfile.outboundType"],
  [
    "own routing with a public cluster",
    [...network, "outboundType"],
    "UserDefinedRouting",
    "properties.networkProfile.outboundType",
  ],
  [
    "no managed address",
    [...network, "loadBalancerProfile"],
    { managedOutboundIps: {} },
    "properties.networkProfile.loadBalancerProfile.managedOutboundIps.count",
  ],
  [
    "too many managed addresses",
    [...network, "loadBalancerProfile"],
    { managedOutboundIps: { count: 21 } },
    "properties.networkProfile.loadBalancerProfile.managedOutboundIps.count",
  ],
  [
    "effective addresses",
    [...network, "loadBalancerProfile"],
    { effectiveOutboundIps: [] },
    "properties.networkProfile.loadBalancerProfile.effectiveOutboundIps",
  ],
  [
    "a master size for workers only",
    [p, "masterProfile", "vmSize"],
    "Standard_D4s_v5",
    "properties.masterProfile.vmSize",
  ],
  ["a master size in other case", [p, "masterProfile", "vmSize"], "standard_d8s_v5", "properties.masterProfile.vmSize"],
  [
    "a master size newer than the version",
    [p, "masterProfile", "vmSize"],
    "Standard_D8s_v6",
    "properties.masterProfile.vmSize",
  ],
  ["a master subnet that is no id", [p, "masterProfile", "subnetId"], "master", "properties.masterProfile.subnetId"],
  [
    "a master disk encryption set that is no id",
    [p, "masterProfile", "diskEncryptionSetId"],
    "set",
    "properties.masterProfile.diskEncryptionSetId",
    "properties.workerProfiles['worker'].subnetId",
  ],
  [
    "no word on the masters' encryption",
    [p, "masterProfile", "encryptionAtHost"],
    undefined,
    "properties.masterProfile.encryptionAtHost",
  ],
  ["an API server without visibility", [p, "apiserverProfile"], undefined, "properties.apiserverProfile.visibility"],
  ["an API server address that is IPv6", [p, "apiserverProfile", "ip"], "::1", "properties.apiserverProfile.ip"],
  [
    "an API server URL with a bad port",
    [p, "apiserverProfile", "url"],
    "https://a:b/",
    "properties.apiserverProfile.url",
  ],
  ["reported workers", [p, "workerProfilesStatus"], [{ name: "worker" }], "properties.workerProfilesStatus"],
  ["no workers", [p, "workerProfiles"], [], "properties.workerProfiles"],
  [
    "a null worker profile",
    [p, "workerProfiles"],
    [null],
    ...["name", "vmSize", "diskSizeGB", "subnetId", "encryptionAtHost", "count"].map(
      (m) => `properties.workerProfiles[''].${m}`,
    ),
  ],
  ["a worker profile of another name", [...worker, "name"], "infra", "properties.workerProfiles['infra'].name"],
  ["a worker size nobody knows", [...worker, "vmSize"], "Standard_X", "properties.workerProfiles['worker'].vmSize"],
  [
    "a worker size newer than the version",
    [...worker, "vmSize"],
    "Standard_L8s_v4",
    "properties.workerProfiles['worker'].vmSize",
  ],
  ["a small disk", [...worker, "diskSizeGB"], 127, "properties.workerProfiles['worker'].diskSizeGB"],
  [
    "a worker subnet in another network",
    [...worker, "subnetId"],
    subnet("vnet2", "worker"),
    "properties.workerProfiles['worker'].subnetId",
  ],
  [
    "the masters' subnet for workers",
    [...worker, "subnetId"],
    subnet("VNET", "Master"),
    "properties.workerProfiles['worker'].subnetId",
  ],
  ["one worker", [...worker, "count"], 1, "properties.workerProfiles['worker'].count"],
  ["51 workers", [...worker, "count"], 51, "properties.workerProfiles['worker'].count"],
  [
    "workers with a disk encryption set of their own",
    [...worker, "diskEncryptionSetId"],
    set("a"),
    "properties.workerProfiles['worker'].subnetId",
  ],
  ["no ingress", [p, "ingressProfiles"], [], "properties.ingressProfiles"],
  ["an ingress of another name", [p, "ingressProfiles", 0, "name"], "apps", "properties.ingressProfiles['apps'].name"],
  [
    "an ingress without visibility",
    [p, "ingressProfiles", 0, "visibility"],
    undefined,
    "properties.ingressProfiles['default'].visibility",
  ],
  [
    "an ingress address that is none",
    [p, "ingressProfiles", 0, "ip"],
    "1.2.3",
    "properties.ingressProfiles['default'].ip",
  ],
  [
    "an identity without workload identities",
    ["identity"],
    { type: "UserAssigned", userAssignedIdentities: { [sampleIdentity("a")]: {} } },
    "identity",
  ],
];

for (const [what, way, value, ...findings] of faults)
  test(`create refuses ${what} (ARM-ERR-03)`, () =>
    assert.deepEqual(
      verdict(sampleRequest(edited(sampleBody(), way, value))),
      findings.map((finding) => (finding.includes(" @ ") ? finding : `InvalidParameter @ ${finding}`)),
    ));

const workloadFaults: readonly [what: string, way: Way, value: unknown, ...findings: string[]][] = [
  ["no identity", ["identity"], undefined, "identity"],
  ["two identities", ["identity", "userAssignedIdentities", sampleIdentity("b")], {}, "identity"],
  [
    "an identity key that is no id",
    ["identity", "userAssignedIdentities"],
    { a: {} },
    'identity.userAssignedIdentities["a"]',
  ],
  [
    "a service principal besides",
    [p, "servicePrincipalProfile"],
    { clientId: "11111111-1111-1111-1111-111111111111", clientSecret: "s" },
    "properties.servicePrincipalProfile",
  ],
  [
    "an all-empty service principal besides",
    [p, "servicePrincipalProfile"],
    {},
    "properties.servicePrincipalProfile.clientId",
    "properties.servicePrincipalProfile.clientSecret",
  ],
  ["no operator's identity", pwi, {}, "properties.platformWorkloadIdentityProfile.platformWorkloadIdentities"],
  [
    "a profile without the map",
    [p, "platformWorkloadIdentityProfile"],
    {},
    "properties.servicePrincipalProfile",
    "identity",
  ],
  [
    "one identity for two operators",
    [...pwi, "ingress", "resourceId"],
    sampleIdentity("CCM"),
    "properties.platformWorkloadIdentityProfile.PlatformWorkloadIdentities",
  ],
  [
    "an operator's identity that is no id",
    [...pwi, "ingress", "resourceId"],
    "x",
    "properties.platformWorkloadIdentityProfile.PlatformWorkloadIdentities[ingress].resourceID",
  ],
  [
    "an operator's identity of another type",
    [...pwi, "ingress", "resourceId"],
    set("a"),
    "properties.platformWorkloadIdentityProfile.PlatformWorkloadIdentities[ingress].resourceID",
  ],
  [
    "an operator without a name",
    [...pwi, ""],
    { resourceId: sampleIdentity("c") },
    "properties.platformWorkloadIdentityProfile.PlatformWorkloadIdentities[].resourceID",
  ],
  [
    "an upgrade to no version",
    [p, "platformWorkloadIdentityProfile", "upgradeableTo"],
    "4.15",
    "properties.platformWorkloadIdentityProfile.UpgradeableTo[4.15]",
  ],
];

for (const [what, way, value, ...findings] of workloadFaults)
  test(`create with workload identities refuses ${what} (ARM-ENV-02)`, () =>
    assert.deepEqual(
      verdict(sampleRequest(edited(sampleWorkloadBody(), way, value))),
      findings.map((finding) => `InvalidParameter @ ${finding}`),
    ));

const sound: readonly [what: string, way: Way, value: unknown][] = [
  ["no pull secret", [p, "clusterProfile", "pullSecret"], undefined],
  ["a pull secret that is null in JSON", [p, "clusterProfile", "pullSecret"], "null"],
  ["the region in other words", ["location"], "East US"],
  ["names in other case", ["name"], "CLUSTER1"],
  ["a domain in the service's zone", [p, "clusterProfile", "domain"], "foo.eastus.aroapp.io"],
  ["a domain of one's own", [p, "clusterProfile", "domain"], "foo.example.com"],
  ["no version", [p, "clusterProfile", "version"], undefined],
  ["a client id in braces", [p, "servicePrincipalProfile", "clientId"], "{11111111-1111-1111-1111-111111111111}"],
  ["an empty load balancer profile", [...network, "loadBalancerProfile"], {}],
  ["unknown members", [p, "networkProfile", "novelty"], { a: 1 }],
  ["a member in other case, which is unknown", [p, "ClusterProfile"], 7],
  ["null where nothing is needed", [p, "consoleProfile"], null],
  ["a null identity", ["identity"], null],
  ["an exported template's read-only values", [p, "provisioningState"], "Succeeded"],
  ["a subscription id in capitals", [p, "clusterProfile", "resourceGroupId"], group("X").toUpperCase()],
];

for (const [what, way, value] of sound)
  test(`create accepts ${what}`, () =>
    assert.deepEqual(verdict(sampleRequest(edited(sampleBody(), way, value))), ["valid"]));

test("create names every fault at once (ARM-ERR-04)", () => {
  const body = edited(
    edited(edited(sampleBody(), ["location"], "mars"), [...network, "podCidr"], "x"),
    [...worker, "count"],
    1,
  );
  assert.deepEqual(verdict(sampleRequest(body)), [
    "InvalidParameter @ location",
    "InvalidParameter @ properties.networkProfile.podCidr",
    "InvalidParameter @ properties.workerProfiles['worker'].count",
  ]);
});

test("create with null for a required object names that object alone (ARM-PUT-10)", () => {
  assert.deepEqual(verdict(sampleRequest(edited(sampleBody(), [p, "networkProfile"], null))), [
    "InvalidParameter @ properties.networkProfile",
  ]);
  assert.deepEqual(verdict(sampleRequest({ location: "eastus", properties: null })), ["InvalidParameter @ properties"]);
});

test("wrong types and numbers out of range are named by path, and nothing else is said (ARM-PUT-10)", () => {
  const body = edited(edited(sampleBody(), [...worker, "count"], "3"), ["tags", "a"], 1);
  assert.deepEqual(verdict(sampleRequest(edited(body, [...worker, "diskSizeGB"], 2 ** 40))), [
    'InvalidRequestContent @ tags["a"]',
    "InvalidRequestContent @ properties.workerProfiles['worker'].diskSizeGB",
    "InvalidRequestContent @ properties.workerProfiles['worker'].count",
  ]);
  assert.deepEqual(verdict(sampleRequest([] as never)), ["InvalidRequestContent @ –"]);
  assert.deepEqual(verdict(sampleRequest(null as never)), ["InvalidRequestContent @ –"]);
});

test("a region without a default version is our fault only when nothing else is wrong", () => {
  const bare = edited(sampleBody(), [p, "clusterProfile", "version"], undefined);
  const without = (body: typeof bare) => {
    const request = sampleRequest(body);
    return { ...request, rules: { ...request.rules, versions: { enabled: new Set<string>() } } };
  };
  assert.deepEqual(verdict(without(bare)), ["InternalServerError @ properties.clusterProfile.version"]);
  assert.deepEqual(verdict(without(edited(bare, ["location"], "mars"))), ["InvalidParameter @ location"]);
});

test("with RequireD2sWorkers only the small sizes are workers", () => {
  const request = sampleRequest(sampleBody());
  const small = { ...request, rules: { ...request.rules, requireD2sWorkers: true } };
  assert.deepEqual(verdict(small), ["InvalidParameter @ properties.workerProfiles['worker'].vmSize"]);
  const d2s = edited(sampleBody(), [...worker, "vmSize"], "Standard_D2s_v5");
  assert.deepEqual(verdict({ ...small, body: d2s }), ["valid"]);
  assert.deepEqual(verdict({ ...request, body: d2s }), [
    "InvalidParameter @ properties.workerProfiles['worker'].vmSize",
  ]);
});

test("a worker size is accepted by Azure's name as well as by the misspelt one (spec 01 §11 row 10)", () => {
  const newer = edited(sampleBody(), [p, "clusterProfile", "version"], "4.19.1");
  for (const size of ["Standard_D16lds_v6", "Standard_D1l6ds_v6"])
    assert.deepEqual(verdict(sampleRequest(edited(newer, [...worker, "vmSize"], size))), ["valid"]);
});

test("a private cluster may route by itself, without a load balancer profile", () => {
  const hidden = edited(
    edited(sampleBody(), [p, "apiserverProfile", "visibility"], "Private"),
    [p, "ingressProfiles", 0, "visibility"],
    "Private",
  );
  const routed = edited(hidden, [...network, "outboundType"], "UserDefinedRouting");
  assert.equal(created(routed).properties.networkProfile.loadBalancerProfile, undefined);
  assert.deepEqual(verdict(sampleRequest(edited(routed, [...network, "loadBalancerProfile"], {}))), [
    "InvalidParameter @ properties.networkProfile.loadBalancerProfile",
  ]);
});

test("tags keep ARM's limits (ARM-ENV-01)", () => {
  const tagged = (tags: Record<string, string>) => verdict(sampleRequest({ ...sampleBody(), tags }));
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, "v"]));
  assert.deepEqual(tagged(many(50)), ["valid"]);
  assert.deepEqual(tagged(many(51)), ["InvalidParameter @ tags"]);
  assert.deepEqual(tagged({ a: "1", A: "2" }), ['InvalidParameter @ tags["A"]']);
  assert.deepEqual(tagged({ ["k".repeat(512)]: "v".repeat(256) }), ["valid"]);
  assert.deepEqual(tagged({ ["k".repeat(513)]: "" }), [`InvalidParameter @ tags["${"k".repeat(513)}"]`]);
  assert.deepEqual(tagged({ k: "v".repeat(257) }), ['InvalidParameter @ tags["k"]']);
  for (const bad of ["<", ">", "%", "&", "\\", "?", "/", "\u0007"])
    assert.deepEqual(tagged({ [bad]: "" }), [`InvalidParameter @ tags["${bad}"]`]);
  assert.deepEqual(tagged({ "": "" }), ['InvalidParameter @ tags[""]']);
});
