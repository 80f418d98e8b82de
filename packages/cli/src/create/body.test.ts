import assert from "node:assert/strict";
import { test } from "node:test";
import { type CreateFacts, createBody } from "./body.ts";

const facts: CreateFacts = {
  subscriptionId: "S",
  location: "eastus",
  subnets: { vnetId: "/v", masterSubnetId: "/v/subnets/m", workerSubnetId: "/v/subnets/w" },
  pullSecret: undefined,
  servicePrincipal: { clientId: "id", clientSecret: "secret" },
  randomDomain: "r4nd0m12",
};
const subnets = { masterSubnet: "m", workerSubnet: "w" };

test("without flags the body has the defaults of az aro create (spec 06 §7.6)", () => {
  assert.deepEqual(createBody(subnets, facts), {
    location: "eastus",
    properties: {
      clusterProfile: {
        pullSecret: "",
        domain: "r4nd0m12",
        resourceGroupId: "/subscriptions/S/resourceGroups/aro-r4nd0m12",
        fipsValidatedModules: "Disabled",
        version: "",
      },
      servicePrincipalProfile: { clientId: "id", clientSecret: "secret" },
      networkProfile: {
        podCidr: "10.128.0.0/14",
        serviceCidr: "172.30.0.0/16",
        outboundType: "",
        preconfiguredNSG: "Disabled",
      },
      masterProfile: { vmSize: "Standard_D8s_v5", subnetId: "/v/subnets/m", encryptionAtHost: "Disabled" },
      workerProfiles: [
        {
          name: "worker",
          vmSize: "Standard_D4s_v5",
          diskSizeGB: 128,
          subnetId: "/v/subnets/w",
          count: 3,
          encryptionAtHost: "Disabled",
        },
      ],
      apiserverProfile: { visibility: "Public" },
      ingressProfiles: [{ name: "default", visibility: "Public" }],
    },
  });
});

test("every flag has its place in the body", () => {
  const { properties, tags } = createBody(
    {
      ...subnets,
      version: "4.19.12",
      domain: "my.example.com",
      fips: true,
      tags: { a: "b" },
      podCidr: "10.0.0.0/14",
      serviceCidr: "172.0.0.0/16",
      apiserverVisibility: "Private",
      ingressVisibility: "Private",
      outboundType: "UserDefinedRouting",
      outboundIpCount: 2,
      preconfiguredNsg: true,
      masterVmSize: "M",
      workerVmSize: "W",
      workerVmDiskSizeGb: 256,
      workerCount: 5,
      diskEncryptionSet: "/des",
      masterEncryptionAtHost: true,
      workerEncryptionAtHost: true,
    },
    { ...facts, pullSecret: "{}" },
  );
  assert.deepEqual(tags, { a: "b" });
  assert.deepEqual(properties.clusterProfile, {
    pullSecret: "{}",
    domain: "my.example.com",
    resourceGroupId: "/subscriptions/S/resourceGroups/aro-my-example-com",
    fipsValidatedModules: "Enabled",
    version: "4.19.12",
  });
  assert.deepEqual(properties.networkProfile, {
    podCidr: "10.0.0.0/14",
    serviceCidr: "172.0.0.0/16",
    outboundType: "UserDefinedRouting",
    preconfiguredNSG: "Enabled",
    loadBalancerProfile: { managedOutboundIps: { count: 2 } },
  });
  assert.deepEqual(properties.masterProfile, {
    vmSize: "M",
    subnetId: "/v/subnets/m",
    encryptionAtHost: "Enabled",
    diskEncryptionSetId: "/des",
  });
  assert.deepEqual(properties.workerProfiles?.[0], {
    name: "worker",
    vmSize: "W",
    diskSizeGB: 256,
    subnetId: "/v/subnets/w",
    count: 5,
    encryptionAtHost: "Enabled",
    diskEncryptionSetId: "/des",
  });
  assert.equal(properties.apiserverProfile?.visibility, "Private");
  assert.equal(properties.ingressProfiles?.[0]?.visibility, "Private");
});

test("of a cluster that exists, what was chosen for it stays unless the flags say otherwise", () => {
  const profile = {
    domain: "former",
    resourceGroupId: "/subscriptions/S/resourceGroups/aro-former",
    version: "4.18.1",
  };
  const existing = { ...facts, former: { location: "eastus", properties: { clusterProfile: profile } } };
  assert.deepEqual(createBody(subnets, existing).properties.clusterProfile, {
    ...profile,
    fipsValidatedModules: "Disabled",
  });
  const other = { ...subnets, clusterResourceGroup: "mine", version: "4.19.1", domain: "new" };
  assert.deepEqual(createBody(other, { ...existing, pullSecret: "{}" }).properties.clusterProfile, {
    domain: "new",
    resourceGroupId: "/subscriptions/S/resourceGroups/mine",
    version: "4.19.1",
    fipsValidatedModules: "Disabled",
    pullSecret: "{}",
  });
});
