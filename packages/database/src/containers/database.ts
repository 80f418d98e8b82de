import type { Clock } from "@aro/runtime";
import type { Store } from "../store.ts";
import { type Billing, billingOf } from "./billing.ts";
import { type Clusters, clustersOf } from "./clusters.ts";
import { billing, gateway, openShiftClusters, subscriptions } from "./definitions.ts";
import { type GatewayRecords, gatewayRecordsOf } from "./gateway.ts";
import { type Operations, operationsOf } from "./operations.ts";
import { type Subscriptions, subscriptionsOf } from "./subscriptions.ts";

/** The product's containers, open. */
export interface Database {
  readonly store: Store;
  readonly clusters: Clusters;
  readonly operations: Operations;
  readonly subscriptions: Subscriptions;
  readonly billing: Billing;
  readonly gateway: GatewayRecords;
}

/** Opens the product's containers in `store`, creating those that do not exist. `clock` is for waits between attempts only. */
export async function openDatabase(store: Store, deps: { clock: Clock }): Promise<Database> {
  const clusters = await store.container(openShiftClusters);
  return {
    store,
    clusters: clustersOf(clusters, deps),
    operations: operationsOf(clusters),
    subscriptions: subscriptionsOf(await store.container(subscriptions), deps),
    billing: billingOf(await store.container(billing), { store, ...deps }),
    gateway: gatewayRecordsOf(await store.container(gateway), deps),
  };
}
