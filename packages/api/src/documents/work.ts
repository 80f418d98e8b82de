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
  /** `queued`: waits for a worker. `leased`: `owner` has it, until the store's stamp of the last write plus `leaseSeconds`. `idle`: its operation has ended. */
  state: "queued" | "leased" | "idle";
  operationId: string;
  /** Grows by one with every taking; survives release. */
  token: number;
  owner?: string;
  leaseSeconds: number;
  /** How long after the end of its lease a call of the holder may still reach Azure, seconds: nobody takes over before. */
  callSeconds: number;
  /** Counts the holder's writes, so that one whose answer was lost is recognised when it is read again. */
  writes: number;
  /** Store seconds of the last taking of this operation. */
  takenAt?: number;
  /** Seconds for which earlier takings of this operation held it, as far as they wrote: its limit counts these, not the time in which nobody worked. */
  workedSeconds?: number;
  /** Store seconds before which it is not taken. */
  notBefore?: number;
  /** Takings of this operation; the sixth fails it. Reset by each new operation. */
  dequeues: number;
  /** The former holder of the lease, while its last calls may still reach Azure: gone once it wrote that it stopped, or after its lease and the longest call's limit. */
  predecessor?: { owner: string; token: number; quietAfter: number };
  /** Addresses, by `<name> of <operation id>`, of Azure long-running operations that earlier operations began and whose end nobody recorded. */
  leftBehind?: { [name: string]: string };
}
