import { type ClusterDocument, clientIdKeyOf, type OpenShiftCluster, type SubscriptionDocument } from "@aro/api";
import { type Random, timeOrderedUuid } from "@aro/runtime";
import type { Exchange } from "../exchange.ts";
import { correlationData } from "../headers/request-ids.ts";
import type { ClusterAddress } from "./address.ts";
import { clusterTenant } from "./cluster-tenant.ts";
import { signed } from "./signed.ts";

/** Clusters are spread over as many buckets; each monitor looks after some (spec 01 §2.1). */
const buckets = 256;

/** The document of a cluster that is to be created (spec 01 §6.2 step 15). */
export function newClusterDocument(
  cluster: OpenShiftCluster,
  by: {
    exchange: Exchange;
    address: ClusterAddress;
    subscription: SubscriptionDocument;
    operationId: string;
    random: Random;
  },
): ClusterDocument {
  const { exchange, address, subscription, operationId, random } = by;
  const { systemData: _, ...unsigned } = cluster;
  return {
    id: timeOrderedUuid(exchange.arrived, random),
    kind: "cluster",
    partitionKey: address.partition,
    key: address.key,
    clusterResourceGroupIdKey: cluster.properties.clusterProfile.resourceGroupId.toLowerCase(),
    clientIdKey: clientIdKeyOf(cluster),
    bucket: random.integer(buckets),
    ...clusterTenant(subscription),
    // Begins with the time, so that a cluster deleted and made anew never has an ETag that somebody still holds (ARM-ETG-04).
    revision: exchange.arrived,
    asyncOperationId: operationId,
    correlationData: correlationData(exchange.ids, operationId, exchange.arrived),
    openShiftCluster: {
      ...signed(unsigned as OpenShiftCluster, exchange.systemData),
      properties: { ...cluster.properties, provisioningState: "Creating" },
    },
  };
}
