export { type Billing, billingOf, type NewBilling } from "./billing.ts";
export { type ClusterChanges, type Clusters, clustersOf, type PageRequest } from "./clusters.ts";
export { type Database, openDatabase } from "./database.ts";
export { billing, containers, gateway, openShiftClusters, subscriptions } from "./definitions.ts";
export { type GatewayRecords, gatewayRecordsOf } from "./gateway.ts";
export { type Operations, operationsOf } from "./operations.ts";
export { type Subscriptions, subscriptionsOf } from "./subscriptions.ts";
