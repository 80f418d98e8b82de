import type { v20250725 } from "@aro/api";
import { apiVersion } from "./cluster.ts";
import type { Connection } from "./connection.ts";
import { listAll } from "./pages.ts";

/** The OpenShift versions that can be installed in a location, in the service's order. Throws what {@link Connection.call} throws. */
export async function openShiftVersions(
  connection: Connection,
  { subscriptionId, location }: { subscriptionId: string; location: string },
): Promise<string[]> {
  const [subscription, region] = [subscriptionId, location].map(encodeURIComponent);
  const path = `/subscriptions/${subscription}/providers/Microsoft.RedHatOpenShift/locations/${region}/openShiftVersions`;
  const versions: string[] = [];
  for await (const entry of listAll<v20250725.OpenShiftVersion>(connection, { path, apiVersion })) {
    const version = entry.properties?.version ?? entry.name;
    if (version !== undefined) versions.push(version);
  }
  return versions;
}
