import type { Identity } from "@aro/pki";
import type { Clock } from "@aro/runtime";
import { type CheckAccess, createCheckAccess } from "./access/check-access.ts";
import { type AccessControl, createAccess } from "./access/create-access.ts";
import { createGuard, type Guard } from "./access/guard.ts";
import { providerRights, redHatOpenShiftAuthorization } from "./access/provider-rights.ts";
import { openAssignmentVisibility } from "./access/visibility.ts";
import { isRegistered, type Subscriptions } from "./arm/subscriptions.ts";
import type { ControlRoute } from "./control/control.ts";
import type { Directory } from "./entra/directory.ts";
import type { Identities } from "./entra/identities.ts";
import type { Configuration } from "./facts/configuration.ts";
import { locationTable } from "./facts/locations.ts";
import type { Durable } from "./state/durable.ts";
import type { SettingsStore } from "./state/settings-store.ts";

export interface AuthorizationDeps {
  configuration: Configuration;
  base: string;
  durable: Durable;
  settings: SettingsStore;
  identities: Identities;
  directory: Directory;
  signing: Identity;
  subscriptions: Subscriptions;
  clock: Clock;
}

/** Who may do what in this cloud, and everything that answers or refuses by it. */
export interface Authorization {
  access: AccessControl;
  /** Stands before ARM. */
  guard: Guard;
  checkAccess: CheckAccess;
  routes: readonly ControlRoute[];
}

/** Opens the assignments and those who ask them. */
export function openAuthorization(deps: AuthorizationDeps): Authorization {
  const { configuration, base, durable, settings, identities, directory, signing, subscriptions, clock } = deps;
  const { suffix } = configuration;
  const visibility = openAssignmentVisibility(settings, configuration.access.visibilityDelayMilliseconds);
  const authorization = redHatOpenShiftAuthorization;
  const access = createAccess({
    durable,
    clock,
    groupsOf: (objectId) => directory.links.groupsOf(objectId),
    providers: providerRights({
      durable,
      authorization,
      principal: () => directory.find(identities.firstPartyClientId)?.objectId,
      isRegistered: (id) => isRegistered(subscriptions.registration(id, authorization.namespace)),
    }),
    visibilityDelay: () => visibility.delayMilliseconds,
  });
  const { tenantId } = identities;
  return {
    access,
    guard: createGuard(access),
    checkAccess: createCheckAccess({
      ...{ base, suffix, tenantId, signing, clock, access },
      regions: Object.keys(locationTable),
    }),
    routes: visibility.routes,
  };
}
