/** The one thing of a cluster in 2025-07-25 that an update brings about: its outbound addresses. */

/** Where a request says how many. */
export const countTarget = "properties.networkProfile.loadBalancerProfile.managedOutboundIps.count";

export const outbound = (count: number) => ({
  properties: { networkProfile: { loadBalancerProfile: { managedOutboundIps: { count } } } },
});

/** The answer of an update that begins. */
export const began = { status: 200, headers: { "azure-asyncoperation": true, "retry-after": true } } as const;

/** Two members that are fixed, asked to change in one request: both are named (ARM-ERR-04, ARM-PUT-06). */
export const fixed = {
  code: "PropertyChangeNotAllowed",
  details: [
    { code: "PropertyChangeNotAllowed", target: "properties.clusterProfile.domain", says: ["elsewhere"] },
    { code: "PropertyChangeNotAllowed", target: "properties.networkProfile.podCidr", says: ["10.64.0.0/14"] },
  ],
} as const;

/** What one further outbound address is in store and cloud; names as the census has them (`harness/census/normal.ts`). */
const addressName = "GUID-outbound-pip-v4";
export const addressPath = `/providers/microsoft.network/publicipaddresses/${addressName}`;
const managed = "/cloud//subscriptions/SUBSCRIPTION/resourcegroups/MANAGED";
const balancer = `${managed}/providers/microsoft.network/loadbalancers/INFRA/properties`;
const profile = "/cluster/openShiftCluster/properties/networkProfile/loadBalancerProfile";
const network = "/subscriptions/SUBSCRIPTION/resourceGroups/MANAGED/providers/Microsoft.Network";
const frontendId = `${network}/loadBalancers/INFRA/frontendIPConfigurations/${addressName}`;
const addressId = `${network}/publicIPAddresses/${addressName}`;
export const oneMoreAddress = {
  [`${managed}${addressPath}`]: {
    etag: "CHANCE",
    id: addressId,
    location: "eastus",
    name: addressName,
    properties: {
      idleTimeoutInMinutes: 4,
      ipAddress: "PUBLIC",
      ipConfiguration: { id: frontendId },
      ipTags: [],
      provisioningState: "Succeeded",
      publicIPAddressVersion: "IPv4",
      publicIPAllocationMethod: "Static",
      resourceGuid: "GUID",
    },
    sku: { name: "Standard", tier: "Regional" },
    type: "Microsoft.Network/publicIPAddresses",
  },
  [`${balancer}/frontendIPConfigurations/${addressName}`]: {
    etag: "CHANCE",
    id: frontendId,
    name: addressName,
    properties: {
      outboundRules: { "outbound-rule-v4": { id: `${network}/loadBalancers/INFRA/outboundRules/outbound-rule-v4` } },
      privateIPAllocationMethod: "Dynamic",
      provisioningState: "Succeeded",
      publicIPAddress: { id: addressId },
    },
    type: "Microsoft.Network/loadBalancers/frontendIPConfigurations",
  },
  [`${balancer}/outboundRules/outbound-rule-v4/properties/frontendIPConfigurations/${addressName}`]: { id: frontendId },
  [`${profile}/effectiveOutboundIps/${addressName}`]: { id: addressId },
  [`${profile}/managedOutboundIps/count`]: 2,
};
