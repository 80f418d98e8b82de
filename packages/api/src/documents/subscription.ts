import type { JsonObject } from "./json.ts";
import type { SubscriptionState } from "./states.ts";

/** What ARM told about a subscription; container `Subscriptions`, id = partition = lower-case subscription id. */
export interface SubscriptionDocument extends JsonObject {
  id: string;
  subscription: Subscription;
  /** True from a `Deleted` notification until every cluster is enqueued for deletion. */
  deleting?: boolean;
}

export interface Subscription extends JsonObject {
  state: SubscriptionState;
  registrationDate?: string;
  properties?: {
    tenantId?: string;
    registeredFeatures?: { name: string; state: string }[];
  } & JsonObject;
}
