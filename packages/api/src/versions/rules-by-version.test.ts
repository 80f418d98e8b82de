import assert from "node:assert/strict";
import { test } from "node:test";
import { contracts } from "./registry.ts";
import { judgedBy, later } from "./testing/judged.ts";
import { bodyOf, edited, sampleBody, sampleRequest } from "./testing/samples.ts";

const p = "properties";
const by = (name: string) => {
  const one = judgedBy(name);
  return { ...one, body: bodyOf(one.contract, sampleBody()) };
};
const all = contracts.map(({ name }) => by(name));
const sent = (one: ReturnType<typeof by>, way: readonly (string | number)[], value: unknown) =>
  one.verdict(sampleRequest(edited(one.body, way, value)));

test("every version's own sample creates a cluster", () => {
  for (const one of all) assert.deepEqual(one.verdict(sampleRequest(one.body)), ["valid"], one.version.name);
});

test("an empty version is one that was not said: the default at creation, unchanged afterwards (ARM-PUT-05)", () => {
  const way = [p, "clusterProfile", "version"];
  for (const one of all) {
    const body = edited(one.body, way, "");
    const stored = one.created(body);
    assert.equal(stored.properties.clusterProfile.version, sampleRequest(body).rules.versions.default);
    for (const cluster of [
      later(stored),
      { ...stored, properties: { ...stored.properties, provisioningState: "Failed" } },
    ])
      for (const method of ["PUT", "PATCH"] as const) {
        const { changed } = one.accepted({ ...sampleRequest(body, cluster as typeof stored), method });
        assert.deepEqual(changed, [], `${method} in ${one.version.name}`);
      }
  }
});

test("until 2023-11-22 a service principal has to be, under the target clients know (spec 01 §7.4, §11 row 11)", () => {
  const way = [p, "servicePrincipalProfile"];
  for (const one of all) {
    const expected =
      one.version.name < "2024"
        ? "InvalidParameter @ properties.servicePrincipalProfile.servicePrincipalProfile"
        : "InvalidParameter @ properties.servicePrincipalProfile";
    assert.deepEqual(sent(one, way, undefined), [expected], one.version.name);
    const stored = later(one.created(one.body));
    assert.deepEqual(one.verdict(sampleRequest(edited(one.body, way, undefined), stored)), [expected]);
  }
});

test("encryption at host is asked for since 2021-09-01-preview, FIPS since 2022-04-01", () => {
  for (const one of all) {
    const { name } = one.version;
    const without = (way: readonly (string | number)[]) => sent(one, way, undefined);
    assert.deepEqual(
      without([p, "masterProfile", "encryptionAtHost"]),
      name < "2021" ? ["valid"] : ["InvalidParameter @ properties.masterProfile.encryptionAtHost"],
    );
    assert.deepEqual(
      without([p, "workerProfiles", 0, "encryptionAtHost"]),
      name < "2021" ? ["valid"] : ["InvalidParameter @ properties.workerProfiles['worker'].encryptionAtHost"],
    );
    assert.deepEqual(
      without([p, "clusterProfile", "fipsValidatedModules"]),
      name < "2022" ? ["valid"] : ["InvalidParameter @ properties.clusterProfile.fipsValidatedModules"],
    );
  }
});

test("2021-09-01-preview alone has a choice of network, and only one choice reserves ranges (spec 01 §7.5)", () => {
  const one = by("2021-09-01-preview");
  const kind = [p, "networkProfile", "softwareDefinedNetwork"];
  const target = "InvalidParameter @ properties.networkProfile.SoftwareDefinedNetwork";
  assert.deepEqual(sent(one, kind, undefined), [target]);
  assert.deepEqual(sent(one, kind, "Calico"), [target]);
  const reserved = edited(one.body, [p, "networkProfile", "serviceCidr"], "100.64.0.0/16");
  assert.deepEqual(one.verdict(sampleRequest(reserved)), ["InvalidCIDRRange @ properties.networkProfile"]);
  assert.deepEqual(one.verdict(sampleRequest(edited(reserved, kind, "OpenShiftSDN"))), ["valid"]);
  for (const other of all.filter(({ version }) => version.name !== one.version.name)) {
    assert.deepEqual(sent(other, kind, "Calico"), ["valid"], "unknown members are ignored (ARM-PUT-09)");
    assert.deepEqual(sent(other, [p, "networkProfile", "serviceCidr"], "100.64.0.0/16"), [
      "InvalidCIDRRange @ properties.networkProfile",
    ]);
  }
});

test("the network chosen in 2021-09-01-preview is fixed there, and need not be repeated", () => {
  const one = by("2021-09-01-preview");
  const kind = [p, "networkProfile", "softwareDefinedNetwork"];
  const stored = later(one.created(one.body));
  assert.equal(stored.properties.networkProfile["softwareDefinedNetwork"], "OVNKubernetes");
  assert.deepEqual(one.accepted(sampleRequest(edited(one.body, kind, undefined), stored)).changed, []);
  assert.deepEqual(one.verdict(sampleRequest(edited(one.body, kind, "OpenShiftSDN"), stored)), [
    "PropertyChangeNotAllowed @ properties.networkProfile.softwareDefinedNetwork",
  ]);
});

const balancer = "properties.networkProfile.loadBalancerProfile";
const balancerWay = [p, "networkProfile", "loadBalancerProfile"];

test("2023-07-01-preview wants one way to outbound addresses, and has one (spec 01 §7.6)", () => {
  const one = by("2023-07-01-preview");
  assert.deepEqual(sent(one, balancerWay, {}), [`InvalidParameter @ ${balancer}`]);
  assert.deepEqual(sent(one, balancerWay, { managedOutboundIps: { count: 20 } }), ["valid"]);
  assert.deepEqual(sent(one, balancerWay, { outboundIps: [{ id: "/ip" }] }), [
    `InvalidParameter @ ${balancer}.outboundIps`,
  ]);
  assert.deepEqual(
    sent(one, balancerWay, { managedOutboundIps: { count: 1 }, outboundIpPrefixes: [], allocatedOutboundPorts: 8 }),
    [
      `InvalidParameter @ ${balancer}`,
      `InvalidParameter @ ${balancer}.outboundIpPrefixes`,
      `InvalidParameter @ ${balancer}.allocatedOutboundPorts`,
    ],
  );
  const stored = later(one.created(one.body));
  assert.deepEqual(
    one.accepted(sampleRequest(edited(one.body, balancerWay, { managedOutboundIps: { count: 3 } }), stored)).changed,
    ["/properties/networkProfile/loadBalancerProfile/managedOutboundIps/count"],
  );
});

test("since 2023-11-22 an empty load balancer profile is fine; 2023-09-04 does not know one", () => {
  for (const name of ["2023-09-04", "2023-11-22", "2024-08-12-preview", "2025-07-25"])
    assert.deepEqual(sent(by(name), balancerWay, {}), ["valid"]);
  assert.deepEqual(sent(by("2023-09-04"), balancerWay, { managedOutboundIps: { count: 99 } }), ["valid"]);
});

test("outboundType is judged since 2023-04-01; preconfiguredNSG never is", () => {
  for (const one of all) {
    const { name } = one.version;
    assert.deepEqual(
      sent(one, [p, "networkProfile", "outboundType"], "Magic"),
      name < "2023-04" ? ["valid"] : ["InvalidParameter @ properties.networkProfile.outboundType"],
    );
    assert.deepEqual(sent(one, [p, "networkProfile", "preconfiguredNSG"], "Maybe"), ["valid"]);
  }
});

test("workers as they are cannot be set in a create since 2023-09-04", () => {
  for (const one of all)
    assert.deepEqual(
      sent(one, [p, "workerProfilesStatus"], [{ name: "x" }]),
      one.version.name < "2023-09" ? ["valid"] : ["InvalidParameter @ properties.workerProfilesStatus"],
    );
});

test("2019-12-31-preview judges workers before the API server, and ingress on every change; its successor the other way round", () => {
  const broken = (one: ReturnType<typeof by>) =>
    edited(edited(one.body, [p, "workerProfiles", 0, "count"], 1), [p, "apiserverProfile", "visibility"], "x");
  const [first, second] = [by("2019-12-31-preview"), by("2020-04-30")];
  const findings = [
    "InvalidParameter @ properties.workerProfiles['worker'].count",
    "InvalidParameter @ properties.apiserverProfile.visibility",
  ];
  assert.deepEqual(first.verdict(sampleRequest(broken(first))), findings);
  assert.deepEqual(second.verdict(sampleRequest(broken(second))), findings.toReversed());
  const renamed = (one: ReturnType<typeof by>) =>
    one.verdict(
      sampleRequest(edited(one.body, [p, "ingressProfiles", 0, "name"], "other"), later(one.created(one.body))),
    );
  assert.deepEqual(renamed(first), ["InvalidParameter @ properties.ingressProfiles['other'].name"]);
  assert.deepEqual(renamed(second), ["PropertyChangeNotAllowed @ properties.ingressProfiles['other'].name"]);
});

test("what an older version does not know, an update through it keeps (spec 01 §11 row 16)", () => {
  const newest = by("2025-07-25");
  const set =
    "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/d/providers/Microsoft.Compute/diskEncryptionSets/s";
  const edits: readonly [readonly (string | number)[], string][] = [
    [[p, "masterProfile", "diskEncryptionSetId"], set],
    [[p, "workerProfiles", 0, "diskEncryptionSetId"], set],
    [[p, "workerProfiles", 0, "encryptionAtHost"], "Enabled"],
    [[p, "masterProfile", "encryptionAtHost"], "Enabled"],
  ];
  const stored = later(newest.created(edits.reduce((body, [way, value]) => edited(body, way, value), newest.body)));
  for (const name of ["2019-12-31-preview", "2020-04-30"]) {
    const one = by(name);
    for (const method of ["PUT", "PATCH"] as const) {
      const { cluster } = one.accepted(sampleRequest({ ...one.version.toExternal(stored), tags: {} }, stored, method));
      assert.deepEqual(cluster.properties, stored.properties);
    }
  }
});
