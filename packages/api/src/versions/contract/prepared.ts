import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { JsonObject } from "../../documents/json.ts";
import type { Contract } from "./contract.ts";
import { type ObjectPlace, placesOf } from "./place.ts";
import { externalView, outsideNames } from "./view.ts";

/** A contract with its places laid out. */
export interface Prepared extends Contract {
  root: ObjectPlace;
}

/** Lays out the places of `contract`. */
export const prepared = (contract: Contract): Prepared => ({ ...contract, root: placesOf(contract) });

/** `cluster` as it is stored, in the version's words. */
export const storedView = (version: Prepared, cluster: OpenShiftCluster): JsonObject =>
  externalView(version.root, outsideNames(cluster));

/** `cluster` as GET shows it in the version. */
export function clusterView(version: Prepared, cluster: OpenShiftCluster): JsonObject {
  const { workerProfiles, workerProfilesStatus } = cluster.properties;
  if (!version.manners.workersAsTheyAre || !Array.isArray(workerProfilesStatus) || !Array.isArray(workerProfiles))
    return storedView(version, cluster);
  return storedView(version, {
    ...cluster,
    properties: { ...cluster.properties, workerProfiles: workerProfilesStatus },
  });
}
