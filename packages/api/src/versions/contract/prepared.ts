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

/** Whether the version shows other `workerProfiles` than those stored (spec 01 §1.2). */
export const showsWorkersAsTheyAre = ({ manners }: Prepared, { properties }: OpenShiftCluster): boolean =>
  manners.workersAsTheyAre &&
  Array.isArray(properties.workerProfilesStatus) &&
  Array.isArray(properties.workerProfiles);

/** `cluster` as GET shows it in the version. */
export function clusterView(version: Prepared, cluster: OpenShiftCluster): JsonObject {
  const { properties } = cluster;
  const { workerProfilesStatus } = properties;
  if (workerProfilesStatus === undefined || !showsWorkersAsTheyAre(version, cluster))
    return storedView(version, cluster);
  return storedView(version, { ...cluster, properties: { ...properties, workerProfiles: workerProfilesStatus } });
}
