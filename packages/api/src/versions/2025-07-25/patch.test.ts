import assert from "node:assert/strict";
import { test } from "node:test";
import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { JsonObject } from "../../documents/json.ts";
import { accepted, running, verdict, version } from "../testing/judged.ts";
import { edited, sampleBody, sampleIdentity, sampleRequest, sampleWorkloadBody } from "../testing/samples.ts";

const p = "properties";
const pwi = [p, "platformWorkloadIdentityProfile", "platformWorkloadIdentities"];
const patch = (body: JsonObject, stored: OpenShiftCluster = running()) => sampleRequest(body, stored, "PATCH");

test("PATCH never creates (ARM-PAT-01)", () =>
  assert.deepEqual(verdict(sampleRequest({}, undefined, "PATCH")), ["ResourceNotFound @ –"]));

test("an empty PATCH is valid and changes nothing (ARM-PAT-05)", () => {
  const stored = running();
  assert.deepEqual(accepted(patch({}, stored)), { valid: true, cluster: stored, changed: [] });
});

test("PATCH replaces all tags (ARM-PAT-03)", () => {
  const stored = running({ ...sampleBody(), tags: { a: "1", b: "2" } });
  assert.deepEqual(accepted(patch({ tags: { b: "3" } }, stored)).cluster.tags, { b: "3" });
  assert.equal(accepted(patch({ tags: null }, stored)).cluster.tags, undefined);
  assert.deepEqual(accepted(patch({ tags: { c: null, d: "4" } }, stored)).cluster.tags, { d: "4" });
  assert.deepEqual(accepted(patch({ tags: {} }, stored)).changed, ["/tags"]);
  assert.deepEqual(accepted(patch({ tags: { b: "2", a: "1" } }, stored)).changed, []);
});

test("objects merge, what is left out stays (ARM-PAT-02)", () => {
  const stored = running();
  const { cluster, changed } = accepted(
    patch({ properties: { servicePrincipalProfile: { clientSecret: "rotated" } } }, stored),
  );
  assert.deepEqual(changed, ["/properties/servicePrincipalProfile/clientSecret"]);
  assert.equal(
    cluster.properties.servicePrincipalProfile?.clientId,
    stored.properties.servicePrincipalProfile?.clientId,
  );
});

test("null removes an optional value, which then has its default (ARM-PAT-02)", () => {
  const many = running(
    edited(sampleBody(), [p, "networkProfile", "loadBalancerProfile"], { managedOutboundIps: { count: 5 } }),
  );
  const { cluster } = accepted(patch({ properties: { networkProfile: { loadBalancerProfile: null } } }, many));
  assert.equal(cluster.properties.networkProfile.loadBalancerProfile?.managedOutboundIps?.count, 1);
  assert.deepEqual(cluster.properties.networkProfile.loadBalancerProfile?.effectiveOutboundIps, [{ id: "/ip" }]);
  const emptied = accepted(
    patch({ properties: { networkProfile: { loadBalancerProfile: { managedOutboundIps: null } } } }, many),
  );
  assert.equal(emptied.cluster.properties.networkProfile.loadBalancerProfile?.managedOutboundIps, undefined);
  const upgradeable = running(
    edited(sampleWorkloadBody(), [p, "platformWorkloadIdentityProfile", "upgradeableTo"], "4.17.0"),
  );
  const gone = accepted(
    patch({ properties: { platformWorkloadIdentityProfile: { upgradeableTo: null } } }, upgradeable),
  );
  assert.equal(gone.cluster.properties.platformWorkloadIdentityProfile?.upgradeableTo, undefined);
});

const nulls: readonly [body: JsonObject, finding: string][] = [
  [{ properties: null }, "InvalidParameter @ properties"],
  [{ properties: { clusterProfile: null } }, "InvalidParameter @ properties.clusterProfile"],
  [{ properties: { masterProfile: null } }, "InvalidParameter @ properties.masterProfile"],
  [{ properties: { clusterProfile: { domain: null } } }, "InvalidParameter @ properties.clusterProfile.domain"],
  [
    { properties: { clusterProfile: { pullSecret: null } } },
    "PropertyChangeNotAllowed @ properties.clusterProfile.pullSecret",
  ],
  [
    { properties: { servicePrincipalProfile: { clientSecret: null } } },
    "InvalidParameter @ properties.servicePrincipalProfile.clientSecret",
  ],
  [
    { properties: { servicePrincipalProfile: { clientId: null } } },
    "InvalidParameter @ properties.servicePrincipalProfile.clientId",
  ],
  [{ properties: { servicePrincipalProfile: null } }, "InvalidParameter @ properties.servicePrincipalProfile"],
  [{ properties: { workerProfiles: null } }, "PropertyChangeNotAllowed @ properties.workerProfiles"],
  [{ location: null }, "InvalidParameter @ location"],
];
for (const [body, finding] of nulls)
  test(`null for a required value is refused: ${JSON.stringify(body)} (ARM-PAT-02)`, () =>
    assert.deepEqual(verdict(patch(body)), [finding]));

test("null is fine where there is nothing to remove", () => {
  const body = {
    id: null,
    systemData: null,
    identity: null,
    properties: { consoleProfile: null, provisioningState: null, apiserverProfile: { ip: null } },
  };
  assert.deepEqual(accepted(patch(body)).changed, []);
});

test("arrays are replaced, not merged by place (ARM-PAT-02)", () =>
  assert.deepEqual(verdict(patch({ properties: { workerProfiles: [{ name: "worker", count: 3 }] } })), [
    "PropertyChangeNotAllowed @ properties.workerProfiles['worker'].vmSize",
    "PropertyChangeNotAllowed @ properties.workerProfiles['worker'].diskSizeGB",
    "PropertyChangeNotAllowed @ properties.workerProfiles['worker'].subnetId",
  ]));

test("the envelope equal to the stored one is ignored, else refused (ARM-PAT-05)", () => {
  const stored = running();
  const shown = version.toExternal(stored);
  assert.deepEqual(accepted(patch(shown, stored)).changed, []);
  assert.deepEqual(
    accepted(patch({ id: `${shown["id"]}`.toUpperCase(), name: "cluster1", location: "East US" }, stored)).changed,
    [],
  );
  assert.deepEqual(accepted(patch({ systemData: { createdBy: "someone" } }, stored)).changed, []);
  assert.deepEqual(
    verdict(
      patch(
        {
          id: "x",
          name: "x",
          type: "x",
          location: "x",
          systemData: { createdBy: "x" },
          properties: { provisioningState: "Failed" },
        },
        stored,
      ),
    ),
    [
      "MismatchingResourceID @ id",
      "MismatchingResourceName @ name",
      "MismatchingResourceType @ type",
      "InvalidParameter @ location",
      "PropertyChangeNotAllowed @ properties.provisioningState",
      "PropertyChangeNotAllowed @ systemData",
    ],
  );
});

test("other read-only values are ignored when they are what GET shows, else refused", () => {
  const stored = running();
  const url = "https://live/";
  const body = (said: string) => ({
    properties: {
      consoleProfile: { url: said },
      ingressProfiles: [{ name: "default", visibility: "Public", ip: "9.9.9.9" }],
    },
  });
  assert.deepEqual(verdict(patch(body("https://forged/"), stored)), [
    "PropertyChangeNotAllowed @ properties.consoleProfile.url",
    "PropertyChangeNotAllowed @ properties.ingressProfiles['default'].ip",
  ]);
  const shown = edited(edited(stored, [p, "consoleProfile", "url"], url), [p, "ingressProfiles", 0, "ip"], "9.9.9.9");
  assert.deepEqual(accepted({ ...patch(body(url), stored), shown }).changed, []);
});

test("only what the PATCH changes is newly validated (ARM-PAT-08)", () => {
  const old = edited(
    edited(running(), [p, "masterProfile", "vmSize"], "Standard_Retired"),
    [p, "networkProfile", "podCidr"],
    "100.64.0.0/18",
  );
  assert.deepEqual(accepted(patch({ tags: { a: "b" } }, old)).changed, ["/tags"]);
  assert.deepEqual(verdict(patch({ properties: { networkProfile: { podCidr: "nonsense" } } }, old)), [
    "InvalidParameter @ properties.networkProfile.podCidr",
  ]);
});

test("existing domains may begin with a digit", () => {
  const old = edited(running(), [p, "clusterProfile", "domain"], "1a");
  assert.deepEqual(verdict(patch({ properties: { clusterProfile: { domain: "2b" } } }, old)), [
    "PropertyChangeNotAllowed @ properties.clusterProfile.domain",
  ]);
});

test("naming another identity swaps the cluster's; null removes one, and one must remain", () => {
  const stored = running(sampleWorkloadBody());
  const naming = (userAssignedIdentities: JsonObject) => patch({ identity: { userAssignedIdentities } }, stored);
  const swapped = accepted(naming({ [sampleIdentity("b")]: {} }));
  assert.deepEqual(Object.keys(swapped.cluster.managedServiceIdentity?.userAssignedIdentities ?? {}), [
    sampleIdentity("b"),
  ]);
  const explicit = accepted(naming({ [sampleIdentity("CLUSTER")]: null, [sampleIdentity("b")]: {} }));
  assert.deepEqual(explicit.cluster, swapped.cluster);
  assert.deepEqual(verdict(naming({ [sampleIdentity("Cluster")]: null })), ["InvalidParameter @ identity"]);
});

test("operators' identities merge by operator; null would remove one, which is refused", () => {
  const stored = running(sampleWorkloadBody());
  const body = edited({} as JsonObject, pwi, { ingress: { resourceId: sampleIdentity("two") } });
  const { cluster } = accepted(patch(body, stored));
  assert.deepEqual(Object.keys(cluster.properties.platformWorkloadIdentityProfile?.platformWorkloadIdentities ?? {}), [
    "cloud-controller-manager",
    "ingress",
  ]);
  assert.deepEqual(verdict(patch(edited({} as JsonObject, pwi, { ingress: null }), stored)), [
    "PropertyChangeNotAllowed @ properties.platformWorkloadIdentityProfile.platformWorkloadIdentities",
  ]);
});

test("no message repeats a secret (ARM-HDR-11)", () => {
  const secret = "s3cr3t-value";
  const bodies: JsonObject[] = [
    {
      properties: {
        clusterProfile: { pullSecret: secret, domain: "!" },
        servicePrincipalProfile: { clientSecret: secret, clientId: "x" },
      },
    },
    {
      properties: {
        clusterProfile: { pullSecret: [secret] },
        servicePrincipalProfile: { clientSecret: { [secret]: 1 } },
      },
    },
    { properties: { clusterProfile: { pullSecret: `{"auths":"${secret}"}` } } },
  ];
  for (const body of bodies)
    for (const request of [patch(body), sampleRequest(body), sampleRequest(body, running())]) {
      const judgement = version.judge(request);
      assert.equal(judgement.valid, false);
      assert.equal(JSON.stringify(judgement).includes(secret), false);
    }
});

test("an answer names at most a hundred faults (ARM-HDR-09)", () => {
  const tags = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`tag${index}`, index]));
  const judgement = version.judge(patch({ tags } as JsonObject));
  assert.equal(judgement.valid, false);
  assert.equal(judgement.valid ? 0 : judgement.findings.length, 100);
});
