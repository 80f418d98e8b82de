import type { JsonObject } from "./json.ts";

/**
 * What the egress gateway knows of a cluster; container `Gateway`, id = partition = identifier of the cluster's private link to it (spec 02 §3.5).
 * Azure gives an identifier to somebody else when the link is gone.
 */
export interface GatewayDocument extends JsonObject {
  id: string;
  /** Seconds; set with `deleting`, so that readers of the feed see the end. */
  ttl?: number;
  gateway: {
    /** Resource id of the cluster. */
    id: string;
    deleting?: boolean;
    storageSuffix: string;
    imageRegistryStorageAccountName: string;
  };
}
