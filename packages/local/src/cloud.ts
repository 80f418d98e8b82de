import { availableParallelism } from "node:os";
import { cloudRoutes } from "./arm/cloud-routes.ts";
import { resourceRoutes } from "./arm/resource-routes.ts";
import type { Resources } from "./arm/resources.ts";
import { openAzureResources, timingOf } from "./azure-resources.ts";
import type { CloudDeps, Ground } from "./cloud-deps.ts";
import { control } from "./control/control.ts";
import { faultRoutes } from "./control/fault-routes.ts";
import { createFaults } from "./faults/apply.ts";
import { openFaultBook } from "./faults/fault-book.ts";
import { createFront } from "./front.ts";
import { type Hubs, openHubs } from "./hive/index.ts";
import { openIdentityServices } from "./identity-services.ts";
import { firstOf } from "./names/first-of.ts";
import { hostNames, isUnder, partFor, type ServicePart } from "./names/hosts.ts";
import type { Names } from "./names/names.ts";
import { atPublicNames, isPublicName } from "./names/public-names.ts";
import { openOpenShift } from "./openshift/index.ts";
import { assignOwners } from "./owner-assignment.ts";
import { createResourceManager } from "./resource-manager.ts";
import { openServices } from "./services.ts";
import { openTenancy, type Tenancy } from "./tenancy.ts";
import { openTimeScale } from "./time/time-scale.ts";
import { createRecordLookup } from "./types/dns/index.ts";
import { unfailing } from "./unfailing.ts";
import { issuingWall } from "./vaults/certificates/authority.ts";
import type { Wall } from "./wall/wall.ts";

/** Where API servers of clusters answer. */
const apiServerPort = 6443;

/** The emulated cloud behind its wall. */
export interface Cloud {
  wall: Wall;
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
  const { configuration, base, identities, settings, log } = deps;
  const { suffix } = configuration;
  const scale = openTimeScale(settings, configuration.timeScale, configuration.holdMilliseconds);
  const throughFront: Wall = (request) => front.wall(request);
  const identity = openIdentityServices({
    ...deps,
    wall: throughFront,
    federatedCredentialsOf: (clientId) => azure.resources.federatedCredentialsOf(clientId),
  });
  const book = openFaultBook(deps);
  const faults = createFaults({ ...deps, book });
  const ground: Ground = { ...deps, scale, identity, faults };
  const tenancy = openTenancy(ground);
  const { authorization, subscriptions } = tenancy;
  const azure = openAzureResources(ground, tenancy, (wanted) => hubs.kubeconfigOf(wanted));
  const { resources } = azure;
  const hubs = hubsOf(ground, resources, () => names);
  const arm = createResourceManager(ground, tenancy, azure);
  const services = [
    authorization.checkAccess.part,
    ...dataPlanes(ground, tenancy, resources),
    atPublicNames({ resourceManager: arm, authority: identity.authority, graph: identity.graph }),
  ];
  const openshift = clustersOf(ground, tenancy, resources, throughFront);
  const names = firstOf([hostNames(services), hubs.names, ...(openshift === undefined ? [] : [openshift.names])]);
  const front = createFront(ground, { arm, checkAccess: authorization.checkAccess, services });
  const makeOwners = (subscriptionId: string) => assignOwners(subscriptionId, { ...ground, resources });
  const routes = [
    ...cloudRoutes({
      ...ground,
      subscriptions,
      notifications: tenancy.notifications,
      tenantId: identities.tenantId,
      operations: () => azure.begun.list(),
      made: makeOwners,
      status: () => ({ calls: front.counts.read() }),
    }),
    ...faultRoutes({ book, faults, types: deps.types.map(({ type }) => type) }),
    ...(openshift?.routes ?? []),
    ...identity.routes,
    ...resourceRoutes(resources),
    ...authorization.routes,
  ];
  const steered = new URL(base).hostname;
  return {
    wall: unfailing((request) => {
      const { hostname } = request.url;
      if (hostname !== steered && (isUnder(suffix, hostname) || isPublicName(hostname))) return front.wall(request);
      return control(request, routes, deps.controlSecret) ?? front.wall(request);
    }, log),
    names,
    serves: (host) => services.some((one) => one.serves(host)),
    bodiesOf: (host) => partFor(services, host)?.bodies,
    prepare: () => makeOwners(identities.subscriptionId),
    run: async (signal) => {
      await Promise.all([tenancy.notifications.run(signal), openshift?.run(signal), hubs.run(signal)]);
      await resources[Symbol.asyncDispose]();
    },
  };
}

/** The hubs that install clusters, behind managed Kubernetes clusters. */
const hubsOf = (ground: Ground, resources: Resources, names: () => Names): Hubs =>
  openHubs({
    ...ground,
    armed: ground.faults,
    stateFolder: ground.configuration.stateFolder,
    rows: () => resources.engine?.rows,
    apiServerAt: (address) => names().find(address, apiServerPort),
    scaled: (milliseconds) => milliseconds / ground.scale.factor,
    // More would only share the processors, and each would take longer than an installer waits.
    installPlaces: 4 * availableParallelism(),
  });

/** The services at names of their own; there are none without the engine that keeps what they serve. */
function dataPlanes(ground: Ground, { authorization }: Tenancy, { engine }: Resources): readonly ServicePart[] {
  if (engine === undefined) return [];
  return openServices({
    ...ground,
    suffix: ground.configuration.suffix,
    tenantId: ground.identities.tenantId,
    signing: ground.keyring["token-signing"],
    engine,
    access: authorization.access,
    authorities: ground.faults.around(issuingWall(ground), () => "emulator"),
    timing: timingOf(ground.scale),
  });
}

/** The clusters that come of machines; there are none without the engine that keeps those. */
const clustersOf = (ground: Ground, { subscriptions }: Tenancy, { engine }: Resources, wall: Wall) =>
  engine === undefined
    ? undefined
    : openOpenShift({
        ...ground,
        engine,
        stateFolder: ground.configuration.stateFolder,
        wall,
        armed: ground.faults,
        lookup: createRecordLookup(engine.rows, () => subscriptions.list().map(({ subscriptionId }) => subscriptionId)),
      });
