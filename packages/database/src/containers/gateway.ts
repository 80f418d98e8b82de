import type { GatewayDocument } from "@aro/api";
import type { Clock } from "@aro/runtime";
import { optimistically } from "../optimistic.ts";
import type { Container, Stored, WriteOutcome } from "../store.ts";

/** How long a record that is marked stays for readers of the feed, who look at least every 50 s (spec 02 §3.5). */
const lastSeconds = 60;

/** What the egress gateway lets clusters do, by the identifier of their link (spec 02 §3.5). */
export interface GatewayRecords {
  readonly container: Container;
  read(linkId: string): Promise<Stored<GatewayDocument> | undefined>;
  /** Creates the record unless it is there; `foreign` when the one that is there is another cluster's, or is going. */
  ensure(linkId: string, gateway: GatewayDocument["gateway"]): Promise<"created" | "present" | "foreign">;
  /** Marks the record of that cluster as going; it is gone a minute later. `notFound` when the cluster has none under that identifier. */
  markDeleting(linkId: string, clusterId: string, signal?: AbortSignal): Promise<WriteOutcome<GatewayDocument>>;
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Typed access to the gateway's records in `container`. `clock` is for waits between attempts only. */
export function gatewayRecordsOf(container: Container, deps: { clock: Clock }): GatewayRecords {
  const read = (linkId: string) => container.read<GatewayDocument>(linkId, linkId);
  return {
    container,
    read: async (linkId) => await read(linkId),
    ensure: async (linkId, gateway) => {
      const created = await container.create<GatewayDocument>(linkId, { id: linkId, gateway });
      if (created.outcome === "written") return "created";
      const present = (await read(linkId))?.gateway;
      // Whose it is, is all that counts: the link's identifier is not yet known to a cluster whose run died meanwhile (spec 03 §15.11).
      const isOurs =
        present !== undefined &&
        present.deleting !== true &&
        same(present.id, gateway.id) &&
        present.storageSuffix === gateway.storageSuffix &&
        present.imageRegistryStorageAccountName === gateway.imageRegistryStorageAccountName;
      return isOurs ? "present" : "foreign";
    },
    markDeleting: async (linkId, clusterId, signal) =>
      await optimistically(
        async () => {
          const record = await read(linkId);
          if (record === undefined || !same(record.gateway.id, clusterId)) return { outcome: "notFound" };
          if (record.gateway.deleting === true) return { outcome: "written", document: record };
          const marked = { ...record, ttl: lastSeconds, gateway: { ...record.gateway, deleting: true } };
          return await container.replace<GatewayDocument>(linkId, marked, record._etag);
        },
        { clock: deps.clock, signal },
      ),
  };
}
