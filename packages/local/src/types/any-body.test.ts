import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inProcess, subscription, tenant } from "../../tools/in-process.ts";
import { change, changed } from "../testing/changed-body.ts";
import { furnish } from "../testing/furnished.ts";

const root = `/subscriptions/${subscription}`;
const group = `${root}/resourceGroups/rg`;
const location = "eastus";
const network = "2024-05-01";
const principalId = "22222222-2222-2222-2222-222222222222";
const at = (path: string) => `${group}/providers/${path}`;
const nsgRule = {
  ...{ protocol: "Tcp", access: "Allow", direction: "Inbound", priority: 200, description: "d" },
  ...{ sourcePortRange: "*", destinationPortRanges: ["1", "2-3"], sourceAddressPrefix: "*" },
  destinationAddressPrefixes: ["10.0.0.0/24"],
};
const subnet = { id: at("Microsoft.Network/virtualNetworks/v/subnets/s") };
const balancer = at("Microsoft.Network/loadBalancers/lb");
const policyRule = JSON.parse('{"if":{"allOf":[{"field":"type","like":"No.*"}]},"then":{"effect":"deny"}}');

/** A call that is taken: what of it must not be changed is where it goes. In this order: the later need the earlier. */
interface Call {
  method: "PUT" | "POST" | "PATCH";
  path: string;
  version: string;
  body: unknown;
}
const put = (path: string, version: string, body: unknown): Call => ({ method: "PUT", path, version, body });
const post = (path: string, version: string, body: unknown): Call => ({ method: "POST", path, version, body });

const calls: readonly Call[] = [
  put(group, "2021-04-01", { location, tags: { a: "b" } }),
  put(at("Microsoft.Network/virtualNetworks/v2"), network, {
    location,
    properties: {
      addressSpace: { addressPrefixes: ["10.9.0.0/16"] },
      dhcpOptions: { dnsServers: ["10.9.0.4"] },
      subnets: [
        {
          name: "s",
          properties: {
            addressPrefix: "10.9.0.0/24",
            serviceEndpoints: [{ service: "Microsoft.Storage", locations: ["*"] }],
            delegations: [{ name: "d", properties: { serviceName: "Microsoft.Web/serverFarms" } }],
          },
        },
      ],
    },
  }),
  put(at("Microsoft.Network/virtualNetworks/v2/subnets/t"), network, {
    properties: { addressPrefix: "10.9.1.0/24", privateEndpointNetworkPolicies: "Disabled" },
  }),
  put(at("Microsoft.Network/networkSecurityGroups/nsg"), network, {
    location,
    properties: { securityRules: [{ name: "r", properties: nsgRule }] },
  }),
  put(at("Microsoft.Network/networkSecurityGroups/nsg/securityRules/q"), network, {
    properties: { ...nsgRule, priority: 300 },
  }),
  put(at("Microsoft.Network/routeTables/rt2"), network, {
    location,
    properties: {
      routes: [{ name: "r", properties: { addressPrefix: "0.0.0.0/0", nextHopType: "Internet" } }],
    },
  }),
  put(at("Microsoft.Network/publicIPAddresses/p2"), network, {
    location,
    sku: { name: "Standard", tier: "Regional" },
    zones: ["1"],
    properties: { publicIPAllocationMethod: "Static", dnsSettings: { domainNameLabel: "label" } },
  }),
  put(balancer, network, {
    location,
    sku: { name: "Standard" },
    properties: {
      frontendIPConfigurations: [{ name: "f", properties: { subnet } }],
      backendAddressPools: [{ name: "b" }],
      probes: [{ name: "p", properties: { protocol: "Tcp", port: 1, intervalInSeconds: 5, numberOfProbes: 2 } }],
      loadBalancingRules: [
        {
          name: "r",
          properties: {
            ...{ protocol: "Tcp", frontendPort: 1, backendPort: 1 },
            frontendIPConfiguration: { id: `${balancer}/frontendIPConfigurations/f` },
            backendAddressPool: { id: `${balancer}/backendAddressPools/b` },
            probe: { id: `${balancer}/probes/p` },
          },
        },
      ],
    },
  }),
  put(at("Microsoft.Network/networkInterfaces/n2"), network, {
    location,
    properties: { ipConfigurations: [{ name: "c", properties: { subnet, privateIPAllocationMethod: "Dynamic" } }] },
  }),
  put(at("Microsoft.Network/natGateways/nat"), network, {
    location,
    sku: { name: "Standard" },
    properties: { publicIpAddresses: [{ id: at("Microsoft.Network/publicIPAddresses/p2") }] },
  }),
  put(at("Microsoft.Network/dnszones/z.test"), "2018-05-01", {
    location: "global",
    properties: { zoneType: "Public" },
  }),
  put(at("Microsoft.Network/dnszones/z.test/A/a"), "2018-05-01", {
    properties: { TTL: 1, metadata: { a: "b" }, ARecords: [{ ipv4Address: "1.2.3.4" }] },
  }),
  put(at("Microsoft.Network/dnszones/z.test/TXT/t"), "2018-05-01", {
    properties: { TTL: 1, TXTRecords: [{ value: ["a", "b"] }] },
  }),
  put(at("Microsoft.Network/privateDnsZones/z.test"), "2018-09-01", { location: "global" }),
  put(at("Microsoft.Network/privateDnsZones/z.test/virtualNetworkLinks/l"), "2018-09-01", {
    location: "global",
    properties: { virtualNetwork: { id: at("Microsoft.Network/virtualNetworks/v2") }, registrationEnabled: false },
  }),
  put(at("Microsoft.Network/privateDnsZones/z.test/SRV/s"), "2018-09-01", {
    properties: { ttl: 1, srvRecords: [{ priority: 1, weight: 1, port: 1, target: "x.test" }] },
  }),
  put(at("Microsoft.Storage/storageAccounts/acctany"), "2021-09-01", {
    location,
    ...{ kind: "StorageV2", sku: { name: "Standard_LRS" }, identity: { type: "SystemAssigned" } },
    properties: {
      ...{ allowBlobPublicAccess: true, minimumTlsVersion: "TLS1_2", accessTier: "Hot" },
      sasPolicy: { sasExpirationPeriod: "0.01:00:00", expirationAction: "Log" },
      networkAcls: { defaultAction: "Deny", bypass: "AzureServices", ipRules: [{ value: "1.2.3.4", action: "Allow" }] },
      encryption: { keySource: "Microsoft.Storage", services: { blob: { enabled: true, keyType: "Account" } } },
    },
  }),
  put(at("Microsoft.Storage/storageAccounts/acctany/blobServices/default/containers/con"), "2021-09-01", {
    properties: { publicAccess: "None", metadata: { a: "b" } },
  }),
  post(at("Microsoft.Storage/storageAccounts/acctany/ListAccountSas"), "2021-09-01", {
    ...{ signedServices: "b", signedResourceTypes: "o", signedPermission: "rl", signedProtocol: "https" },
    ...{ signedStart: "2026-01-01T00:00:00Z", signedExpiry: "2099-01-01T00:00:00Z", keyToSign: "key1" },
  }),
  post(at("Microsoft.Storage/storageAccounts/acctany/regenerateKey"), "2021-09-01", { keyName: "key1" }),
  post(`${root}/providers/Microsoft.Storage/checkNameAvailability`, "2021-09-01", {
    ...{ name: "acctnone", type: "Microsoft.Storage/storageAccounts" },
  }),
  put(at("Microsoft.KeyVault/vaults/kv-any"), "2023-07-01", {
    location,
    properties: {
      ...{ tenantId: tenant, sku: { family: "A", name: "standard" }, softDeleteRetentionInDays: 7 },
      accessPolicies: [{ tenantId: tenant, objectId: principalId, permissions: { secrets: ["get"] } }],
      networkAcls: { defaultAction: "Allow", bypass: "None", ipRules: [{ value: "1.2.3.4" }] },
    },
  }),
  put(at("Microsoft.KeyVault/vaults/kv-any/accessPolicies/add"), "2021-10-01", {
    properties: { accessPolicies: [{ tenantId: tenant, objectId: principalId, permissions: { keys: ["all"] } }] },
  }),
  put(at("Microsoft.ContainerRegistry/registries/regany"), "2020-11-01-preview", {
    location,
    sku: { name: "Premium" },
    properties: { adminUserEnabled: true, networkRuleSet: { defaultAction: "Allow", ipRules: [] } },
  }),
  put(at("Microsoft.ContainerRegistry/registries/regany/scopeMaps/map-x"), "2020-11-01-preview", {
    properties: { description: "d", actions: ["repositories/a/content/read"] },
  }),
  put(at("Microsoft.ContainerRegistry/registries/regany/tokens/token-x"), "2020-11-01-preview", {
    properties: {
      scopeMapId: at("Microsoft.ContainerRegistry/registries/regany/scopeMaps/_repositories_pull"),
      status: "enabled",
    },
  }),
  post(at("Microsoft.ContainerRegistry/registries/regany/generateCredentials"), "2020-11-01-preview", {
    tokenId: at("Microsoft.ContainerRegistry/registries/regany/tokens/token-x"),
    ...{ name: "password1", expiry: "2099-01-01T00:00:00Z" },
  }),
  put(at("Microsoft.ContainerService/managedClusters/hub"), "2025-07-01", {
    location,
    identity: { type: "SystemAssigned" },
    properties: {
      dnsPrefix: "hub",
      agentPoolProfiles: [{ name: "pool1", count: 2, vmSize: "Standard_D2s_v3", mode: "System" }],
    },
  }),
  put(at("Microsoft.Authorization/roleDefinitions/11111111-0000-4000-8000-000000000001"), "2018-01-01-preview", {
    properties: {
      ...{ roleName: "any", type: "CustomRole", description: "d", assignableScopes: [group] },
      permissions: [{ actions: ["*/read"], notActions: [], dataActions: [], notDataActions: [] }],
    },
  }),
  put(at("Microsoft.Authorization/roleAssignments/11111111-0000-4000-8000-000000000002"), "2018-09-01-preview", {
    properties: {
      roleDefinitionId: `${root}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
      ...{ principalId, principalType: "ServicePrincipal" },
    },
  }),
  put(`${root}/providers/Microsoft.Authorization/policyDefinitions/pd`, "2021-06-01", {
    properties: { policyType: "Custom", mode: "All", parameters: {}, metadata: { category: "x" }, policyRule },
  }),
  put(at("Microsoft.Authorization/policyAssignments/pa"), "2021-06-01", {
    properties: {
      policyDefinitionId: `${root}/providers/Microsoft.Authorization/policyDefinitions/pd`,
      ...{ parameters: {}, enforcementMode: "Default", notScopes: [] },
    },
  }),
  put(at("Microsoft.Insights/actionGroups/ag"), "2018-03-01", {
    location: "global",
    properties: { groupShortName: "g", enabled: true, armRoleReceivers: [{ name: "r", roleId: principalId }] },
  }),
  put(at("Microsoft.Insights/metricAlerts/ma"), "2018-03-01", {
    location: "global",
    properties: {
      ...{ severity: 1, enabled: true, scopes: [balancer], evaluationFrequency: "PT1M", windowSize: "PT5M" },
      criteria: { "odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria", allOf: [] },
      actions: [{ actionGroupId: at("Microsoft.Insights/actionGroups/ag") }],
    },
  }),
  put(at("Microsoft.Insights/activityLogAlerts/aa"), "2020-10-01", {
    location: "global",
    properties: { scopes: [group], condition: { allOf: [{ field: "category", equals: "x" }] }, actions: {} },
  }),
  put(at("Microsoft.Insights/autoscaleSettings/as"), "2022-10-01", {
    location,
    properties: { profiles: [{ name: "p", capacity: { minimum: "1", maximum: "2", default: "1" }, rules: [] }] },
  }),
  put(`${group}/providers/Microsoft.Resources/tags/default`, "2021-04-01", { properties: { tags: { a: "b" } } }),
  put(at("Microsoft.Resources/deployments/d"), "2021-04-01", {
    properties: {
      mode: "Incremental",
      parameters: { p: { value: 1 } },
      template: {
        $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        contentVersion: "1.0.0.0",
        parameters: { p: { type: "int", minValue: 0, allowedValues: [1, 2], metadata: { description: "d" } } },
        variables: { v: "[concat('a', string(parameters('p')))]" },
        resources: [
          {
            ...{ type: "Microsoft.Network/routeTables", apiVersion: network, location },
            ...{ name: "[concat(variables('v'), copyIndex())]", copy: { name: "c", count: 2 }, dependsOn: [] },
            ...{ condition: "[equals(1, 1)]", tags: { t: "[variables('v')]" }, properties: { routes: [] } },
          },
        ],
        outputs: { o: { type: "string", value: "[variables('v')]" } },
      },
    },
  }),
];

test("whatever a body says to whatever type, it is answered, and never as a failure of the cloud's own", async () => {
  await using arm = inProcess({
    timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 },
    locations: [location, "global"],
  });
  await furnish(arm, "rg");
  const send = ({ method, path, version }: Call, body: unknown) =>
    arm.plain(method, `${path}?api-version=${version}`, body);
  for (const call of calls) {
    const answer = await send(call, call.body);
    assert.ok(answer.status < 300, `${call.path}: ${answer.text}`);
  }
  const asked = fc.record({ call: fc.constantFrom(...calls), how: change, patch: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(asked, async ({ call, how, patch }) => {
      const method = patch && call.method === "PUT" ? "PATCH" : call.method;
      const answer = await send({ ...call, method }, changed(call.body, how));
      assert.ok(answer.status >= 200 && answer.status < 500, `${call.path}: ${answer.text}`);
      if (answer.status >= 400) assert.match(answer.body.error.code, /^[A-Z]\w+$/);
    }),
    { seed: 20_261_121, numRuns: 1_500 },
  );
});
