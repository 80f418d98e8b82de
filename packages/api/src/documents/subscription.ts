import type { JsonObject } from "./json.ts";
import type { SubscriptionState } from "./states.ts";

/** What ARM told about a subscription; container `Subscriptions`, id = partition = lower-case subscription id. */
export interface SubscriptionDocument extends JsonObject {
  id: string;
  subscription: Subscription;
  /** True from a `Deleted` notification until every cluster is enqueued for deletion. */
  deleting?: boolean;
  /** Who enqueues the deletions, and when they are looked at again; gone when all are enqueued. Writers keep it. */
  cascade?: SubscriptionCascade;
}

export interface Subscription extends JsonObject {
  state: SubscriptionState;
  registrationDate?: string;
  properties?: {
    tenantId?: string;
    registeredFeatures?: { name: string; state: string }[];
  } & JsonObject;
}

/** A claim on the work of emptying one subscription (spec 02 §6.1). */
export interface SubscriptionCascade extends JsonObject {
  owner: string;
  /** Store seconds before which nobody else begins. */
  notBefore: number;
  /** Takings in a row that ended in an error; after the fifth there is a pause. */
  dequeues: number;
}
