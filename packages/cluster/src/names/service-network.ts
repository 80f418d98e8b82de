import type { ClusterSettings } from "../context.ts";

type Place = Pick<ClusterSettings, "subscriptionId">;

const subnetId = ({ subscriptionId }: Place, group: string, network: string, subnet: string): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.Network/virtualNetworks/${network}/subnets/${subnet}`;

/** The service's subnet that holds its endpoints of clusters (spec 03 §9.3). */
export const endpointSubnet = (settings: ClusterSettings): string =>
  subnetId(settings, settings.resourceGroup, "rp-pe-vnet-001", "rp-pe-subnet");

/** The subnet the service itself runs in. */
export const serviceSubnet = (settings: ClusterSettings): string =>
  subnetId(settings, settings.resourceGroup, "rp-vnet", "rp-subnet");

/** The subnet of Hive's pods. */
export const hiveSubnet = (settings: ClusterSettings): string =>
  subnetId(settings, settings.resourceGroup, "aks-net", "PodSubnet-001");

/** The subnet of the egress gateway in the group given. */
export const gatewaySubnet = (settings: Place, gatewayResourceGroup: string): string =>
  subnetId(settings, gatewayResourceGroup, "gateway-vnet", "gateway-subnet");
