import { type BegunOperations, openBegunOperations } from "./arm/begun-operations.ts";
import { createExternal } from "./arm/external.ts";
import { createForwarding } from "./arm/forwarding.ts";
import type { ForwardingDeps } from "./arm/forwarding-deps.ts";
import type { Manifest } from "./arm/manifest.ts";
import { cloudSuffixes, templateEnvironment } from "./arm/metadata.ts";
import { manifestsOf } from "./arm/providers.ts";
import { createRegistrations } from "./arm/registrations.ts";
import type { Resources, ResourcesDeps } from "./arm/resources.ts";
import { openTracked } from "./arm/tracked.ts";
import type { Ground } from "./cloud-deps.ts";
import { locationTable } from "./facts/locations.ts";
import type { Registrations } from "./resources/surroundings.ts";
import type { Tenancy } from "./tenancy.ts";
import type { TimeScale } from "./time/time-scale.ts";
import type { ArmPart } from "./wall/arm-call.ts";

/** Everything that exists in subscriptions: Azure's own resources, and those that ARM passes on to our provider. */
export interface AzureResources {
  resources: Resources;
  /** Passes on what is our provider's. */
  forwarded: ArmPart;
  begun: BegunOperations;
  manifests: readonly Manifest[];
  registrations: Registrations;
  /** How many resources of a namespace a subscription has. */
  count(subscription: string, namespace: string): Promise<number>;
}

/** How long resources take, as the cloud's clock stands. */
export const timingOf = (scale: TimeScale): ResourcesDeps["timing"] => ({
  get scale() {
    return scale.factor;
  },
  holdMilliseconds: scale.holdMilliseconds,
});

/** Opens the resource engine and the way to our provider, each of which asks the other. */
export function openAzureResources(
  ground: Ground,
  tenancy: Tenancy,
  kubeconfigOf: NonNullable<ResourcesDeps["kubeconfigOf"]>,
): AzureResources {
  const { configuration, base, durable, identity, scale, clock, random, log } = ground;
  const { region, suffix, cloudName } = configuration;
  const { provider, subscriptions, notifications } = tenancy;
  const { access } = tenancy.authorization;
  const forwarding: ForwardingDeps = {
    provider,
    subscriptions,
    notifications,
    tracked: openTracked(durable),
    region,
    access,
    groupAt: (id) => resources.groupAt(id),
    lockedScopes: (id, action) => resources.lockedScopes(id, action),
    violations: (subject) => resources.engine?.violations(subject) ?? [],
    clock,
    random,
    log,
  };
  const begun = openBegunOperations(durable);
  const forwarded = begun.around(createForwarding(forwarding));
  const manifests = manifestsOf(ground.types);
  const registrations = createRegistrations({ manifests, subscriptions, notifications });
  const externalResources = createExternal({ ...forwarding, part: forwarded, base, random });
  const resources = ground.resources({
    durable,
    clock,
    random: ground.chance,
    log,
    externalResources,
    timing: timingOf(scale),
    suffixes: cloudSuffixes(suffix),
    environment: templateEnvironment({ base, suffix, cloudName }),
    access,
    locations: Object.keys(locationTable),
    principals: identity.principals,
    registrations,
    kubeconfigOf,
    features: {
      of: (id) => subscriptions.find(id)?.features ?? [],
      set: (id, names) => {
        subscriptions.setFeatures(id, names);
        notifications.changed(id);
      },
    },
  });
  const count = async (subscription: string, namespace: string) =>
    externalResources.owns(namespace)
      ? (await externalResources.list({ subscription })).length
      : (resources.engine?.rows.countOf(subscription, namespace) ?? 0);
  return { resources, forwarded, begun, manifests, registrations, count };
}
