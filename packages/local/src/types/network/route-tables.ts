import type { TypeRow } from "../../resources/contract.ts";
import { networkType } from "./base.ts";
import { needs, notInUse, resourceGuid } from "./rules.ts";

/** Route tables with their routes. */
export const routeTables: TypeRow = networkType({
  type: "Microsoft.Network/routeTables",
  model: "RouteTable",
  label: "RouteTable",
  takes: { put: [2_000, 5_000], delete: [2_000, 5_000] },
  parts: [
    {
      segment: "routes",
      member: "routes",
      model: "Route",
      label: "Route",
      verbs: ["GET", "LIST", "PUT", "DELETE"],
      defaults: { properties: { hasBgpOverride: false } },
    },
  ],
  defaults: { properties: { routes: [], disableBgpRoutePropagation: false } },
  expands: ["subnets"],
  rules: [resourceGuid, needs("routes", ["nextHopType"])],
  removal: [
    notInUse(
      "InUseRouteTableCannotBeDeleted",
      (id, users) => `Route table ${id} is in use and cannot be deleted. Used by: ${users.join(", ")}.`,
    ),
  ],
});
