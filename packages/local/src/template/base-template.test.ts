import assert from "node:assert/strict";
import { test } from "node:test";
import { type InProcess, inProcess, subscription } from "../../tools/in-process.ts";
import { templateGuid } from "../language/name-hashes.ts";

const root = `/subscriptions/${subscription}`;
const managed = `${root}/resourceGroups/managed`;
const customer = `${root}/resourceGroups/customer`;
const infra = "c1-x7k2p";
const subnet = `${customer}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/master`;
const principalId = "22222222-2222-2222-2222-222222222222";
const network = "2020-08-01";
const storage = "2021-09-01";
const authorization = "2018-09-01-preview";

const account = (name: string) => ({
  type: "Microsoft.Storage/storageAccounts",
  apiVersion: storage,
  name,
  location: "eastus",
  kind: "StorageV2",
  sku: { name: "Standard_LRS" },
  properties: {
    allowBlobPublicAccess: false,
    allowCrossTenantReplication: false,
    supportsHttpsTrafficOnly: true,
    minimumTlsVersion: "TLS1_2",
    sasPolicy: { sasExpirationPeriod: "0.01:00:00", expirationAction: "Log" },
    encryption: {
      requireInfrastructureEncryption: true,
      keySource: "Microsoft.Storage",
      services: Object.fromEntries(
        ["blob", "file", "table", "queue"].map((one) => [one, { keyType: "Account", enabled: true }]),
      ),
    },
    networkAcls: {
      bypass: "AzureServices",
      defaultAction: "Deny",
      virtualNetworkRules: [{ id: subnet, action: "Allow" }],
    },
  },
});

const container = (owner: string, name: string) => ({
  type: "Microsoft.Storage/storageAccounts/blobServices/containers",
  apiVersion: storage,
  name: `${owner}/default/${name}`,
  properties: { publicAccess: "None" },
  dependsOn: [`Microsoft.Storage/storageAccounts/${owner}`],
});

const balancer = (name: string) => `${managed}/providers/Microsoft.Network/loadBalancers/${name}`;

const rule = (
  owner: string,
  name: string,
  frontend: string,
  port: number,
  back: number,
  pool: string,
  probe: string,
) => ({
  name,
  properties: {
    frontendIPConfiguration: {
      id: `[resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', '${owner}', '${frontend}')]`,
    },
    backendAddressPool: {
      id: `[resourceId('Microsoft.Network/loadBalancers/backendAddressPools', '${owner}', '${pool}')]`,
    },
    probe: { id: `[resourceId('Microsoft.Network/loadBalancers/probes', '${owner}', '${probe}')]` },
    protocol: "Tcp",
    loadDistribution: "Default",
    frontendPort: port,
    backendPort: back,
    idleTimeoutInMinutes: 30,
    disableOutboundSnat: true,
  },
});

const probe = (name: string, protocol: string, port: number, requestPath?: string) => ({
  name,
  properties: {
    protocol,
    port,
    intervalInSeconds: 5,
    numberOfProbes: 2,
    ...(requestPath === undefined ? {} : { requestPath }),
  },
});

const address = (name: string) => ({
  type: "Microsoft.Network/publicIPAddresses",
  apiVersion: network,
  name,
  location: "eastus",
  sku: { name: "Standard" },
  zones: ["1", "2", "3"],
  properties: { publicIPAllocationMethod: "Static" },
});

/** The base template of a public cluster, after spec 03 §9.2 and §9.3. */
const template = {
  $schema: "https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  resources: [
    account("clusterabcde"),
    container("clusterabcde", "ignition"),
    container("clusterabcde", "aro"),
    account("imageregistryabcde"),
    container("imageregistryabcde", "image-registry"),
    {
      type: "Microsoft.Network/networkSecurityGroups",
      apiVersion: network,
      name: `${infra}-nsg`,
      location: "eastus",
      properties: {
        securityRules: [
          {
            name: "apiserver_in",
            properties: {
              protocol: "Tcp",
              sourcePortRange: "*",
              destinationPortRange: "6443",
              sourceAddressPrefix: "*",
              destinationAddressPrefix: "*",
              access: "Allow",
              priority: 120,
              direction: "Inbound",
            },
          },
        ],
      },
    },
    {
      type: "Microsoft.Network/privateLinkServices",
      apiVersion: network,
      name: `${infra}-pls`,
      location: "eastus",
      dependsOn: [`Microsoft.Network/loadBalancers/${infra}-internal`],
      properties: {
        loadBalancerFrontendIpConfigurations: [
          {
            id: `[resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', '${infra}-internal', 'internal-lb-ip-v4')]`,
          },
        ],
        ipConfigurations: [{ name: `${infra}-pls-nic`, properties: { subnet: { id: subnet } } }],
        visibility: { subscriptions: [subscription] },
        autoApproval: { subscriptions: [subscription] },
      },
    },
    {
      type: "Microsoft.Network/loadBalancers",
      apiVersion: network,
      name: `${infra}-internal`,
      location: "eastus",
      sku: { name: "Standard" },
      properties: {
        frontendIPConfigurations: [
          {
            name: "internal-lb-ip-v4",
            zones: ["1", "2", "3"],
            properties: { privateIPAllocationMethod: "Dynamic", subnet: { id: subnet } },
          },
        ],
        backendAddressPools: [infra, "ssh-0", "ssh-1", "ssh-2"].map((name) => ({ name })),
        loadBalancingRules: [
          rule(`${infra}-internal`, "api-internal-v4", "internal-lb-ip-v4", 6443, 6443, infra, "api-internal-probe"),
          rule(`${infra}-internal`, "sint-v4", "internal-lb-ip-v4", 22623, 22623, infra, "sint-probe"),
          ...[0, 1, 2].map((index) =>
            rule(`${infra}-internal`, `ssh-${index}`, "internal-lb-ip-v4", 2200 + index, 22, `ssh-${index}`, "ssh"),
          ),
        ],
        probes: [
          probe("api-internal-probe", "Https", 6443, "/readyz"),
          probe("sint-probe", "Https", 22623, "/healthz"),
          probe("ssh", "Tcp", 22),
        ],
      },
    },
    {
      type: "Microsoft.Authorization/roleAssignments",
      apiVersion: authorization,
      name: "[guid(resourceGroup().id, 'SP / Contributor')]",
      properties: {
        scope: "[resourceGroup().id]",
        roleDefinitionId:
          "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b24988ac-6180-42a0-ab88-20f7382dd24c')]",
        principalId: `['${principalId}']`,
        principalType: "ServicePrincipal",
      },
    },
    {
      type: "Microsoft.Storage/storageAccounts/providers/roleAssignments",
      apiVersion: authorization,
      name: "[concat('clusterabcde','/Microsoft.Authorization/', guid(resourceId('Microsoft.Storage/storageAccounts','clusterabcde')))]",
      dependsOn: ["[resourceId('Microsoft.Storage/storageAccounts','clusterabcde')]"],
      properties: {
        scope: "[resourceId('Microsoft.Storage/storageAccounts','clusterabcde')]",
        roleDefinitionId:
          "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')]",
        principalId: `['${principalId}']`,
        principalType: "ServicePrincipal",
      },
    },
    address(`${infra}-pip-v4`),
    address(`${infra}-default-v4`),
    {
      type: "Microsoft.Network/loadBalancers",
      apiVersion: network,
      name: infra,
      location: "eastus",
      sku: { name: "Standard" },
      dependsOn: [`Microsoft.Network/publicIPAddresses/${infra}-pip-v4`],
      properties: {
        frontendIPConfigurations: [
          {
            name: "public-lb-ip-v4",
            properties: {
              publicIPAddress: { id: `[resourceId('Microsoft.Network/publicIPAddresses', '${infra}-pip-v4')]` },
            },
          },
        ],
        backendAddressPools: [{ name: infra }],
        loadBalancingRules: [
          rule(infra, "api-internal-v4", "public-lb-ip-v4", 6443, 6443, infra, "api-internal-probe"),
        ],
        probes: [probe("api-internal-probe", "Https", 6443, "/readyz")],
        outboundRules: [
          {
            name: "outbound-rule-v4",
            properties: {
              protocol: "All",
              idleTimeoutInMinutes: 30,
              frontendIPConfigurations: [{ id: `${balancer(infra)}/frontendIPConfigurations/public-lb-ip-v4` }],
              backendAddressPool: { id: `${balancer(infra)}/backendAddressPools/${infra}` },
            },
          },
        ],
      },
    },
    {
      type: "Microsoft.Network/privateEndpoints",
      apiVersion: network,
      name: `${infra}-pe`,
      location: "EastUS",
      dependsOn: [`Microsoft.Network/privateLinkServices/${infra}-pls`],
      properties: {
        subnet: { id: subnet },
        manualPrivateLinkServiceConnections: [
          {
            name: "hack-apiserver-plsconnection",
            properties: {
              privateLinkServiceId: `[resourceId('Microsoft.Network/privateLinkServices', '${infra}-pls')]`,
            },
          },
        ],
      },
    },
    {
      type: "Microsoft.Authorization/denyAssignments",
      apiVersion: "2018-07-01-preview",
      name: "[guid(resourceGroup().id, 'ARO cluster resource group deny assignment')]",
      properties: {
        denyAssignmentName: "[guid(resourceGroup().id, 'ARO cluster resource group deny assignment')]",
        permissions: [{ actions: ["*/action", "*/delete", "*/write"], notActions: ["Microsoft.Resources/tags/*"] }],
        scope: "[resourceGroup().id]",
        principals: [{ id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" }],
        excludePrincipals: [{ id: principalId, type: "ServicePrincipal" }],
        isSystemProtected: true,
      },
    },
  ],
};

async function prepared(): Promise<InProcess> {
  const arm = inProcess();
  await arm.groups.resourceGroups.createOrUpdate("customer", { location: "eastus" });
  await arm.groups.resourceGroups.createOrUpdate("managed", { location: "eastus", managedBy: `${customer}/x` });
  await arm.network.virtualNetworks.createOrUpdate("customer", "vnet", {
    location: "eastus",
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    subnets: [
      {
        name: "master",
        addressPrefix: "10.0.0.0/23",
        privateEndpointNetworkPolicies: "Disabled",
        privateLinkServiceNetworkPolicies: "Disabled",
        serviceEndpoints: [{ service: "Microsoft.Storage" }, { service: "Microsoft.ContainerRegistry" }],
      },
    ],
  });
  return arm;
}

test("the base template of a cluster is deployed whole, again without a change, and deleted with its group", async () => {
  await using arm = await prepared();
  const deploy = () =>
    arm.deployments.deployments.createOrUpdate("managed", "storage", { properties: { mode: "Incremental", template } });
  const made = await deploy();
  assert.equal(made.properties?.provisioningState, "Succeeded");
  assert.equal(made.properties?.outputResources?.length, template.resources.length);
  const resources = await arm.plain("GET", `${managed}/resources?api-version=2019-07-01`);
  const count = (type: string) => resources.body.value.filter((one: { type: string }) => one.type === type).length;
  assert.equal(count("Microsoft.Storage/storageAccounts"), 2);
  assert.equal(count("Microsoft.Network/loadBalancers"), 2);
  assert.equal(count("Microsoft.Network/publicIPAddresses"), 2);
  assert.equal(count("Microsoft.Network/networkInterfaces"), 2);
  const name = templateGuid([managed, "SP / Contributor"]);
  const assignment = await arm.authorization.roleAssignments.get(managed, name);
  assert.equal(assignment.principalId, principalId);
  const blob = `${managed}/providers/Microsoft.Storage/storageAccounts/clusterabcde`;
  assert.equal((await arm.authorization.roleAssignments.get(blob, templateGuid([blob]))).scope, blob);
  const denied: unknown[] = [];
  for await (const one of arm.authorization.denyAssignments.listForResourceGroup("managed")) denied.push(one);
  assert.equal(denied.length, 1);
  const lb = await arm.network.loadBalancers.get("managed", `${infra}-internal`);
  assert.equal(lb.frontendIPConfigurations?.[0]?.privateIPAddress, "10.0.0.4");
  const endpoint = await arm.network.privateEndpoints.get("managed", `${infra}-pe`);
  assert.equal(endpoint.location, "eastus");
  assert.equal(
    endpoint.manualPrivateLinkServiceConnections?.[0]?.privateLinkServiceConnectionState?.status,
    "Approved",
  );
  const again = await deploy();
  assert.equal(again.properties?.provisioningState, "Succeeded");
  assert.equal(
    (await arm.network.loadBalancers.get("managed", `${infra}-internal`)).frontendIPConfigurations?.[0]
      ?.privateIPAddress,
    "10.0.0.4",
  );
  const operations: (string | undefined)[] = [];
  for await (const one of arm.deployments.deploymentOperations.list("managed", "storage"))
    operations.push(one.properties?.provisioningState);
  assert.deepEqual([...new Set(operations)], ["Succeeded"]);
  assert.equal(operations.length, template.resources.length);
  await arm.groups.resourceGroups.delete("managed");
  const subnetNow = await arm.network.subnets.get("customer", "vnet", "master");
  assert.deepEqual(subnetNow.ipConfigurations ?? [], []);
});

test("what waits for another starts when that has ended, what waits for nothing at once", async () => {
  await using arm = await prepared();
  await arm.deployments.deployments.createOrUpdate("managed", "storage", {
    properties: { mode: "Incremental", template },
  });
  const run = JSON.parse(
    (
      arm.durable.database
        .prepare("SELECT body FROM arm_resources WHERE type = 'microsoft.resources/deployments'")
        .get() as { body: string }
    ).body,
  ).run;
  const byId = new Map<string, { startedAt: number; endedAt: number; after: string[] }>(
    run.nodes.map((node: { id: string }) => [node.id.toLowerCase(), node]),
  );
  let waited = 0;
  for (const node of byId.values())
    for (const key of node.after) {
      waited++;
      assert.ok((byId.get(key)?.endedAt ?? Number.POSITIVE_INFINITY) <= node.startedAt);
    }
  assert.equal(waited, 7);
  const free = [...byId.values()].filter((node) => node.after.length === 0);
  assert.ok(Math.max(...free.map((node) => node.startedAt)) - Math.min(...free.map((node) => node.startedAt)) < 500);
});
