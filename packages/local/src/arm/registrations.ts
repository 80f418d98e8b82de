import type { ArmCall, ArmPart } from "../arm-call.ts";
import { callKind, readResourcePath } from "../resource-path.ts";
import { answerRefusal } from "../resources/answer.ts";
import type { Registrations } from "../resources/engine.ts";
import { Refusal } from "../resources/refusal.ts";
import { type Manifest, redHatOpenShift } from "./manifest.ts";
import type { Notifications } from "./notifications.ts";
import { isRegistered, type RegistrationState, type Subscriptions } from "./subscriptions.ts";

interface Deps {
  manifests: readonly Manifest[];
  subscriptions: Subscriptions;
  notifications: Notifications;
}

/** Whether a subscription may use a namespace, as ARM shows it. */
export const registrationOf = (
  { registrationPolicy, namespace }: Manifest,
  subscriptionId: string,
  subscriptions: Subscriptions,
): RegistrationState =>
  registrationPolicy === "RegistrationFree" ? "Registered" : subscriptions.registration(subscriptionId, namespace);

/** What a call that would write meets in a subscription that has not registered the namespace. */
export function missingRegistration(namespace: string): Refusal {
  const code = "MissingSubscriptionRegistration";
  const message = `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`;
  return new Refusal(409, code, message, { details: [{ code, target: namespace, message }] });
}

/** Registrations as templates need them: which are missing, and to make them. */
export const createRegistrations = ({ manifests, subscriptions, notifications }: Deps): Registrations => ({
  missing: (subscriptionId, namespace) => {
    const manifest = manifests.find((one) => one.namespace.toLowerCase() === namespace.toLowerCase());
    if (manifest === undefined || isRegistered(registrationOf(manifest, subscriptionId, subscriptions)))
      return undefined;
    return manifest.namespace;
  },
  register: (subscriptionId, namespace) => {
    const told = namespace === redHatOpenShift.namespace;
    subscriptions.register(subscriptionId, namespace, told ? "Registering" : "Registered");
    if (told) notifications.changed(subscriptionId);
  },
});

/** Stands before the providers: a write needs the subscription's registration; reading and deleting what is there does not. */
export const registrationCheck =
  ({ missing }: Registrations): ArmPart =>
  async (call: ArmCall) => {
    const { method, url } = call.request;
    const { subscriptionId, namespace } = readResourcePath(url.pathname, method);
    if (subscriptionId === undefined || namespace === undefined || callKind(method) !== "write") return undefined;
    const needed = missing(subscriptionId, namespace);
    return needed === undefined ? undefined : answerRefusal(call, missingRegistration(needed));
  };
