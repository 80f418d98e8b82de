import type { TypeRow, ViewRow } from "../../resources/contract.ts";
import { applicationSecurityGroups } from "./application-security-groups.ts";
import { endpoints } from "./endpoints.ts";
import { interfaces } from "./interfaces.ts";
import { linkServices } from "./link-services.ts";
import { loadBalancers } from "./load-balancers.ts";
import { locationViews } from "./location-views.ts";
import { natGateways } from "./nat-gateways.ts";
import { publicAddresses } from "./public-addresses.ts";
import { routeTables } from "./route-tables.ts";
import { securityGroups } from "./security-groups.ts";
import { networkUsages } from "./usages.ts";
import { virtualNetworks } from "./virtual-networks.ts";

/** The types of Microsoft.Network. */
export const networkTypes = (): readonly TypeRow[] => [
  virtualNetworks,
  securityGroups,
  routeTables,
  publicAddresses,
  loadBalancers,
  interfaces,
  linkServices,
  endpoints,
  natGateways,
  applicationSecurityGroups,
];

/** What of Microsoft.Network is no resource. */
export const networkViews = (): readonly ViewRow[] => [networkUsages, ...locationViews];
