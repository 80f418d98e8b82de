import { answerRefusal } from "../resources/answer.ts";
import { missingRegistration } from "../resources/missing-registration.ts";
import type { Registrations } from "../resources/surroundings.ts";
import type { ArmCall, ArmPart } from "../wall/arm-call.ts";
import { callKind, readResourcePath } from "../wall/resource-path.ts";
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
  (call: ArmCall) => {
    const { method, url } = call.request;
    if (callKind(method) !== "write") return undefined;
    const { subscriptionId, namespace } = readResourcePath(url.pathname, method);
    if (subscriptionId === undefined || namespace === undefined) return undefined;
    const needed = missing(subscriptionId, namespace);
    return needed === undefined ? undefined : answerRefusal(call, missingRegistration(needed));
  };
