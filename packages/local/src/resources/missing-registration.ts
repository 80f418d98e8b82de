import { Refusal } from "../documents/refusal.ts";

/** What a call that would write meets in a subscription that has not registered the namespace. */
export function missingRegistration(namespace: string): Refusal {
  const code = "MissingSubscriptionRegistration";
  const message = `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`;
  return new Refusal(409, code, message, { details: [{ code, target: namespace, message }] });
}
