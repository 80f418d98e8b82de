import type { OpenShiftCluster } from "../documents/cluster.ts";
import type { JsonObject } from "../documents/json.ts";
import type { ClusterRequest, Judgement } from "./request.ts";
import type { Resources } from "./resources/resources.ts";

/** One api-version of the contract: how its clients read and write a cluster. Pure. */
export interface ApiVersion {
  /** `YYYY-MM-DD` with optional milestone. */
  name: string;
  /** The cluster as this version's GET, PUT, PATCH and list items show it: no secrets (ARM-GET-03). */
  toExternal(cluster: OpenShiftCluster): JsonObject;
  /** What a PUT or PATCH asks for: every finding at once (ARM-ERR-04), or the internal model it leads to. */
  judge(request: ClusterRequest): Judgement;
  /** What the version serves besides clusters. */
  resources: Resources;
}
