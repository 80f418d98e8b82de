import type { JsonObject } from "@aro/api";
import { refTo, resource } from "./resource.ts";

/** The API server's frontend of the internal load balancer; steps look for it later. */
export const internalFrontend = "internal-lb-ip-v4";

/** The cluster's security group; the API server's port stands open to the world only when it is public (spec 03 §9.3). */
export const securityGroup = (name: string, region: string, publicApi: boolean): JsonObject =>
  resource("Microsoft.Network/networkSecurityGroups", name, {
    location: region,
    properties: {
      securityRules: publicApi
        ? [
            {
              name: "apiserver_in",
              properties: {
                protocol: "Tcp",
                sourcePortRange: "*",
                sourceAddressPrefix: "*",
                destinationPortRange: "6443",
                destinationAddressPrefix: "*",
                access: "Allow",
                priority: 120,
                direction: "Inbound",
              },
            },
          ]
        : [],
    },
  });

/** The service behind which the API server is offered to us, and to us only. */
export const privateLinkService = (options: {
  name: string;
  region: string;
  internalLoadBalancer: string;
  masterSubnetId: string;
  serviceSubscriptionId: string;
}): JsonObject =>
  resource("Microsoft.Network/privateLinkServices", options.name, {
    location: options.region,
    dependsOn: [`Microsoft.Network/loadBalancers/${options.internalLoadBalancer}`],
    properties: {
      loadBalancerFrontendIpConfigurations: [
        refTo(
          "Microsoft.Network/loadBalancers/frontendIPConfigurations",
          options.internalLoadBalancer,
          internalFrontend,
        ),
      ],
      ipConfigurations: [{ name: `${options.name}-nic`, properties: { subnet: { id: options.masterSubnetId } } }],
      visibility: { subscriptions: [options.serviceSubscriptionId] },
      autoApproval: { subscriptions: [options.serviceSubscriptionId] },
    },
  });

/** The cluster's endpoint of the egress gateway. Its location keeps the customer's case (spec 03 §9.2). */
export const gatewayEndpoint = (options: {
  name: string;
  location: string;
  masterSubnetId: string;
  gatewayLinkServiceId: string;
}): JsonObject =>
  resource("Microsoft.Network/privateEndpoints", options.name, {
    location: options.location,
    properties: {
      subnet: { id: options.masterSubnetId },
      manualPrivateLinkServiceConnections: [
        { name: "gateway-plsconnection", properties: { privateLinkServiceId: options.gatewayLinkServiceId } },
      ],
    },
  });

/** A public address that stays. */
export const publicAddress = (name: string, region: string, zones: readonly string[] | undefined): JsonObject =>
  resource("Microsoft.Network/publicIPAddresses", name, {
    location: region,
    sku: { name: "Standard" },
    ...zoned(zones),
    properties: { publicIPAllocationMethod: "Static" },
  });

/** `zones`, absent where the region or the machine sizes have none. */
export const zoned = (zones: readonly string[] | undefined): JsonObject =>
  zones === undefined || zones.length === 0 ? {} : { zones: [...zones] };
