import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { test } from "node:test";
import { CloudError, type JsonObject } from "@aro/api";
import { toCloudError } from "@aro/azure";
import { flows } from "./flows.ts";
import { fakeRun } from "./testing/fake-run.ts";
import { managedGroupId, masterSubnetId, sampleCluster, workerSubnetId } from "./testing/sample-cluster.ts";
import { firstPartyToken, haveGateway, plainSealer, world } from "./testing/world.ts";

const endpointId =
  "/subscriptions/rp-sub/resourceGroups/rp/providers/Microsoft.Network/privateEndpoints/rp-pe-22222222-2222-4222-8222-222222222222";

/** Names of the subnets that may reach an account. */
function subnetsOf(account: JsonObject | undefined): (string | undefined)[] {
  assert.ok(account);
  const { networkAcls } = account["properties"] as { networkAcls: { virtualNetworkRules: { id: string }[] } };
  return networkAcls.virtualNetworkRules.map(({ id }) => id.split("/").at(-1));
}

/** Names and kinds of spec 03 §3.1 (A = once or memory, C = condition, R = retried on authorization), those this list has a part for. */
const specified = [
  "validateResources R",
  "validateZones R",
  "initializeClusterSPClients A",
  "clusterSPObjectID R",
  "ensurePreconfiguredNSG A",
  "ensureACRToken A",
  "ensureInfraID A",
  "ensureSSHKey A",
  "ensureStorageSuffix A",
  "populateMTUSize A",
  "createDNS A",
  "ensureResourceGroup A",
  "ensureServiceEndpoints A",
  "setMasterSubnetPolicies A",
  "deployBaseResourceTemplate R",
  "attachNSGs R",
  "updateAPIIPEarly R",
  "createOrUpdateRouterIPEarly R",
  "ensureGatewayCreate R",
  "createAPIServerPrivateEndpoint R",
  "createCertificates A",
  "hiveCreateNamespace A",
  "runHiveInstaller A",
  "hiveClusterInstallationComplete C",
  "generateKubeconfigs A",
  "hiveResetCorrelationData A",
  "ensureBillingRecord A",
  "initializeKubernetesClients A",
  "initializeOperatorDeployer A",
  "apiServersReady C",
  "installAROOperator A",
  "enableOperatorReconciliation A",
  "incrInstallPhase A",
  "initializeKubernetesClients A",
  "initializeOperatorDeployer A",
  "removeBootstrap A",
  "removeBootstrapIgnition A",
  "apiServersReady C",
  "configureAPIServerCertificate A",
  "apiServersReady C",
  "minimumWorkerNodesReady C",
  "operatorConsoleExists C",
  "updateConsoleBranding A",
  "operatorConsoleReady C",
  "disableSamples A",
  "disableOperatorHubSources A",
  "disableUpdates A",
  "clusterVersionReady C",
  "aroDeploymentReady C",
  "updateClusterData A",
  "configureIngressCertificate A",
  "ingressControllerReady C",
  "configureDefaultStorageClass A",
  "disableOperatorReconciliation A",
  "clusterOperatorsHaveSettled C",
  "finishInstallation A",
];

test("the steps of a create bear the names and stand in the order of spec 03 §3", () => {
  const listed = flows.Creating.map(
    (step) =>
      `${step.name} ${step.kind === "condition" ? "C" : step.kind === "once" && step.retryAuthorization ? "R" : "A"}`,
  );
  assert.deepEqual(listed.slice(0, 2), ["waitOutFormerOperations A", "startInstallation A"]);
  assert.deepEqual(listed.slice(2), specified);
});

test("a create leaves the cluster's resources and everything known about them, and unknown members untouched", async () => {
  const there = await world(sampleCluster());
  assert.equal((await there.play("Creating")).outcome, "finished");
  const { openShiftCluster, ...document } = there.run.document;
  const { properties } = openShiftCluster;
  assert.match(properties.infraId ?? "", /^c1-[a-z0-9]{5}$/);
  const infraId = properties.infraId ?? "";
  assert.equal(properties.install, undefined);
  assert.equal(properties.servicePrincipalProfile?.spObjectId, "sp-oid");
  assert.equal(properties.networkProfile.mtuSize, 1500);
  assert.equal(properties.networkProfile.privateEndpointIp, "10.9.0.5");
  assert.deepEqual(properties.networkProfile.loadBalancerProfile, {
    managedOutboundIps: { count: 1 },
    effectiveOutboundIps: [{ id: `${managedGroupId}/providers/Microsoft.Network/publicIPAddresses/${infraId}-pip-v4` }],
  });
  assert.equal(properties.apiserverProfile.intIp, "10.0.0.10");
  assert.match(properties.apiserverProfile.ip ?? "", /^20\.0\.0\./);
  assert.match(properties.ingressProfiles[0]?.ip ?? "", /^20\.0\.0\./);
  assert.equal(properties.imageRegistryStorageAccountName, `imageregistry${properties.storageSuffix}`);
  const key = plainSealer.openBytes(properties.sshKey as never).reveal();
  const { asymmetricKeyDetails } = createPrivateKey({ key: Buffer.from(key), format: "der", type: "pkcs1" });
  assert.equal(asymmetricKeyDetails?.modulusLength, 2048);
  assert.equal(document["memberOfALaterVersion"], "kept");
  assert.deepEqual(openShiftCluster["memberOfALaterVersion"], { kept: true });

  const { arm } = there.azure;
  assert.equal(arm.groups.get("aro-managed")?.["managedBy"], openShiftCluster.id);
  const nsg = `${managedGroupId}/providers/Microsoft.Network/networkSecurityGroups/${infraId}-nsg`;
  for (const subnetId of [masterSubnetId, workerSubnetId]) {
    const subnet = arm.get(subnetId)?.properties;
    assert.deepEqual(subnet?.["networkSecurityGroup"], { id: nsg });
    assert.deepEqual(
      ((subnet?.["serviceEndpoints"] ?? []) as JsonObject[]).map(({ service, locations }) => [service, locations]),
      [
        ["Microsoft.ContainerRegistry", ["*"]],
        ["Microsoft.Storage", ["*"]],
      ],
    );
  }
  assert.equal(arm.get(masterSubnetId)?.properties["privateEndpointNetworkPolicies"], "Disabled");
  assert.equal(arm.get(masterSubnetId)?.properties["privateLinkServiceNetworkPolicies"], "Disabled");
  assert.deepEqual(arm.get(endpointId)?.properties["subnet"], {
    id: "/subscriptions/rp-sub/resourceGroups/rp/providers/Microsoft.Network/virtualNetworks/rp-pe-vnet-001/subnets/rp-pe-subnet",
  });
  const account = arm.get(
    `${managedGroupId}/providers/Microsoft.Storage/storageAccounts/cluster${properties.storageSuffix}`,
  );
  assert.deepEqual(subnetsOf(account), ["rp-pe-subnet", "rp-subnet", "master", "worker"]);
  assert.deepEqual(there.billing.ensured, [
    {
      id: document.id,
      key: document.key,
      clusterResourceGroupIDKey: document.clusterResourceGroupIdKey,
      infraId,
      location: "EastUS",
      tenantID: "customer-tenant",
    },
  ]);
  assert.deepEqual(there.run.pollers, {});
});

test("calls act as the first party in the customer's tenant, in the home tenant for our own resources, with the correlation id (ARM-HDR-02)", async () => {
  const there = await world(sampleCluster());
  await there.play("Creating");
  for (const { host, path, headers } of there.azure.requests) {
    if (host !== "arm.test") continue;
    const own = path.startsWith("/subscriptions/rp-sub/");
    if (!path.startsWith("/operations/"))
      assert.equal(headers["authorization"], `Bearer ${firstPartyToken(`${own ? "home" : "customer"}-tenant`)}`, path);
    assert.equal(headers["x-ms-correlation-request-id"], "correlation-1");
  }
});

test("a create that runs again from the beginning changes nothing that stands, and makes no address twice", async () => {
  const there = await world(
    sampleCluster((properties) => {
      properties.networkProfile.loadBalancerProfile = { managedOutboundIps: { count: 3 } };
    }),
  );
  await there.play("Creating");
  const before = structuredClone([...there.azure.arm.resources.keys()]);
  const document = structuredClone(there.run.document);
  there.forget();
  assert.equal((await there.play("Creating", { run: fakeRun(there.run.document) })).outcome, "finished");
  assert.deepEqual([...there.azure.arm.resources.keys()], before);
  assert.deepEqual(there.run.document, document);
  assert.deepEqual(there.azure.writes(), [
    `PUT ${managedGroupId}`,
    `PUT ${managedGroupId}/providers/Microsoft.Resources/deployments/storage`,
  ]);
});

/** A cluster whose key is drawn already, which takes longest. */
const withKey = () =>
  sampleCluster((properties) => {
    properties.sshKey = "sealed:key" as never;
  });

for (const [when, before] of [
  ["before", true],
  ["after", false],
] as const)
  test(`a create whose worker dies ${when} any one call to Azure took effect goes on to the same end`, async () => {
    const whole = await world(withKey());
    await whole.play("Creating");
    const calls = whole.azure.requests.filter(({ host }) => host === "arm.test").length;
    const expected = [...whole.azure.arm.resources.keys()].length;
    assert.ok(calls >= 30, `${calls} calls`);
    for (let stop = 1; stop <= calls; stop++) {
      const there = await world(withKey());
      const controller = new AbortController();
      const alive = fakeRun(there.run.document);
      const dead = async () => Promise.reject(new Error("lease lost"));
      let seen = 0;
      there.azure.arm.intercept = async (request) => {
        if (++seen !== stop) return undefined;
        there.azure.arm.intercept = undefined;
        if (!before) await there.azure.arm.respond(request);
        alive.document = there.run.document;
        alive.pollers = { ...there.run.pollers };
        alive.progress = there.run.progress;
        Object.assign(there.run, { patch: dead, rememberPoller: dead });
        controller.abort(new Error("lease lost"));
        throw new DOMException("aborted", "AbortError");
      };
      const first = await there.play("Creating", { signal: controller.signal });
      assert.equal(seen >= stop, true);
      const second = await there.play("Creating", { run: alive });
      assert.equal(second.outcome, "finished", `stopped at call ${stop}: ${JSON.stringify([first, second])}`);
      assert.equal([...there.azure.arm.resources.keys()].length, expected, `stopped at call ${stop}`);
      assert.deepEqual(alive.pollers, {}, `stopped at call ${stop}`);
    }
  });

test("a private cluster behind the customer's routing gets no public address and the highest free address for its router", async () => {
  const there = await world(
    sampleCluster((properties) => {
      properties.apiserverProfile.visibility = "Private";
      properties.ingressProfiles = [{ name: "default", visibility: "Private" }];
      properties.networkProfile.outboundType = "UserDefinedRouting";
      delete properties.networkProfile.loadBalancerProfile;
    }),
  );
  const taken = {
    name: "x",
    id: "/subscriptions/s/resourceGroups/other/x",
    properties: { privateIPAddress: "10.0.2.254" },
  };
  there.azure.arm.have(workerSubnetId, { properties: { addressPrefixes: ["10.0.2.0/24"], ipConfigurations: [taken] } });
  assert.equal((await there.play("Creating")).outcome, "finished");
  const { properties } = there.run.document.openShiftCluster;
  assert.equal(properties.apiserverProfile.ip, "10.0.0.10");
  assert.equal(properties.ingressProfiles[0]?.ip, "10.0.2.253");
  assert.equal(properties.networkProfile.loadBalancerProfile, undefined);
  assert.equal(
    [...there.azure.arm.resources.keys()].some((id) => id.includes("publicipaddresses")),
    false,
  );
});

test("a router's address that was chosen is kept when the cluster itself has it by now", async () => {
  const there = await world(
    sampleCluster((properties) => {
      properties.ingressProfiles = [{ name: "default", visibility: "Private", ip: "10.0.2.77" }];
    }),
  );
  const taken = {
    name: "x",
    id: `${managedGroupId}/providers/Microsoft.Network/loadBalancers/l/frontendIPConfigurations/f`,
    properties: { privateIPAddress: "10.0.2.77" },
  };
  there.azure.arm.have(workerSubnetId, { properties: { addressPrefix: "10.0.2.0/24", ipConfigurations: [taken] } });
  await there.play("Creating");
  assert.equal(there.run.document.openShiftCluster.properties.ingressProfiles[0]?.ip, "10.0.2.77");
});

test("a subnet without a free address is the customer's error, at the workers' subnet (spec 03 §8.3)", async () => {
  const there = await world(
    sampleCluster((properties) => {
      properties.ingressProfiles = [{ name: "default", visibility: "Private" }];
    }),
  );
  there.azure.arm.have(workerSubnetId, { properties: { addressPrefix: "10.0.2.0/30" } });
  const outcome = await there.play("Creating");
  assert.ok(outcome.outcome === "failed" && outcome.error instanceof CloudError);
  assert.equal(outcome.error.body.code, "InvalidLinkedVNet");
  assert.equal(outcome.error.body.target, "properties.workerProfiles[0].subnetId");
});

for (const [what, applications, asked] of [
  ["a wrong secret", { app: { secret: "other", objectId: "o" } }, 21],
  ["an unknown application", {}, 21],
  ["an expired secret", { app: { secret: "right", objectId: "o", expired: true } }, 1],
] as const)
  test(`${what} ends as InvalidServicePrincipalCredentials at the profile, ${asked > 1 ? "after the retry limit" : "at once"} (spec 03 §§2.4, 2.5)`, async () => {
    const there = await world(sampleCluster(), { applications });
    const outcome = await there.play("Creating");
    assert.ok(outcome.outcome === "failed");
    assert.equal(outcome.step, "validateResources");
    const { body, status } = toCloudError(outcome.error, { managedResourceGroup: "aro-managed" });
    assert.equal(body.code, "InvalidServicePrincipalCredentials");
    assert.equal(body.target, "properties.servicePrincipalProfile");
    assert.equal(status, 400);
    const logins = there.azure.requests.filter(({ host, method }) => host === "login.test" && method === "POST");
    assert.equal(logins.length, asked);
  });

test("a secret that is corrected in time lets the create go on", async () => {
  const applications = { app: { secret: "other", objectId: "late-oid" } };
  const there = await world(sampleCluster(), { applications });
  const sleep = there.azure.clock.sleep;
  there.azure.clock.sleep = async (...asked) => {
    applications.app.secret = "right";
    await sleep(...asked);
  };
  assert.equal((await there.play("Creating")).outcome, "finished");
  assert.equal(there.run.document.openShiftCluster.properties.servicePrincipalProfile?.spObjectId, "late-oid");
});

test("a create that is resumed with another service principal takes the former one's role away first (ARM-PUT-13)", async () => {
  const applications = {
    app: { secret: "right", objectId: "sp-oid" },
    other: { secret: "right", objectId: "other-oid" },
  };
  const there = await world(withKey(), { applications });
  await there.play("Creating");
  const document = structuredClone(there.run.document);
  document.openShiftCluster.properties.servicePrincipalProfile = {
    clientId: "other",
    clientSecret: "sealed:right" as never,
  };
  there.forget();
  assert.equal((await there.play("Creating", { run: fakeRun(document) })).outcome, "finished");
  const assignments = [...there.azure.arm.resources.values()].filter(({ type }) => type.endsWith("/roleAssignments"));
  assert.deepEqual(
    assignments.map(({ properties }) => properties["principalId"]),
    ["other-oid"],
  );
  const writes = there.azure.writes().map((write) => write.replace(/^(\w+) .*\/(\w+)\/[^/]+$/, "$1 $2"));
  assert.deepEqual(writes, ["PUT resourceGroups", "DELETE roleAssignments", "PUT deployments"]);
});

test("jumbo frames where the subscription has the feature", async () => {
  const document = sampleCluster();
  const there = await world(document, { run: fakeRun(document, { features: ["Microsoft.RedHatOpenShift/MTU3900"] }) });
  await there.play("Creating");
  assert.equal(there.run.document.openShiftCluster.properties.networkProfile.mtuSize, 3900);
});

test("a preconfigured security group is left alone, and the operator is told to", async () => {
  const there = await world(
    sampleCluster((properties) => {
      properties.networkProfile.preconfiguredNSG = "Enabled";
      properties.operatorFlags = { "other.flag": "true" };
    }),
  );
  const own = { id: "/subscriptions/s/resourceGroups/customer/providers/Microsoft.Network/networkSecurityGroups/mine" };
  there.azure.arm.have(masterSubnetId, { properties: { addressPrefix: "10.0.0.0/24", networkSecurityGroup: own } });
  there.azure.arm.have(workerSubnetId, { properties: { addressPrefix: "10.0.2.0/24", networkSecurityGroup: own } });
  assert.equal((await there.play("Creating")).outcome, "finished");
  assert.deepEqual(there.azure.arm.get(masterSubnetId)?.properties["networkSecurityGroup"], own);
  assert.deepEqual(there.run.document.openShiftCluster.properties.operatorFlags, {
    "other.flag": "true",
    "aro.azuresubnets.nsg.managed": "false",
  });
});

test("behind the gateway subnets get no endpoints, and the cluster gets an endpoint of the gateway", async () => {
  const there = await world(
    sampleCluster((properties) => {
      properties.featureProfile.gatewayEnabled = true;
    }),
    { settings: { gatewayResourceGroup: "gwy" } },
  );
  haveGateway(there, { status: "Approved" });
  assert.equal((await there.play("Creating")).outcome, "finished");
  assert.equal(there.azure.arm.get(masterSubnetId)?.properties["serviceEndpoints"], undefined);
  const infraId = there.run.document.openShiftCluster.properties.infraId;
  const endpoint = there.azure.arm.get(`${managedGroupId}/providers/Microsoft.Network/privateEndpoints/${infraId}-pe`);
  assert.equal(endpoint?.["location"], "EastUS");
  const account = [...there.azure.arm.resources.values()].find(({ name }) => name.startsWith("cluster"));
  assert.deepEqual(subnetsOf(account), ["rp-pe-subnet", "rp-subnet", "gateway-subnet"]);
});

test("a deny assignment is made unless the feature is off", async () => {
  for (const [features, expected] of [
    [[], true],
    [["DisableDenyAssignments"], false],
  ] as const) {
    const there = await world(sampleCluster(), { settings: { features: new Set(features) } });
    await there.play("Creating");
    assert.equal(
      [...there.azure.arm.resources.keys()].some((id) => id.includes("denyassignments")),
      expected,
    );
  }
});

test("workload identities are refused before anything is made", async () => {
  const there = await world(
    sampleCluster((properties) => {
      delete properties.servicePrincipalProfile;
      properties.platformWorkloadIdentityProfile = { platformWorkloadIdentities: {} };
    }),
  );
  const outcome = await there.play("Creating");
  assert.ok(outcome.outcome === "failed" && outcome.error instanceof CloudError);
  assert.equal(outcome.error.body.target, "properties.platformWorkloadIdentityProfile");
  assert.deepEqual(there.azure.requests, []);
});
