import type { AccessControl } from "../access/index.ts";
import { locationsOf } from "../facts/locations.ts";
import { armError, json } from "../wall/answers.ts";
import { apiVersion, invalidVersion, resourceManagerVersions } from "../wall/api-version.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import { callKind } from "../wall/resource-path.ts";
import type { WallResponse } from "../wall/wall.ts";
import type { Subscription, Subscriptions } from "./subscriptions.ts";

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const shown = ({ subscriptionId, tenantId, displayName, state }: Subscription) => ({
  id: `/subscriptions/${subscriptionId}`,
  authorizationSource: "RoleBased",
  managedByTenants: [],
  subscriptionId,
  tenantId,
  displayName,
  state,
  subscriptionPolicies: {
    locationPlacementId: "Public_2014-09-01",
    quotaId: "PayAsYouGo_2014-09-01",
    spendingLimit: "Off",
  },
});

/** Subscriptions and tenants as a caller sees them, those only in which it has a role; undefined when the path is another. */
export function subscriptionCalls(
  { request, principal }: ArmCall,
  subscriptions: Subscriptions,
  access: AccessControl,
): WallResponse | undefined {
  if (callKind(request.method) !== "read") return undefined;
  const path = request.url.pathname.replace(/\/+$/, "");
  const sees = ({ subscriptionId }: Subscription) =>
    access.hasAnyRole(principal.objectId, `/subscriptions/${subscriptionId}`);
  const answer = read(path, subscriptions, sees);
  if (answer === undefined) return undefined;
  const version = apiVersion(request.url);
  return (resourceManagerVersions as readonly string[]).includes(version)
    ? answer
    : invalidVersion(version, resourceManagerVersions);
}

function read(
  path: string,
  subscriptions: Subscriptions,
  sees: (subscription: Subscription) => boolean,
): WallResponse | undefined {
  const there = () => subscriptions.list().filter(({ state }) => state !== "Deleted");
  if (/^\/subscriptions$/i.test(path)) {
    const value = there().filter(sees).map(shown);
    return json(200, { value, count: { type: "Total", value: value.length } });
  }
  if (/^\/tenants$/i.test(path)) {
    const tenants = [...new Set(there().map((one) => one.tenantId))];
    return json(200, {
      value: tenants.map((tenantId) => ({
        id: `/tenants/${tenantId}`,
        tenantId,
        countryCode: "US",
        displayName: "aro local",
        domains: ["arolocal.test"],
        tenantCategory: "Home",
        defaultDomain: "arolocal.test",
        tenantType: "AAD",
      })),
    });
  }
  const [, id, rest] = /^\/subscriptions\/([^/]+)(\/locations)?$/i.exec(path) ?? [];
  const subscription = id === undefined ? undefined : subscriptions.find(id);
  if (subscription === undefined) return undefined;
  return json(200, rest === undefined ? shown(subscription) : { value: locationsOf(subscription.subscriptionId) });
}

/** ARM's look at the subscription a call is for; an answer when the call ends there. */
export function checkSubscription(
  subscriptionId: string,
  method: string,
  subscriptions: Subscriptions,
): WallResponse | undefined {
  if (!guid.test(subscriptionId))
    return armError(
      400,
      "InvalidSubscriptionId",
      `The provided subscription identifier '${subscriptionId}' is malformed or invalid.`,
    );
  const subscription = subscriptions.find(subscriptionId);
  if (subscription === undefined || subscription.state === "Deleted")
    return armError(404, "SubscriptionNotFound", `The subscription '${subscriptionId}' could not be found.`);
  if (subscription.state !== "Enabled" && callKind(method) === "write")
    return armError(
      409,
      "ReadOnlyDisabledSubscription",
      `The subscription '${subscriptionId}' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.`,
    );
  return undefined;
}
