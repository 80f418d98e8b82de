import { parseResourceId } from "@aro/api";
import type { Cluster } from "@aro/client";
import type { Column } from "./table.ts";

/** The columns of `show` and `list` (spec 06 §7.9). */
export const clusterColumns: readonly Column<Cluster>[] = [
  { heading: "Name", cell: (cluster) => cluster.name ?? "" },
  { heading: "ResourceGroup", cell: (cluster) => parseResourceId(cluster.id ?? "")?.resourceGroup ?? "" },
  { heading: "Location", cell: (cluster) => cluster.location },
  { heading: "ProvisioningState", cell: (cluster) => cluster.properties.provisioningState ?? "" },
  {
    heading: "WorkerCount",
    cell: (cluster) =>
      String((cluster.properties.workerProfiles ?? []).reduce((sum, profile) => sum + (profile.count ?? 0), 0)),
  },
  { heading: "URL", cell: (cluster) => cluster.properties.consoleProfile?.url ?? "" },
];
