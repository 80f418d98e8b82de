import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "@aro/api";
import { outboundAddressName } from "../names/resource-names.ts";
import { apiVersionOf } from "./api-versions.ts";
import { type BaseTemplateInput, baseResourceTemplate, type ClusterIdentity } from "./base-template.ts";

const subnet = (name: string) =>
  `/subscriptions/s/resourceGroups/v/providers/Microsoft.Network/virtualNetworks/v/subnets/${name}`;
const extra = (index: number) => outboundAddressName("doc", index);

const base: BaseTemplateInput = {
  infraId: "c1-abcde",
  location: "EastUS",
  storageSuffix: "bcdfghjklm",
  zones: ["1", "2", "3"],
  publicApi: true,
  publicIngress: true,
  outboundLoadBalancer: true,
  outboundAddresses: ["c1-abcde-pip-v4"],
  masterSubnetId: subnet("master"),
  bootstrapSsh: false,
  storageSubnets: { cluster: [subnet("rp"), subnet("aks")], registry: [subnet("rp")] },
  serviceSubscriptionId: "rp-sub",
  gatewayLinkServiceId: undefined,
  identity: { kind: "servicePrincipal", objectId: "sp-oid" },
  denyAssignment: true,
};

/** The visibility matrix of spec 03 §9.4 with two managed outbound addresses, and what it says must be there. */
const rows = [
  { api: true, ingress: true, balancer: true, pip: true, extras: 1, ingressPip: true, apiRule: true },
  { api: false, ingress: true, balancer: true, pip: false, extras: 2, ingressPip: true, apiRule: false },
  { api: true, ingress: false, balancer: true, pip: true, extras: 1, ingressPip: false, apiRule: true },
  { api: false, ingress: false, balancer: true, pip: false, extras: 2, ingressPip: false, apiRule: false },
  { api: false, ingress: false, balancer: false, pip: false, extras: 0, ingressPip: false, apiRule: false },
] as const;

function inputOf(row: (typeof rows)[number], identity: ClusterIdentity = base.identity): BaseTemplateInput {
  const extras = Array.from({ length: row.extras }, (_, index) => extra(index));
  return {
    ...base,
    identity,
    publicApi: row.api,
    publicIngress: row.ingress,
    outboundLoadBalancer: row.balancer,
    outboundAddresses: row.balancer ? [...(row.api ? ["c1-abcde-pip-v4"] : []), ...extras] : [],
  };
}

const workload: ClusterIdentity = {
  kind: "workloadIdentity",
  roles: [
    { objectId: "id-a", roleId: "role-1" },
    { objectId: "id-a", roleId: "role-2" },
    { objectId: "id-b", roleId: "role-1" },
  ],
  firstPartyObjectId: "fp-oid",
};

type Resource = JsonObject & {
  type: string;
  name: string;
  apiVersion: string;
  dependsOn?: string[];
  properties: JsonObject;
};
const resourcesOf = (input: BaseTemplateInput) => baseResourceTemplate(input).resources as Resource[];
const at = (resources: Resource[], name: string): Resource => {
  const found = resources.find((one) => one.name === name);
  assert.ok(found, `no resource ${name}`);
  return found;
};
const short = ({ type, name }: Resource) => `${type.split("/").slice(1).join("/")} ${name}`;
const list = (value: unknown) => value as (JsonObject & { name: string; properties: JsonObject })[];

for (const row of rows) {
  const label = `API ${row.api ? "public" : "private"}, ingress ${row.ingress ? "public" : "private"}, ${row.balancer ? "Loadbalancer" : "UserDefinedRouting"}`;
  for (const [kind, identity] of [
    ["service principal", base.identity],
    ["workload identity", workload],
  ] as const)
    test(`resources stand in the order of spec 03 §9.2: ${label}, ${kind}`, () => {
      const extras = Array.from({ length: row.extras }, (_, index) => `publicIPAddresses ${extra(index)}`);
      const expected = [
        "storageAccounts clusterbcdfghjklm",
        "storageAccounts/blobServices/containers clusterbcdfghjklm/default/ignition",
        "storageAccounts/blobServices/containers clusterbcdfghjklm/default/aro",
        "storageAccounts imageregistrybcdfghjklm",
        "storageAccounts/blobServices/containers imageregistrybcdfghjklm/default/image-registry",
        "networkSecurityGroups c1-abcde-nsg",
        "privateLinkServices c1-abcde-pls",
        "loadBalancers c1-abcde-internal",
        ...(kind === "service principal"
          ? ["roleAssignments [guid(resourceGroup().id, 'SP / Contributor')]"]
          : [
              "roleAssignments [guid(resourceGroup().id, 'role-1', 'id-a')]",
              "roleAssignments [guid(resourceGroup().id, 'role-2', 'id-a')]",
              "roleAssignments [guid(resourceGroup().id, 'role-1', 'id-b')]",
              "storageAccounts/providers/roleAssignments [concat('clusterbcdfghjklm','/Microsoft.Authorization/', guid(resourceId('Microsoft.Storage/storageAccounts','clusterbcdfghjklm')))]",
            ]),
        ...(row.pip ? ["publicIPAddresses c1-abcde-pip-v4"] : []),
        ...extras,
        ...(row.balancer ? ["loadBalancers c1-abcde"] : []),
        ...(row.ingressPip ? ["publicIPAddresses c1-abcde-default-v4"] : []),
        "denyAssignments [guid(resourceGroup().id, 'ARO cluster resource group deny assignment')]",
      ];
      assert.deepEqual(resourcesOf(inputOf(row, identity)).map(short), expected);
    });

  test(`the public load balancer has the frontends and rules of §9.3: ${label}`, () => {
    const resources = resourcesOf(inputOf(row));
    const balancer = resources.find(({ name }) => name === "c1-abcde");
    if (!row.balancer) return assert.equal(balancer, undefined);
    assert.ok(balancer);
    const properties = balancer.properties as Record<string, unknown>;
    const extras = Array.from({ length: row.extras }, (_, index) => extra(index));
    const addresses = [...(row.pip ? ["c1-abcde-pip-v4"] : []), ...extras];
    assert.deepEqual(
      balancer.dependsOn,
      addresses.map((name) => `Microsoft.Network/publicIPAddresses/${name}`),
    );
    assert.deepEqual(
      list(properties["frontendIPConfigurations"]).map(({ name, properties: { publicIPAddress } }) => [
        name,
        publicIPAddress,
      ]),
      addresses.map((name) => [
        name === "c1-abcde-pip-v4" ? "public-lb-ip-v4" : name,
        { id: `[resourceId('Microsoft.Network/publicIPAddresses', '${name}')]` },
      ]),
    );
    assert.deepEqual(
      list(properties["loadBalancingRules"]).map(({ name }) => name),
      row.apiRule ? ["api-internal-v4"] : [],
    );
    assert.deepEqual(
      list(properties["probes"]).map(({ name }) => name),
      row.apiRule ? ["api-internal-probe"] : [],
    );
    const [rule] = list(properties["outboundRules"]);
    assert.equal(rule?.name, "outbound-rule-v4");
    assert.deepEqual(rule?.properties, {
      frontendIPConfigurations: addresses.map((name) => ({
        id: `[resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'c1-abcde', '${name === "c1-abcde-pip-v4" ? "public-lb-ip-v4" : name}')]`,
      })),
      backendAddressPool: {
        id: "[resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'c1-abcde', 'c1-abcde')]",
      },
      protocol: "All",
      idleTimeoutInMinutes: 30,
    });
    return undefined;
  });
}

test("every resource has the api-version of its type, and what it depends on stands in the template", () => {
  for (const row of rows)
    for (const identity of [base.identity, workload]) {
      const resources = resourcesOf(inputOf(row, identity));
      const known = new Set(resources.map(({ type, name }) => `${type}/${name}`));
      for (const { type, apiVersion, dependsOn = [] } of resources) {
        const expected = type.endsWith("providers/roleAssignments") ? "2018-09-01-preview" : apiVersionOf(type);
        assert.equal(apiVersion, expected, type);
        for (const dependency of dependsOn) {
          const expression = /^\[resourceId\('([^']+)', '([^']+)'\)\]$/.exec(dependency);
          const name = expression === null ? dependency : `${expression[1]}/${expression[2]}`;
          assert.ok(known.has(name), `${type} depends on ${dependency}`);
        }
      }
    }
});

test("api-versions are those of spec 03 §9.1", () => {
  const byType = Object.fromEntries(
    resourcesOf({ ...base, gatewayLinkServiceId: "/g" }).map(({ type, apiVersion }) => [type, apiVersion]),
  );
  assert.deepEqual(byType, {
    "Microsoft.Storage/storageAccounts": "2021-09-01",
    "Microsoft.Storage/storageAccounts/blobServices/containers": "2021-09-01",
    "Microsoft.Network/networkSecurityGroups": "2020-08-01",
    "Microsoft.Network/privateLinkServices": "2020-08-01",
    "Microsoft.Network/loadBalancers": "2020-08-01",
    "Microsoft.Authorization/roleAssignments": "2018-09-01-preview",
    "Microsoft.Network/publicIPAddresses": "2020-08-01",
    "Microsoft.Network/privateEndpoints": "2020-08-01",
    "Microsoft.Authorization/denyAssignments": "2018-07-01-preview",
  });
});

test("the region is lower case everywhere but at the gateway's endpoint (spec 03 §9.2)", () => {
  for (const { type, location } of resourcesOf({ ...base, gatewayLinkServiceId: "/g" }))
    if (location !== undefined) assert.equal(location, type.endsWith("privateEndpoints") ? "EastUS" : "eastus", type);
});

test("the gateway's endpoint stands in the control plane's subnet and only with a gateway", () => {
  assert.equal(
    resourcesOf(base).some(({ name }) => name === "c1-abcde-pe"),
    false,
  );
  const endpoint = at(resourcesOf({ ...base, gatewayLinkServiceId: "/gateway-pls" }), "c1-abcde-pe");
  assert.deepEqual(endpoint.properties, {
    subnet: { id: base.masterSubnetId },
    manualPrivateLinkServiceConnections: [
      { name: "gateway-plsconnection", properties: { privateLinkServiceId: "/gateway-pls" } },
    ],
  });
});

test("the accounts are shut but for the named subnets, encrypted, without keys for workload identities (spec 03 §9.3)", () => {
  const cluster = at(resourcesOf(base), "clusterbcdfghjklm");
  const encrypted = { keyType: "Account", enabled: true };
  assert.equal(cluster["kind"], "StorageV2");
  assert.deepEqual(cluster["sku"], { name: "Standard_LRS" });
  assert.deepEqual(cluster.properties, {
    allowBlobPublicAccess: false,
    allowCrossTenantReplication: false,
    supportsHttpsTrafficOnly: true,
    minimumTlsVersion: "TLS1_2",
    allowSharedKeyAccess: true,
    sasPolicy: { sasExpirationPeriod: "0.01:00:00", expirationAction: "Log" },
    networkAcls: {
      bypass: "AzureServices",
      defaultAction: "Deny",
      virtualNetworkRules: [
        { id: subnet("rp"), action: "Allow" },
        { id: subnet("aks"), action: "Allow" },
      ],
    },
    encryption: {
      requireInfrastructureEncryption: true,
      keySource: "Microsoft.Storage",
      services: { blob: encrypted, file: encrypted, table: encrypted, queue: encrypted },
    },
  });
  const registry = at(resourcesOf(base), "imageregistrybcdfghjklm").properties;
  assert.equal(registry["sasPolicy"], undefined);
  assert.deepEqual((registry["networkAcls"] as JsonObject)["virtualNetworkRules"], [
    { id: subnet("rp"), action: "Allow" },
  ]);
  for (const name of ["clusterbcdfghjklm", "imageregistrybcdfghjklm"])
    assert.equal(at(resourcesOf({ ...base, identity: workload }), name).properties["allowSharedKeyAccess"], false);
});

test("the API server's port is open to the world only when it is public", () => {
  const rule = {
    protocol: "Tcp",
    sourcePortRange: "*",
    sourceAddressPrefix: "*",
    destinationPortRange: "6443",
    destinationAddressPrefix: "*",
    access: "Allow",
    priority: 120,
    direction: "Inbound",
  };
  assert.deepEqual(at(resourcesOf(base), "c1-abcde-nsg").properties["securityRules"], [
    { name: "apiserver_in", properties: rule },
  ]);
  assert.deepEqual(at(resourcesOf({ ...base, publicApi: false }), "c1-abcde-nsg").properties["securityRules"], []);
});

test("the link service is ours alone, on the internal load balancer (spec 03 §9.3)", () => {
  const service = at(resourcesOf(base), "c1-abcde-pls");
  assert.deepEqual(service.dependsOn, ["Microsoft.Network/loadBalancers/c1-abcde-internal"]);
  assert.deepEqual(service.properties, {
    loadBalancerFrontendIpConfigurations: [
      {
        id: "[resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'c1-abcde-internal', 'internal-lb-ip-v4')]",
      },
    ],
    ipConfigurations: [{ name: "c1-abcde-pls-nic", properties: { subnet: { id: base.masterSubnetId } } }],
    visibility: { subscriptions: ["rp-sub"] },
    autoApproval: { subscriptions: ["rp-sub"] },
  });
});

test("the internal load balancer has the rules and probes of the table (spec 03 §9.3)", () => {
  const { properties, ...balancer } = at(resourcesOf(base), "c1-abcde-internal");
  assert.deepEqual(balancer["sku"], { name: "Standard" });
  const frontend = {
    name: "internal-lb-ip-v4",
    zones: ["1", "2", "3"],
    properties: { privateIPAllocationMethod: "Dynamic", subnet: { id: base.masterSubnetId } },
  };
  assert.deepEqual(properties["frontendIPConfigurations"], [frontend]);
  assert.deepEqual(
    list(properties["backendAddressPools"]).map(({ name }) => name),
    ["c1-abcde", "ssh-0", "ssh-1", "ssh-2"],
  );
  const last = (reference: unknown) => /'([^']+)'\)\]$/.exec((reference as { id: string }).id)?.[1];
  assert.deepEqual(
    list(properties["loadBalancingRules"]).map(({ name, properties: rule }) => [
      name,
      rule["frontendPort"],
      rule["backendPort"],
      last(rule["backendAddressPool"]),
      last(rule["probe"]),
      rule["disableOutboundSnat"],
      rule["protocol"],
      rule["idleTimeoutInMinutes"],
      rule["loadDistribution"],
    ]),
    [
      ["api-internal-v4", 6443, 6443, "c1-abcde", "api-internal-probe", true, "Tcp", 30, "Default"],
      ["sint-v4", 22623, 22623, "c1-abcde", "sint-probe", false, "Tcp", 30, "Default"],
      ["ssh-0", 2200, 22, "ssh-0", "ssh", true, "Tcp", 30, "Default"],
      ["ssh-1", 2201, 22, "ssh-1", "ssh", true, "Tcp", 30, "Default"],
      ["ssh-2", 2202, 22, "ssh-2", "ssh", true, "Tcp", 30, "Default"],
    ],
  );
  const often = { intervalInSeconds: 5, numberOfProbes: 2 };
  assert.deepEqual(properties["probes"], [
    { name: "api-internal-probe", properties: { protocol: "Https", port: 6443, requestPath: "/readyz", ...often } },
    { name: "sint-probe", properties: { protocol: "Https", port: 22623, requestPath: "/healthz", ...often } },
    { name: "ssh", properties: { protocol: "Tcp", port: 22, ...often } },
  ]);
});

test("without zones nothing is zonal; with them every address and the internal frontend are", () => {
  const zonal = (resources: Resource[]) =>
    resources.filter((one) => JSON.stringify(one).includes('"zones"')).map(({ name }) => name);
  assert.deepEqual(zonal(resourcesOf({ ...base, zones: undefined })), []);
  assert.deepEqual(zonal(resourcesOf({ ...base, zones: [] })), []);
  assert.deepEqual(zonal(resourcesOf(base)), ["c1-abcde-internal", "c1-abcde-pip-v4", "c1-abcde-default-v4"]);
});

test("public addresses are Standard and Static", () => {
  for (const name of ["c1-abcde-pip-v4", "c1-abcde-default-v4"]) {
    const address = at(resourcesOf(base), name);
    assert.deepEqual(address["sku"], { name: "Standard" });
    assert.deepEqual(address.properties, { publicIPAllocationMethod: "Static" });
  }
});

test("role assignments name their principal, role and scope as spec 03 §9.3 writes them", () => {
  const sp = at(resourcesOf(base), "[guid(resourceGroup().id, 'SP / Contributor')]");
  assert.deepEqual(sp.properties, {
    scope: "[resourceGroup().id]",
    roleDefinitionId:
      "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b24988ac-6180-42a0-ab88-20f7382dd24c')]",
    principalId: "['sp-oid']",
    principalType: "ServicePrincipal",
  });
  const blob = resourcesOf({ ...base, identity: workload }).find(({ type }) =>
    type.endsWith("providers/roleAssignments"),
  );
  assert.deepEqual(blob?.dependsOn, ["[resourceId('Microsoft.Storage/storageAccounts', 'clusterbcdfghjklm')]"]);
  assert.deepEqual(blob?.properties, {
    scope: "[resourceId('Microsoft.Storage/storageAccounts', 'clusterbcdfghjklm')]",
    roleDefinitionId:
      "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')]",
    principalId: "['fp-oid']",
    principalType: "ServicePrincipal",
  });
});

test("the deny assignment spares the identities that work there and allows 18 actions; without the setting there is none", () => {
  const name = "[guid(resourceGroup().id, 'ARO cluster resource group deny assignment')]";
  const { properties } = at(resourcesOf(base), name);
  assert.equal(properties["denyAssignmentName"], name);
  assert.equal(properties["isSystemProtected"], true);
  assert.deepEqual(properties["principals"], [{ id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" }]);
  assert.deepEqual(properties["excludePrincipals"], [{ id: "sp-oid", type: "ServicePrincipal" }]);
  const [permission] = properties["permissions"] as { actions: string[]; notActions: string[] }[];
  assert.deepEqual(permission?.actions, ["*/action", "*/delete", "*/write"]);
  assert.equal(new Set(permission?.notActions).size, 18);
  const ofWorkload = at(resourcesOf({ ...base, identity: workload }), name).properties["excludePrincipals"];
  assert.deepEqual(
    (ofWorkload as { id: string }[]).map(({ id }) => id),
    ["id-a", "id-b", "fp-oid"],
  );
  assert.equal(
    resourcesOf({ ...base, denyAssignment: false }).some(({ type }) => type.endsWith("denyAssignments")),
    false,
  );
});

test("without managed addresses a public API keeps its address, and the outbound rule has no frontend", () => {
  const resources = resourcesOf({ ...base, outboundAddresses: [] });
  const balancer = at(resources, "c1-abcde");
  assert.deepEqual(balancer.dependsOn, ["Microsoft.Network/publicIPAddresses/c1-abcde-pip-v4"]);
  const [rule] = list(balancer.properties["outboundRules"]);
  assert.deepEqual(rule?.properties["frontendIPConfigurations"], []);
});

test("a way to the bootstrap machine that diagnostics made is kept, since its interface is in the pool (spec 03 §2.8)", () => {
  const internal = (bootstrapSsh: boolean) => {
    const { resources } = baseResourceTemplate({ ...base, bootstrapSsh });
    const found = resources.find(({ name }) => name === "c1-abcde-internal") as unknown as {
      properties: Record<string, { name: string; properties?: object }[]>;
    };
    return (member: string) =>
      found.properties[member]?.find(({ name }) => name === "bootstrap-ssh")?.properties ?? undefined;
  };
  assert.deepEqual(internal(true)("probes"), { protocol: "Tcp", port: 22, intervalInSeconds: 5, numberOfProbes: 2 });
  const { frontendPort, backendPort, disableOutboundSnat } = internal(true)("loadBalancingRules") as Record<
    string,
    unknown
  >;
  assert.deepEqual([frontendPort, backendPort, disableOutboundSnat], [2199, 22, true]);
  assert.equal(internal(false)("loadBalancingRules"), undefined);
});
