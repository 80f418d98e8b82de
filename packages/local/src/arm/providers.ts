import type { Clock } from "@aro/runtime";
import { redHatOpenShiftAuthorization, type ServiceRole } from "../access/provider-rights.ts";
import { locationNames } from "../facts/locations.ts";
import type { Durable } from "../state/durable.ts";
import { armError, json } from "../wall/answers.ts";
import type { ArmCall, PartAnswer } from "../wall/arm-call.ts";
import { callKind } from "../wall/resource-path.ts";
import type { WallResponse } from "../wall/wall.ts";
import { type Manifest, redHatOpenShift, registrationFree } from "./manifest.ts";
import type { Notifications } from "./notifications.ts";
import { registrationOf } from "./registrations.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** How long a registration waits for the provider before it says that it goes on. */
const patienceMs = 1_000;

interface Deps {
  durable: Durable;
  clock: Clock;
  subscriptions: Subscriptions;
  notifications: Notifications;
  manifests: readonly Manifest[];
  /** Application of our own provider. */
  firstPartyClientId: string;
  /** How many resources of a namespace the subscription has: unregistering needs none. */
  count(subscriptionId: string, namespace: string): Promise<number>;
}

/** A type of the resource engine, as far as a manifest shows it. */
export interface ManifestRow {
  /** With its namespace. */
  type: string;
  apiVersions: readonly string[];
  tracked: boolean;
}

/** Manifests of the resource engine's types, grouped by namespace, and our own provider's. */
export function manifestsOf(rows: readonly ManifestRow[]): Manifest[] {
  const types = new Map<string, Manifest["types"][number][]>();
  for (const { type, apiVersions, tracked } of rows) {
    const [namespace = "", ...rest] = type.split("/");
    const row = { resourceType: rest.join("/"), apiVersions, ...(tracked ? { tracked } : {}) };
    types.set(namespace, [...(types.get(namespace) ?? []), row]);
  }
  for (const namespace of registrationFree) if (!types.has(namespace)) types.set(namespace, []);
  const manifests = [...types].map(
    ([namespace, own]): Manifest => ({
      namespace,
      registrationPolicy: registrationFree.includes(namespace) ? "RegistrationFree" : "RegistrationRequired",
      types: own,
    }),
  );
  return [...manifests, redHatOpenShift].sort((a, b) => a.namespace.localeCompare(b.namespace));
}

const shown = (manifest: Manifest, subscription: { id: string; subscriptions: Subscriptions } | undefined) => ({
  ...(subscription === undefined ? {} : { id: `/subscriptions/${subscription.id}/providers/${manifest.namespace}` }),
  namespace: manifest.namespace,
  resourceTypes: manifest.types.map(({ resourceType, apiVersions, tracked }) => ({
    resourceType,
    locations: resourceType === "operations" ? [] : locationNames,
    apiVersions,
    defaultApiVersion: apiVersions.find((version) => !version.includes("-preview")) ?? apiVersions[0],
    capabilities: tracked ? "SupportsTags, SupportsLocation" : "None",
  })),
  ...(subscription === undefined
    ? {}
    : {
        registrationPolicy: manifest.registrationPolicy,
        registrationState: registrationOf(manifest, subscription.id, subscription.subscriptions),
      }),
});

/** Of which subscription, which provider, and what is to be done or seen of it; each may be absent. */
const form =
  /^(?:\/subscriptions\/([^/]+))?\/providers(?:\/([^/]+))?(?:\/(register|unregister|providerPermissions))?\/*$/i;

/** What a provider's own principal may do by its manifest, as `az provider permission list` shows it. */
function providerPermissions(namespace: string, firstPartyClientId: string) {
  const { namespace: own, role, managedByRole } = redHatOpenShiftAuthorization;
  const shownRole = ({ id, name, permissions }: ServiceRole) => ({
    id: id.replaceAll("-", ""),
    name,
    isServiceRole: true,
    permissions,
    scopes: ["/"],
  });
  return namespace.toLowerCase() === own.toLowerCase()
    ? [
        {
          applicationId: firstPartyClientId,
          roleDefinition: shownRole(role),
          managedByRoleDefinition: shownRole(managedByRole),
          providerAuthorizationConsentState: null,
        },
      ]
    : [];
}

/** Providers of the cloud and of a subscription, and their registration; undefined when the path is another. */
export function providers({ request }: ArmCall, deps: Deps): PartAnswer {
  const asked = form.exec(request.url.pathname);
  if (asked === null) return undefined;
  const [, id, namespace, what] = asked;
  const { manifests, subscriptions, firstPartyClientId } = deps;
  const scope = id === undefined ? undefined : { id: id.toLowerCase(), subscriptions };
  const reads = callKind(request.method) === "read";
  if (namespace === undefined)
    return reads ? json(200, { value: manifests.map((one) => shown(one, scope)) }) : undefined;
  const action = what?.toLowerCase();
  if (action === "providerpermissions")
    return scope !== undefined && request.method === "GET"
      ? json(200, { value: providerPermissions(namespace, firstPartyClientId) })
      : undefined;
  const changed = request.method === "POST" && action !== undefined ? scope : undefined;
  if (changed === undefined && (!reads || action !== undefined)) return undefined;
  const manifest = manifests.find((one) => one.namespace.toLowerCase() === namespace.toLowerCase());
  if (manifest === undefined)
    return armError(404, "InvalidResourceNamespace", `The resource namespace '${namespace}' is invalid.`);
  if (changed === undefined) return json(200, shown(manifest, scope));
  return action === "register" ? register(manifest, changed.id, deps) : unregister(manifest, changed.id, deps);
}

async function register(manifest: Manifest, subscriptionId: string, deps: Deps): Promise<WallResponse> {
  const { subscriptions } = deps;
  if (registrationOf(manifest, subscriptionId, subscriptions) !== "Registered")
    await move(manifest, subscriptionId, deps, ["Registering", "Registered"]);
  return json(200, shown(manifest, { id: subscriptionId, subscriptions }));
}

async function unregister(manifest: Manifest, subscriptionId: string, deps: Deps): Promise<WallResponse> {
  const { subscriptions } = deps;
  const { namespace, registrationPolicy } = manifest;
  if (registrationPolicy === "RegistrationFree")
    return armError(
      409,
      "CannotUnregisterRegistrationFreeResourceProvider",
      `Cannot unregister namespace '${namespace}': it needs no registration.`,
    );
  const left = await deps.count(subscriptionId, namespace);
  if (left > 0)
    return armError(
      409,
      "CannotUnregisterResourceProviderWithResources",
      `Cannot unregister namespace '${namespace}' of subscription '${subscriptionId}': ${left} of its resources still exist. Delete them first.`,
    );
  const state = subscriptions.registration(subscriptionId, namespace);
  if (state !== "NotRegistered" && state !== "Unregistered")
    await move(manifest, subscriptionId, deps, ["Unregistering", "Unregistered"]);
  return json(200, shown(manifest, { id: subscriptionId, subscriptions }));
}

/** Our provider has to be told, and the registration is complete once it has confirmed; others need nobody. */
async function move(
  { namespace }: Manifest,
  subscriptionId: string,
  { durable, clock, subscriptions, notifications }: Deps,
  [during, after]: readonly ["Registering" | "Unregistering", "Registered" | "Unregistered"],
): Promise<void> {
  const told = namespace === redHatOpenShift.namespace;
  durable.transaction(() => {
    subscriptions.register(subscriptionId, namespace, told ? during : after);
    if (told) notifications.changed(subscriptionId);
  });
  if (!told) return;
  // `az provider register --wait` looks again after 10 seconds: a provider that confirms at once spares people that.
  const patience = new AbortController();
  await Promise.race([
    notifications.flush(subscriptionId),
    clock.sleep(patienceMs, patience.signal).catch(() => undefined),
  ]);
  patience.abort();
}
