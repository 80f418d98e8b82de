import type { JsonObject } from "./json.ts";

/** A version of OpenShift that can be installed (spec 02 §3.7); container `OpenShiftVersions`, id = partition, a UUID. Removed softly: `deleting`, and `ttl` 60. */
export interface OpenShiftVersionDocument extends JsonObject {
  id: string;
  ttl?: number;
  openShiftVersion: OpenShiftVersion;
}

export interface OpenShiftVersion extends JsonObject {
  id?: string;
  name?: string;
  type?: string;
  /** Readers of the change feed forget it. */
  deleting?: boolean;
  properties: {
    /** X.Y.Z: what it is found by. */
    version: string;
    /** The release image. */
    openShiftPullspec: string;
    installerPullspec: string;
    /** Offered to customers. */
    enabled?: boolean;
    /** What a create without version gets. */
    default?: boolean;
  };
}
