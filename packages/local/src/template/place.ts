import type { Engine } from "../resources/contract.ts";
import { renderGroup } from "../resources/groups.ts";
import type { Place } from "./scope.ts";

/** Where a deployment runs, as its template's functions tell it. `group` is the group's key. */
export function placeAt(
  engine: Engine,
  where: { subscription: string; group: string; tenantId: string; deploymentName: string },
): Place {
  const { subscription, group, tenantId, deploymentName } = where;
  const row = engine.rows.get(group);
  return {
    subscriptionId: subscription,
    tenantId,
    group: row === undefined ? { id: group, name: group.split("/").at(-1) ?? "" } : renderGroup(row),
    deploymentName,
    environment: engine.environment,
  };
}
