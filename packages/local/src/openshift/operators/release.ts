import type { Objects } from "../cluster/objects.ts";

export const clusterVersions = "config.openshift.io/v1/clusterversions";

/** An entry of `status.history` of ClusterVersion, newest first. */
export interface HistoryEntry {
  state: "Partial" | "Completed";
  startedTime: string;
  completionTime: string | null;
  version: string;
  image: string;
  verified: boolean;
}

export interface ClusterVersionStatus {
  desired?: { version: string; image: string; channels?: string[]; url?: string };
  history?: readonly HistoryEntry[];
  observedGeneration?: number;
  versionHash?: string;
  availableUpdates?: null;
  conditions?: readonly object[];
  capabilities?: object;
}

/** What is wanted of a cluster's release now, and which operators have been told so: those up to this level. */
export interface Release {
  version: string;
  image: string;
}

/** The release that the version operator has set out for; undefined before it has begun. */
export function releaseOf(api: Objects): Release | undefined {
  const { desired } = (api.get(clusterVersions, "version")?.["status"] ?? {}) as ClusterVersionStatus;
  return desired === undefined || desired.version === ""
    ? undefined
    : { version: desired.version, image: desired.image };
}
