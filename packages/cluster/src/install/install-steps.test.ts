import assert from "node:assert/strict";
import { test } from "node:test";
import type { CloudError, JsonObject } from "@aro/api";
import { toCloudError } from "@aro/azure";
import type { Step } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { managedGroupId, masterSubnetId, sampleCluster, workerSubnetId } from "../testing/sample-cluster.ts";
import { world } from "../testing/world.ts";
import { attachNSGs } from "./attach-nsgs.ts";
import { createAPIServerPrivateEndpoint } from "./create-api-server-private-endpoint.ts";
import { deployBaseResourceTemplate } from "./deploy-base-resource-template.ts";
import { ensureResourceGroup } from "./ensure-resource-group.ts";
import { ensureServiceEndpoints, withServiceEndpoints } from "./ensure-service-endpoints.ts";
import { setMasterSubnetPolicies } from "./set-master-subnet-policies.ts";

const { signal } = new AbortController();
const nsg = `${managedGroupId}/providers/Microsoft.Network/networkSecurityGroups/i-nsg`;
const refused = (code: string, status: number, message = "m", additionalInfo?: JsonObject[]) => ({
  status,
  body: { error: { code, message, ...(additionalInfo === undefined ? {} : { additionalInfo }) } },
});

async function run(step: Step<ClusterContext>, context: ClusterContext): Promise<CloudError | undefined> {
  assert.ok(step.kind === "once");
  try {
    await step.run(context, signal);
    return undefined;
  } catch (error) {
    return toCloudError(error, { managedResourceGroup: "aro-managed" });
  }
}

const named = (change: Parameters<typeof sampleCluster>[0] = () => {}) =>
  sampleCluster((properties) => {
    properties.infraId = "i";
    properties.storageSuffix = "s";
    properties.servicePrincipalProfile = { clientId: "app", clientSecret: "s" as never, spObjectId: "sp-oid" };
    change(properties);
  });

test("a managed group of somebody else, or elsewhere, is refused (spec 03 §8.3)", async () => {
  for (const group of [
    { location: "eastus", managedBy: "/somebody" },
    { location: "eastus" },
    { location: "westus", managedBy: sampleCluster().openShiftCluster.id },
  ]) {
    const { azure, context } = await world(named());
    azure.arm.groups.set("aro-managed", group);
    const error = await run(ensureResourceGroup, context);
    assert.equal(error?.body.code, "ClusterResourceGroupAlreadyExists");
    assert.equal(error?.status, 400);
    assert.deepEqual(azure.writes(), []);
  }
});

test("the cluster's own group is put again with its tags, ignoring case", async () => {
  const { azure, context } = await world(named());
  const managedBy = sampleCluster().openShiftCluster.id.toUpperCase();
  azure.arm.groups.set("aro-managed", { location: "East US", managedBy, tags: { a: "b" } });
  assert.equal(await run(ensureResourceGroup, context), undefined);
  assert.deepEqual(azure.arm.groups.get("aro-managed")?.["tags"], { a: "b" });
});

test("a policy against the group is DeploymentFailed, with Azure's words in details (ARM-ERR-05)", async () => {
  const { azure, context } = await world(named());
  azure.arm.intercept = ({ method }) =>
    method === "PUT" ? refused("RequestDisallowedByPolicy", 403, "tags needed", [{ type: "T", info: {} }]) : undefined;
  const error = await run(ensureResourceGroup, context);
  assert.equal(error?.body.code, "DeploymentFailed");
  assert.match(error?.body.message ?? "", /tags needed/);
  assert.deepEqual(error?.body.details, [
    { code: "RequestDisallowedByPolicy", message: "tags needed", additionalInfo: [{ type: "T", info: {} }] },
  ]);
});

test("an endpoint that did not succeed is replaced, not added a second time (spec 03 §8.3)", () => {
  const failed = { service: "Microsoft.Storage", locations: ["eastus"], provisioningState: "Failed" as const };
  const good = { service: "microsoft.containerregistry", locations: ["*"], provisioningState: "Succeeded" as const };
  const other = { service: "Microsoft.Sql", locations: ["*"], provisioningState: "Succeeded" as const };
  assert.deepEqual(withServiceEndpoints({ serviceEndpoints: [failed, good, other, failed] })?.serviceEndpoints, [
    good,
    other,
    { service: "Microsoft.Storage", locations: ["*"] },
  ]);
  assert.equal(
    withServiceEndpoints({ serviceEndpoints: [good, { ...failed, provisioningState: "Succeeded" }] }),
    undefined,
  );
});

test("a subnet keeps what the step does not mean to change, and is written under its ETag", async () => {
  const { azure, context } = await world(named());
  const routeTable = { id: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeTables/r" };
  azure.arm.have(masterSubnetId, { etag: '"7"', properties: { addressPrefix: "10.0.0.0/24", routeTable } });
  assert.equal(await run(setMasterSubnetPolicies, context), undefined);
  const put = azure.requests.find(({ method }) => method === "PUT");
  assert.equal(put?.headers["if-match"], '"7"');
  assert.deepEqual(azure.arm.get(masterSubnetId)?.properties["routeTable"], routeTable);
  assert.equal(azure.arm.get(masterSubnetId)?.properties["addressPrefix"], "10.0.0.0/24");
  await run(setMasterSubnetPolicies, context);
  assert.equal(azure.writes().length, 1);
});

test("a subnet that another writer changed meanwhile is read and written again", async () => {
  const { azure, context } = await world(named());
  let lost = 2;
  azure.arm.intercept = ({ method }) =>
    method === "PUT" && lost-- > 0 ? refused("PreconditionFailed", 412) : undefined;
  assert.equal(await run(setMasterSubnetPolicies, context), undefined);
  assert.deepEqual(
    azure.requests.filter(({ path }) => path === masterSubnetId).map(({ method }) => method),
    ["GET", "PUT", "GET", "PUT", "GET", "PUT"],
  );
});

test("a missing subnet is the customer's error, where they named it", async () => {
  const { azure, context } = await world(named());
  azure.arm.resources.delete(workerSubnetId.toLowerCase());
  const error = await run(ensureServiceEndpoints, context);
  assert.equal(error?.body.code, "InvalidLinkedVNet");
  assert.equal(error?.body.target, "properties.workerProfiles[0].subnetId");
  assert.equal(error?.body.details?.[0]?.code, "ResourceNotFound");
});

test("a policy against the subnet names definition and assignment (spec 03 §8.3)", async () => {
  const { azure, context } = await world(named());
  const info = { policyDefinitionDisplayName: "No change", policyAssignmentDisplayName: "Network team" };
  azure.arm.intercept = ({ method }) =>
    method === "PUT" ? refused("RequestDisallowedByPolicy", 403, "m", [{ type: "PolicyViolation", info }]) : undefined;
  const error = await run(setMasterSubnetPolicies, context);
  assert.equal(error?.body.code, "RequestDisallowedByPolicy");
  assert.match(error?.body.message ?? "", /"No change".*"Network team"/);
});

test("another security group on a subnet is the customer's error (spec 03 §8.3)", async () => {
  const { azure, context } = await world(named());
  const networkSecurityGroup = {
    id: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/other",
  };
  azure.arm.have(workerSubnetId, { properties: { addressPrefix: "10.0.2.0/24", networkSecurityGroup } });
  const error = await run(attachNSGs, context);
  assert.equal(error?.body.code, "InvalidLinkedVNet");
  assert.match(error?.body.message ?? "", /networkSecurityGroups\/other/);
});

test("attachNSGs tries again while the group is not seen everywhere, and ends in the last error at its limit (spec 03 §15.25)", async () => {
  const unseen = refused(
    "InvalidResourceReference",
    400,
    `Resource ${nsg} referenced by resource ${masterSubnetId} was not found.`,
  );
  const patient = await world(named());
  let left = 3;
  patient.azure.arm.intercept = ({ method }) => (method === "PUT" && left-- > 0 ? unseen : undefined);
  assert.equal(await run(attachNSGs, patient.context), undefined);
  assert.deepEqual(patient.azure.clock.sleeps.filter((slept) => slept === 30_000).length, 3);
  assert.deepEqual(patient.azure.arm.get(workerSubnetId)?.properties["networkSecurityGroup"], { id: nsg });

  const vain = await world(named());
  vain.azure.arm.intercept = ({ method }) => (method === "PUT" ? unseen : undefined);
  const error = await run(attachNSGs, vain.context);
  assert.equal(error?.body.details?.[0]?.code, "InvalidResourceReference");
  assert.equal(vain.azure.writes().length, 7);
});

test("the planned outbound addresses are written down before the deployment begins (spec 03 §8.3)", async () => {
  const { azure, context, run: operation } = await world(named());
  azure.arm.groups.set("aro-managed", {});
  let seen: unknown;
  azure.arm.intercept = ({ method, path }) => {
    if (method === "PUT" && path.includes("/deployments/"))
      seen = operation.document.openShiftCluster.properties.networkProfile.loadBalancerProfile?.effectiveOutboundIps;
    return undefined;
  };
  assert.equal(await run(deployBaseResourceTemplate, context), undefined);
  assert.deepEqual(seen, [{ id: `${managedGroupId}/providers/Microsoft.Network/publicIPAddresses/i-pip-v4` }]);
});

test("a failed deployment reaches the customer as Azure's tree although it names the managed group (ARM-ERR-05, spec 03 §15.3)", async () => {
  const { azure, context } = await world(named());
  azure.arm.groups.set("aro-managed", {});
  const inner = {
    code: "SkuNotAvailable",
    message: `'${managedGroupId}/providers/x'`,
    additionalInfo: [{ type: "T", info: {} }],
  };
  azure.arm.failures.set("deployments/storage", { code: "DeploymentFailed", message: "failed", details: [inner] });
  const error = await run(deployBaseResourceTemplate, context);
  assert.equal(error?.body.code, "DeploymentFailed");
  assert.equal(error?.status, 400);
  assert.deepEqual(error?.body.details?.[0]?.details, [inner]);
});

const endpoint =
  "/subscriptions/rp-sub/resourceGroups/rp/providers/Microsoft.Network/privateEndpoints/rp-pe-22222222-2222-4222-8222-222222222222";
const linkService = `${managedGroupId}/providers/Microsoft.Network/privateLinkServices/i-pls`;

test("an endpoint that is connected is not put again; one whose other end is gone is made anew", async () => {
  const connection = (status: string) => ({
    name: "rp-plsconnection",
    properties: { privateLinkServiceId: linkService, privateLinkServiceConnectionState: { status } },
  });
  for (const [status, writes] of [
    ["Approved", []],
    ["Disconnected", [`DELETE ${endpoint}`, `PUT ${endpoint}`]],
  ] as const) {
    const { azure, context, run: operation } = await world(named());
    const nic = {
      id: `${endpoint}.nic`,
      properties: { ipConfigurations: [{ properties: { privateIPAddress: "10.9.0.5" } }] },
    };
    azure.arm.have(endpoint, {
      properties: { manualPrivateLinkServiceConnections: [connection(status)], networkInterfaces: [nic] },
    });
    assert.equal(await run(createAPIServerPrivateEndpoint, context), undefined);
    assert.deepEqual(azure.writes(), writes);
    assert.equal(operation.document.openShiftCluster.properties.networkProfile.privateEndpointIp, "10.9.0.5");
  }
});

test("the endpoint is read with its network interface", async () => {
  const { azure, context } = await world(named());
  await run(createAPIServerPrivateEndpoint, context);
  const reads = azure.requests.filter(({ method, path }) => method === "GET" && path === endpoint);
  assert.ok(reads.length > 0);
  for (const { query } of reads) assert.equal(query["$expand"], "networkInterfaces");
  const sent = azure.requests.find(({ method }) => method === "PUT")?.body as JsonObject;
  assert.equal(sent["location"], "EastUS");
  assert.deepEqual((sent["properties"] as JsonObject)["manualPrivateLinkServiceConnections"], [
    { name: "rp-plsconnection", properties: { privateLinkServiceId: linkService } },
  ]);
});
