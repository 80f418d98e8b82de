import type { JsonObject } from "./json.ts";

/** The billing record of one cluster; container `Billing`, id = partition = cluster document id. Never removed by the service. */
export interface BillingDocument extends JsonObject {
  id: string;
  key: string;
  clusterResourceGroupIDKey: string;
  infraId: string;
  billing: {
    /** Store seconds, stamped once. */
    creationTime: number;
    /** Store seconds, stamped once. */
    deletionTime?: number;
    lastBillingTime?: number;
    location: string;
    tenantID: string;
  };
}
