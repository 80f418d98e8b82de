import type { ApiVersion, ClusterDocument } from "@aro/api";
import type { Etag, Stored } from "@aro/database";
import { etagOf } from "../headers/preconditions.ts";
import type { Records } from "../records.ts";
import type { ClusterAddress } from "./address.ts";

/** A cluster as one version shows it. */
export interface ShownCluster {
  /** JSON. */
  body: string;
  /** The API's ETag. */
  etag: string;
  /** Of a cluster that is Failed, id of the operation that left it so: its status says why. */
  failedOperation?: string;
}

interface Kept extends ShownCluster {
  id: string;
  stored: Etag;
}

/** How many are kept; each is a few kilobytes. */
const mostKept = 2_000;

/**
 * Reads clusters for GET. Clients poll, and most of what they poll has not changed: what was shown last is kept, together with the version
 * of the document it was made from, and shown again when the store says that this is still the present one. The store is asked every time.
 */
export function createShownClusters(records: Pick<Records, "cluster" | "clusterIfChanged" | "work">) {
  const kept = new Map<string, Kept>();
  const keep = async (name: string, document: Stored<ClusterDocument>, version: ApiVersion): Promise<Kept> => {
    const { id, _etag, revision, openShiftCluster } = document;
    const hasFailed = openShiftCluster.properties.provisioningState === "Failed";
    const failedOperation = hasFailed ? (await records.work(document))?.operationId : undefined;
    const shown = {
      id,
      stored: _etag,
      etag: etagOf(revision),
      body: JSON.stringify(version.toExternal(openShiftCluster)),
      ...(failedOperation === undefined ? {} : { failedOperation }),
    };
    kept.delete(name);
    kept.set(name, shown);
    // The one put in longest ago goes; a cluster that is polled is put in again whenever it changes.
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
    return shown;
  };
  return async (address: ClusterAddress, version: ApiVersion): Promise<ShownCluster | undefined> => {
    const name = `${version.name} ${address.key}`;
    const last = kept.get(name);
    if (last !== undefined) {
      const found = await records.clusterIfChanged(address.partition, last.id, last.stored);
      if (found === "unchanged") return last;
      // Another document has the key now, or none: then that one is looked for.
      if (found !== undefined && found.key === address.key) return keep(name, found, version);
      kept.delete(name);
    }
    const document = await records.cluster(address.key);
    return document === undefined ? undefined : keep(name, document, version);
  };
}
