import { badRequest, type ControlRoute, done } from "../control/control.ts";
import type { Durable } from "../state/durable.ts";
import type { TimeScale } from "../time/time-scale.ts";
import { armError, json } from "../wall/answers.ts";
import type { BegunOperation } from "./begun-operations.ts";
import type { Notifications } from "./notifications.ts";
import { type Subscription, type SubscriptionState, type Subscriptions, subscriptionStates } from "./subscriptions.ts";

interface Deps {
  durable: Durable;
  subscriptions: Subscriptions;
  notifications: Notifications;
  scale: TimeScale;
  tenantId: string;
  /** The operation that our provider last began on each resource. */
  operations(): readonly BegunOperation[];
  /** What ARM does for a subscription that has just been made: it gets its owner. Called again, it changes nothing. */
  made(subscriptionId: string): Promise<void>;
  /** What `GET /_local/status` shows besides. */
  status(): Record<string, unknown>;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Health, status, time, and subscriptions, which customers cannot make or suspend by themselves. */
export const cloudRoutes = (deps: Deps): ControlRoute[] => [
  { method: "GET", path: "/_local/health", open: true, run: () => done({ status: "ok" }) },
  {
    method: "GET",
    path: "/_local/status",
    run: () =>
      done({
        ...deps.status(),
        timeScale: deps.scale.factor,
        notificationsPending: deps.notifications.pending(),
        subscriptions: deps.subscriptions.list(),
      }),
  },
  { method: "GET", path: "/_local/operations", run: () => done({ operations: deps.operations() }) },
  { method: "GET", path: "/_local/time", run: () => done({ scale: deps.scale.factor }) },
  {
    method: "PUT",
    path: "/_local/time",
    run: ({ body: { scale } }) => {
      if (typeof scale !== "number" || !(scale > 0)) return badRequest("'scale' is a number above 0");
      deps.scale.set(scale);
      return done({ scale });
    },
  },
  {
    method: "PUT",
    path: "/_local/subscriptions/{id}",
    run: ({ parameters: { id = "" }, body }) => putSubscription(id.toLowerCase(), body, deps),
  },
];

async function putSubscription(id: string, body: Record<string, unknown>, deps: Deps) {
  const { durable, subscriptions, notifications, tenantId } = deps;
  const { displayName, state, features, registered = [], ...unknown } = body;
  const [odd] = Object.keys(unknown);
  if (odd !== undefined) return badRequest(`A subscription has no '${odd}'.`);
  if (!guid.test(id)) return armError(400, "InvalidSubscriptionId", `'${id}' is no subscription id.`);
  if (displayName !== undefined && typeof displayName !== "string") return badRequest("'displayName' is a text");
  if (state !== undefined && !(subscriptionStates as readonly unknown[]).includes(state))
    return badRequest(`'state' is one of ${subscriptionStates.join(", ")}`);
  if (!isTexts(registered)) return badRequest("'registered' is a list of namespaces");
  if (features !== undefined && !isTexts(features)) return badRequest("'features' is a list of namespace/feature");
  const made = subscriptions.find(id) === undefined;
  const stored = durable.transaction((): Subscription | undefined => {
    subscriptions.ensure({ subscriptionId: id, tenantId, displayName: displayName ?? id }, registered);
    if (state !== undefined) subscriptions.setState(id, state as SubscriptionState);
    if (features !== undefined) subscriptions.setFeatures(id, features);
    notifications.changed(id);
    return subscriptions.find(id);
  });
  await deps.made(id);
  return json(made ? 201 : 200, stored);
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");
