import type { JsonObject } from "./json.ts";

/** What is to be done for one cluster, and who does it; one per cluster, in its partition. Only the holder of the lease and enqueuing frontends write it. */
export interface WorkDocument extends JsonObject {
  /** `work-<cluster document id>`. */
  id: string;
  kind: "work";
  partitionKey: string;
  /** `work:<id>` in each unique path. */
  key: string;
  clusterResourceGroupIdKey: string;
  clientIdKey: string;
  /** `queued`: nobody holds it. `leased`: `owner` does, until the store's stamp of the last write plus `leaseSeconds`. */
  state: "queued" | "leased";
  operationId: string;
  /** Grows by one with every taking; survives release. */
  token: number;
  owner?: string;
  leaseSeconds: number;
  /** Store seconds before which it is not taken. */
  notBefore?: number;
  /** Takings of this operation; the sixth fails it. Reset by each new operation. */
  dequeues: number;
  /** The former holder of the lease, while its last calls may still reach Azure: gone once it wrote that it stopped, or after its lease and the longest call's limit. */
  predecessor?: { owner: string; token: number; quietAfter: number };
}
