import type { JsonObject } from "@aro/api";
import { resource } from "./resource.ts";

/** What people may go on doing in a managed group although everything else is denied (spec 03 §9.3). */
const allowedActions: readonly string[] = [
  "Microsoft.Compute/disks/beginGetAccess/action",
  "Microsoft.Compute/disks/endGetAccess/action",
  "Microsoft.Compute/disks/write",
  "Microsoft.Compute/snapshots/beginGetAccess/action",
  "Microsoft.Compute/snapshots/delete",
  "Microsoft.Compute/snapshots/endGetAccess/action",
  "Microsoft.Compute/snapshots/write",
  "Microsoft.Insights/ActionGroups/delete",
  "Microsoft.Insights/ActionGroups/write",
  "Microsoft.Insights/ActivityLogAlerts/delete",
  "Microsoft.Insights/ActivityLogAlerts/write",
  "Microsoft.Insights/MetricAlerts/delete",
  "Microsoft.Insights/MetricAlerts/write",
  "Microsoft.Network/networkInterfaces/effectiveRouteTable/action",
  "Microsoft.Network/networkSecurityGroups/join/action",
  "Microsoft.PolicyInsights/remediations/delete",
  "Microsoft.PolicyInsights/remediations/write",
  "Microsoft.Resources/tags/*",
];

/** Everybody but `excluded` is kept from changing the managed group; the group's removal removes it. */
export function denyAssignment(excluded: readonly string[]): JsonObject {
  const name = "[guid(resourceGroup().id, 'ARO cluster resource group deny assignment')]";
  return resource("Microsoft.Authorization/denyAssignments", name, {
    properties: {
      denyAssignmentName: name,
      permissions: [{ actions: ["*/action", "*/delete", "*/write"], notActions: [...allowedActions] }],
      scope: "[resourceGroup().id]",
      principals: [{ id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" }],
      excludePrincipals: excluded.map((id) => ({ id, type: "ServicePrincipal" })),
      isSystemProtected: true,
    },
  });
}
