import { availableParallelism } from "node:os";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { openBegunOperations } from "./arm/begun-operations.ts";
import { cloudRoutes } from "./arm/cloud-routes.ts";
import { createExternal } from "./arm/external.ts";
import { createForwarding } from "./arm/forwarding.ts";
import type { ForwardingDeps } from "./arm/forwarding-deps.ts";
import { createFrontDoor } from "./arm/front-door.ts";
import { cloudSuffixes, metadata, templateEnvironment } from "./arm/metadata.ts";
import { openNotifications } from "./arm/notifications.ts";
import { type ManifestRow, manifestsOf, providers } from "./arm/providers.ts";
import { createRateLimit } from "./arm/rate-limit.ts";
import { createRegistrations, registrationCheck } from "./arm/registrations.ts";
import { resourceRoutes } from "./arm/resource-routes.ts";
import type { Resources, ResourcesDeps } from "./arm/resources.ts";
import { subscriptionCalls } from "./arm/subscription-calls.ts";
import { openSubscriptions } from "./arm/subscriptions.ts";
import { openTracked } from "./arm/tracked.ts";
import { openAuthorization } from "./authorization.ts";
import { callerOf } from "./caller.ts";
import { control } from "./control/control.ts";
import { faultRoutes } from "./control/fault-routes.ts";
import { createCounts } from "./counts.ts";
import { chooseIdentities, type Identities } from "./entra/identities.ts";
import { ownerName } from "./entra/seed.ts";
import { openVerifiedTokens } from "./entra/verified-tokens.ts";
import type { Configuration } from "./facts/configuration.ts";
import { locationTable } from "./facts/locations.ts";
import { createFaults } from "./faults/apply.ts";
import { openFaultBook } from "./faults/fault-book.ts";
import type { Processes } from "./faults/processes.ts";
import { openHubs } from "./hive/index.ts";
import { openIdentityServices } from "./identity-services.ts";
import { firstOf } from "./names/first-of.ts";
import { byHost, hostNames, isUnder, partFor, type ServicePart } from "./names/hosts.ts";
import type { Names } from "./names/names.ts";
import { atPublicNames, isPublicName } from "./names/public-names.ts";
import { openOpenShift } from "./openshift/index.ts";
import { assignOwner } from "./owner-assignment.ts";
import type { IssuingAuthorities } from "./pki/issuing-authorities.ts";
import type { Keyring } from "./pki/keyring.ts";
import type { Programs } from "./processes/programs.ts";
import { openServices } from "./services.ts";
import type { Durable } from "./state/durable.ts";
import { openSettings } from "./state/settings-store.ts";
import { openTimeScale, type TimeScale } from "./time/time-scale.ts";
import { createRecordLookup } from "./types/dns/index.ts";
import { issuingWall } from "./vaults/certificates/authority.ts";
import { armError } from "./wall/answers.ts";
import { ConnectionDropped, type Wall, type WallResponse } from "./wall/wall.ts";

/** What lies in a subscription is ARM's alone; the others that answer at the one address have paths of their own. */
const inSubscription = /^\/subscriptions\//i;

/** Where API servers of clusters answer. */
const apiServerPort = 6443;

export interface CloudDeps {
  configuration: Configuration;
  /** Where everything answers, `https://localhost:PORT`. */
  base: string;
  durable: Durable;
  /** Where blobs are kept. */
  blobs: Durable;
  keyring: Keyring;
  /** Who signs certificates for vaults. */
  authorities: IssuingAuthorities;
  /** Secret of the control API. */
  controlSecret: string;
  /** The resource provider behind mutual TLS. */
  provider: Wall;
  /** The resource engine, and the types it serves. */
  resources(deps: ResourcesDeps): Resources;
  types: readonly ManifestRow[];
  processes: Processes;
  /** Address of the CONNECT proxy, once it is open. */
  proxyUrl(): string;
  /** The service's own programs; absent: containers with their images do not run. */
  programs: Programs | undefined;
  clock: Clock;
  /** Ids and secrets. */
  random: Random;
  /** Chance in how long things take. */
  chance: Random;
  log: Log;
}

/** The emulated cloud behind its wall. */
export interface Cloud {
  wall: Wall;
  identities: Identities;
  /** What can be reached by name. */
  names: Names;
  /** Whether this cloud answers at `host` (lower case), a name under its suffix. */
  serves(host: string): boolean;
  /** What the service at `host` makes of large bodies. */
  bodiesOf(host: string): ServicePart["bodies"];
  /** Makes what exists from the start; the cloud is ready when this resolves. */
  prepare(): Promise<void>;
  /** Does what goes on by itself, until the signal is aborted; what was begun has ended when this resolves. */
  run(signal: AbortSignal): Promise<void>;
}

/** Builds the cloud out of its parts: everything it answers, it answers through one wall. */
export function createCloud(deps: CloudDeps): Cloud {
  const { configuration, base, durable, keyring, clock, random, log } = deps;
  const { region, suffix, cloudName } = configuration;
  const settings = openSettings(durable);
  const identities = durable.transaction(() => chooseIdentities(configuration, settings, random));
  const { tenantId, firstPartyClientId } = identities;
  const scale = openTimeScale(settings, configuration.timeScale, configuration.holdMilliseconds);
  const identity = openIdentityServices({
    ...deps,
    settings,
    identities,
    wall: (request) => front(request),
    federatedCredentialsOf: (clientId) => resources.federatedCredentialsOf(clientId),
  });
  const book = openFaultBook(deps);
  const faults = createFaults({ ...deps, book });
  const subscriptions = openSubscriptions(deps);
  const provider = identity.toProvider(faults.around(deps.provider, () => "emulator"));
  const notifications = openNotifications({ ...deps, subscriptions, provider });
  durable.transaction(() => {
    const { subscriptionId } = identities;
    if (subscriptions.find(subscriptionId) !== undefined) return;
    subscriptions.ensure({ subscriptionId, tenantId, displayName: "aro local" }, configuration.registered);
    notifications.changed(subscriptionId);
  });
  const signing = keyring["token-signing"];
  const { directory } = identity;
  const authorization = openAuthorization({ ...deps, settings, identities, directory, signing, subscriptions });
  const { access } = authorization;

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
  const part = begun.around(createForwarding(forwarding));
  const manifests = manifestsOf(deps.types);
  const registrations = createRegistrations({ manifests, subscriptions, notifications });
  const externalResources = createExternal({ ...forwarding, part, base, random });
  const resources = deps.resources({
    durable,
    clock,
    random: deps.chance,
    log,
    externalResources,
    timing: timingOf(scale),
    suffixes: cloudSuffixes(suffix),
    environment: templateEnvironment({ base, suffix, cloudName }),
    access,
    locations: Object.keys(locationTable),
    principals: identity.principals,
    registrations,
    kubeconfigOf: (wanted) => hubs.kubeconfigOf(wanted),
    features: {
      of: (id) => subscriptions.find(id)?.features ?? [],
      set: (id, names) => {
        subscriptions.setFeatures(id, names);
        notifications.changed(id);
      },
    },
  });
  const hubs = openHubs({
    ...deps,
    armed: faults,
    stateFolder: configuration.stateFolder,
    rows: () => resources.engine?.rows,
    apiServerAt: (address) => names.find(address, apiServerPort),
    scaled: (milliseconds) => milliseconds / scale.factor,
    // More would only share the processors, and each would take longer than an installer waits.
    installPlaces: 4 * availableParallelism(),
  });
  const count = async (subscription: string, namespace: string) =>
    externalResources.owns(namespace)
      ? (await externalResources.list({ subscription })).length
      : (resources.engine?.rows.countOf(subscription, namespace) ?? 0);
  const rateLimit = configuration.throttling.enabled
    ? createRateLimit({ clock, speed: () => configuration.throttling.speed ?? scale.factor })
    : undefined;
  const arm = createFrontDoor({
    base,
    tenantId,
    signing,
    tokens: openVerifiedTokens(signing.certificate),
    region,
    subscriptions,
    rateLimit,
    guard: authorization.guard,
    namespaces: new Set(manifests.map(({ namespace }) => namespace.toLowerCase())),
    clock,
    random,
    open: (request) =>
      metadata(request, {
        base,
        suffix,
        cloudName,
        armClient: keyring["arm-client"],
        clusterAccess: { proxyUrl: deps.proxyUrl(), ca: keyring.ca.certificate },
      }),
    parts: [
      (call) => subscriptionCalls(call, subscriptions, access),
      (call) => providers(call, { firstPartyClientId, durable, clock, subscriptions, notifications, manifests, count }),
      registrationCheck(registrations),
      part,
      resources,
    ],
  });
  const named: readonly ServicePart[] =
    resources.engine === undefined
      ? []
      : openServices({
          ...deps,
          suffix,
          tenantId,
          signing,
          engine: resources.engine,
          access,
          authorities: faults.around(issuingWall(deps), () => "emulator"),
          timing: timingOf(scale),
        });
  const services = [
    authorization.checkAccess.part,
    ...named,
    atPublicNames({ resourceManager: arm, authority: identity.authority, graph: identity.graph }),
  ];
  const openshift =
    resources.engine === undefined
      ? undefined
      : openOpenShift({
          ...deps,
          engine: resources.engine,
          stateFolder: configuration.stateFolder,
          base,
          wall: (request) => front(request),
          armed: faults,
          lookup: createRecordLookup(resources.engine.rows, () =>
            subscriptions.list().map(({ subscriptionId }) => subscriptionId),
          ),
        });
  const names = firstOf([hostNames(services), hubs.names, ...(openshift === undefined ? [] : [openshift.names])]);
  const counts = createCounts((host) => (isUnder(suffix, host) ? `*${host.slice(host.indexOf("."))}` : undefined));
  const atOwnPath: Wall = async (request) =>
    authorization.checkAccess.answer(request) ?? (await identity.answer(request)) ?? arm(request);
  const atHome: Wall = (request) => (inSubscription.test(request.url.pathname) ? arm(request) : atOwnPath(request));
  const elsewhere = byHost(services, suffix, atHome);
  const home = new URL(base).hostname;
  const served: Wall = (request) => (request.url.hostname === home ? atHome : elsewhere)(request);
  const makeOwner = async (subscriptionId: string) => {
    const { objectId } = directory.ensure({ appId: identities.ownerClientId, displayName: ownerName });
    const assigning = { resources, settings, base, random, identities };
    await assignOwner({ subscriptionId, tenantId, objectId }, assigning);
    for (const { objectId, role } of identity.people())
      await assignOwner({ subscriptionId, tenantId, objectId, person: { role } }, assigning);
  };
  const front = counts.around(faults.around(served, callerOf(identities.firstPartyClientId)));
  const routes = [
    ...cloudRoutes({
      ...deps,
      subscriptions,
      notifications,
      scale,
      tenantId,
      operations: () => begun.list(),
      made: makeOwner,
      status: () => ({ calls: counts.read() }),
    }),
    ...faultRoutes({ book, faults }),
    ...(openshift?.routes ?? []),
    ...identity.routes,
    ...resourceRoutes(resources),
    ...authorization.routes,
  ];
  return {
    wall: unfailing((request) => {
      const { hostname } = request.url;
      if (hostname !== home && (isUnder(suffix, hostname) || isPublicName(hostname))) return front(request);
      return control(request, routes, deps.controlSecret) ?? front(request);
    }, log),
    identities,
    names,
    serves: (host) => services.some((one) => one.serves(host)),
    bodiesOf: (host) => partFor(services, host)?.bodies,
    prepare: () => makeOwner(identities.subscriptionId),
    run: async (signal) => {
      await Promise.all([notifications.run(signal), openshift?.run(signal), hubs.run(signal)]);
      await resources[Symbol.asyncDispose]();
    },
  };
}

const timingOf = (scale: TimeScale): ResourcesDeps["timing"] => ({
  get scale() {
    return scale.factor;
  },
  holdMilliseconds: scale.holdMilliseconds,
});

/** A failure of ours is an answer of ours: 500 with the request to look for, never a torn connection. */
const unfailing =
  (wall: (...request: Parameters<Wall>) => WallResponse | Promise<WallResponse>, log: Log): Wall =>
  async (request) => {
    try {
      return await wall(request);
    } catch (error) {
      if (error instanceof ConnectionDropped || request.signal.aborted) throw error;
      log.error("cloud.failed", { method: request.method, path: request.url.pathname, error });
      return armError(
        500,
        "InternalServerError",
        `The emulated cloud failed at ${request.method} ${request.url.pathname}; its log has the cause under cloud.failed.`,
      );
    }
  };
