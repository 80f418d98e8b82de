import type { Clock, Random } from "@aro/runtime";
import type { ControlRoute } from "./control/control.ts";
import type { EntraDeps } from "./entra/deps.ts";
import { type Directory, openDirectory } from "./entra/directory.ts";
import { entra } from "./entra/entra.ts";
import { readIssuer } from "./entra/federation/read-issuer.ts";
import { openGrants } from "./entra/grants.ts";
import type { Identities } from "./entra/identities.ts";
import { principalRoutes } from "./entra/principal-routes.ts";
import { type Principals, principalsOf } from "./entra/principals.ts";
import { seedDirectory, seededUsers } from "./entra/seed.ts";
import { userinfo } from "./entra/userinfo.ts";
import { openVisibility } from "./entra/visibility.ts";
import type { Configuration } from "./facts/configuration.ts";
import { graph } from "./graph/index.ts";
import {
  instanceMetadata,
  type MetadataServiceDeps,
  machineRoutes,
  managedIdentityDataPlane,
  openAssignments,
  openIssuedCredentials,
  openMachines,
  usualMachine,
  withIdentityHeaders,
} from "./metadata-service/index.ts";
import type { Keyring } from "./pki/keyring.ts";
import type { Durable } from "./state/durable.ts";
import type { SettingsStore } from "./state/settings-store.ts";
import { armError } from "./wall/answers.ts";
import type { Wall, WallRequest, WallResponse } from "./wall/wall.ts";

export interface IdentityServicesDeps {
  configuration: Configuration;
  base: string;
  durable: Durable;
  settings: SettingsStore;
  identities: Identities;
  keyring: Keyring;
  /** The whole cloud: issuers' documents are read through it. */
  wall: Wall;
  /** Federated credentials of a managed identity, by its client id. */
  federatedCredentialsOf: EntraDeps["federatedCredentialsOf"];
  clock: Clock;
  random: Random;
}

/** Who is who in this cloud: the directory, and everything that answers out of it. */
export interface IdentityServices {
  directory: Directory;
  principals: Principals;
  /** Steering of principals by people and tests. */
  routes: readonly ControlRoute[];
  /** People who hold a role of every subscription from the start. */
  people(): readonly { objectId: string; role: "Owner" | "Reader" }[];
  /** Answers what is addressed to one of them; undefined when the path is another's. */
  answer(request: WallRequest): Promise<WallResponse | undefined>;
  /** The token authority alone, and Microsoft Graph alone, for hosts that are nothing else. */
  authority: Wall;
  graph: Wall;
  /** A provider as ARM calls it for resources with identities. */
  toProvider(provider: Wall): Wall;
}

/** Opens the directory and makes those who are in it from the start. */
export function openIdentityServices(deps: IdentityServicesDeps): IdentityServices {
  const { configuration, base, durable, settings, identities, keyring, clock, random } = deps;
  const { suffix } = configuration;
  const { tenantId } = identities;
  const visibility = openVisibility(settings, configuration.entra.visibilityDelayMilliseconds);
  const directory = openDirectory({ ...deps, visibilityDelay: () => visibility.delayMilliseconds });
  durable.transaction(() => visibility.atOnce(() => seedDirectory(directory, { identities, keyring, suffix })));
  const authority: EntraDeps = {
    base,
    suffix,
    tenantId,
    signing: keyring["token-signing"],
    directory,
    grants: openGrants(deps),
    federatedCredentialsOf: deps.federatedCredentialsOf,
    readIssuer: readIssuer({ base, suffix, wall: deps.wall }),
    clock,
    random,
  };
  const principals = principalsOf(directory, () => random.uuid());
  const metadata: MetadataServiceDeps & { urlKey: string } = {
    ...authority,
    cloudName: configuration.cloudName,
    principals,
    machines: openMachines(durable),
    assignments: openAssignments(durable),
    credentials: openIssuedCredentials({ ...deps, directory, ca: keyring.ca, atOnce: visibility.atOnce }),
    firstPartyClientId: identities.firstPartyClientId,
    urlKey: settings.once("managedIdentity.urlKey", () => Buffer.from(random.bytes(32)).toString("base64url")),
  };
  const usual = {
    subscriptionId: identities.subscriptionId,
    resourceGroup: "aro-rp",
    location: configuration.region,
    vmSize: "Standard_D2s_v3",
    zone: "1",
    tags: {},
  };
  durable.transaction(() => {
    if (metadata.machines.find(usualMachine) !== undefined) return;
    const { clientId } = visibility.atOnce(() => principals.createManagedIdentity({ displayName: "aro-rp" }));
    const identity = { clientId, system: true as const };
    metadata.machines.put({ ...usual, name: usualMachine, vmId: random.uuid(), identities: [identity] });
  });
  return {
    directory,
    principals,
    routes: [
      ...principalRoutes({ directory, durable, clock, tenantId, visibility }),
      ...machineRoutes({ ...metadata, usual, uuid: () => random.uuid() }),
    ],
    people: () =>
      seededUsers.flatMap(({ name, role }) => {
        const user = directory.objects.byName(`${name}@${suffix}`);
        return user === undefined || role === undefined ? [] : [{ objectId: user.id, role }];
      }),
    answer: async (request) =>
      (await entra(request, authority)) ??
      graph(request, { ...authority, durable }) ??
      instanceMetadata(request, metadata) ??
      (await managedIdentityDataPlane(request, metadata)),
    authority: async (request) => (await entra(request, authority)) ?? nothingAt(request),
    graph: async (request) =>
      graph(request, { ...authority, durable }) ??
      (request.url.pathname === "/oidc/userinfo" ? userinfo(request, authority) : nothingAt(request)),
    toProvider: (provider) => withIdentityHeaders(provider, metadata),
  };
}

const nothingAt = ({ method, url }: WallRequest): WallResponse =>
  armError(404, "NotFound", `The emulated cloud serves no ${method} ${url.pathname} at '${url.hostname}'.`);
