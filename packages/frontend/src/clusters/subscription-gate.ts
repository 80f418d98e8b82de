import { CloudError, type SubscriptionDocument, type SubscriptionState } from "@aro/api";
import { messages } from "../messages.ts";

/** In which states of its subscription a cluster may be written, and its secrets given out (spec 01 §3.3, ARM-SUB-05). Reading is always allowed. */
const writableStates = {
  PUT: ["Registered"],
  PATCH: ["Registered"],
  POST: ["Registered"],
  DELETE: ["Registered", "Warned", "Suspended"],
} as const satisfies Record<string, readonly SubscriptionState[]>;

/** @throws CloudError 400 InvalidSubscriptionState, naming the state. */
export function requireSubscription(
  method: keyof typeof writableStates,
  id: string,
  document: SubscriptionDocument | undefined,
): SubscriptionDocument {
  if (document === undefined) throw forbidden(messages.unregistered(id));
  const { state } = document.subscription;
  const allowed: readonly SubscriptionState[] = writableStates[method];
  if (!allowed.includes(state)) throw forbidden(messages.subscriptionForbids(state));
  return document;
}

const forbidden = (message: string): CloudError => new CloudError({ code: "InvalidSubscriptionState", message });
