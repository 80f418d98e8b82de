import type { Clock, Random } from "@aro/runtime";
import type { Durable } from "../state/durable.ts";
import { type CredentialStore, type Credentials, openCredentials, type Secret } from "./directory/credentials.ts";
import { type Links, openLinks } from "./directory/links.ts";
import { type DirectoryObject, type ObjectKind, type Objects, openObjects } from "./directory/objects.ts";
import { openRoleGrants, type RoleGrants } from "./directory/role-grants.ts";

/** An application and its service principal in the one tenant. */
export interface Application {
  /** Application (client) id. */
  appId: string;
  /** Object id of the service principal: what role assignments and tokens (`oid`) name. */
  objectId: string;
  /** Object id of the application itself. */
  applicationObjectId: string;
  displayName: string;
  /** Milliseconds since the Unix epoch. */
  createdAt: number;
}

/** Who stands behind a client id, as far as token endpoint and Graph see it: an application, a service principal, or both. */
export interface Client {
  appId: string;
  displayName: string;
  application?: DirectoryObject;
  principal?: DirectoryObject;
}

/** Applications, service principals, people and groups, kept in the durable state. */
export interface Directory {
  objects: Objects;
  credentialStore: CredentialStore;
  links: Links;
  roleGrants: RoleGrants;
  /** Makes an application with its service principal, or returns the one that has this id. */
  ensure(wanted: { appId?: string; displayName: string }): Application;
  find(appId: string): Application | undefined;
  list(): Application[];
  /** Who has this client id, once what was made is seen. */
  client(appId: string): Client | undefined;
  /** Forgets an application, its principal and credentials; false when there is none. */
  remove(appId: string): boolean;
  /** Adds a password: `value` when it is given, a fresh one otherwise. It ends at `endsAt`, or after two years. */
  addSecret(appId: string, options?: { value?: string; endsAt?: number }): Secret & { value: string };
  /** Registers a certificate (PEM); registering it again changes nothing. */
  addCertificate(appId: string, certificate: string): void;
  /** What a client may prove itself with, on its application and its principal, once it is seen. */
  credentials(client: Client): Credentials;
}

interface Deps {
  durable: Durable;
  clock: Clock;
  random: Random;
  /** Entra's delay between a write and its being seen, in milliseconds; none when absent. */
  visibilityDelay?: () => number;
}

/** Opens the directory in the emulator's durable state. */
export function openDirectory(deps: Deps): Directory {
  const { durable, random } = deps;
  const objects = openObjects(deps);
  const credentialStore = openCredentials({ ...deps, visibleFrom: objects.visibleFrom });
  const links = openLinks(durable);
  const pair = (application: DirectoryObject | undefined): Application | undefined => {
    const { appId = "", displayName, createdAt, id } = application ?? {};
    const principal = objects.byAppId("servicePrincipal", appId);
    if (principal === undefined || id === undefined) return undefined;
    return {
      appId,
      objectId: principal.id,
      applicationObjectId: id,
      displayName: displayName ?? "",
      createdAt: createdAt ?? 0,
    };
  };
  const find = (appId: string) => pair(objects.byAppId("application", appId));
  const seen = (object: DirectoryObject | undefined) =>
    object !== undefined && objects.isVisible(object) ? object : undefined;
  /** The object that has this client id; one among the deleted items comes back. */
  const present = (kind: ObjectKind, appId: string) => {
    const alive = objects.byAppId(kind, appId);
    if (alive !== undefined) return alive;
    const [deleted] = objects.list(kind, { appId }, { deleted: true });
    if (deleted !== undefined) objects.restore(deleted.id);
    return deleted;
  };
  const applicationId = (appId: string): string => {
    const application = objects.byAppId("application", appId);
    if (application === undefined) throw new Error(`there is no application ${appId}`);
    return application.id;
  };
  return {
    objects,
    credentialStore,
    links,
    roleGrants: openRoleGrants(deps),
    find,
    list: () => [...objects.list("application")].map(pair).filter((one) => one !== undefined),
    client: (appId) => {
      const application = seen(objects.byAppId("application", appId));
      const principal = seen(objects.byAppId("servicePrincipal", appId));
      const named = application ?? principal;
      if (named === undefined) return undefined;
      return {
        appId: named.appId ?? appId,
        displayName: named.displayName,
        ...(application === undefined ? {} : { application }),
        ...(principal === undefined ? {} : { principal }),
      };
    },
    remove: (appId) =>
      durable.transaction(() => {
        const both = find(appId);
        if (both === undefined) return false;
        objects.purge(both.objectId);
        objects.purge(both.applicationObjectId);
        return true;
      }),
    ensure: ({ appId = random.uuid(), displayName }) =>
      durable.transaction(() => {
        const application = present("application", appId) ?? objects.add({ kind: "application", appId, displayName });
        if (present("servicePrincipal", appId) === undefined)
          objects.add({
            kind: "servicePrincipal",
            appId,
            displayName,
            members: { servicePrincipalType: "Application" },
          });
        return pair(application) as Application;
      }),
    addSecret: (appId, options) => credentialStore.addSecret(applicationId(appId), options),
    addCertificate: (appId, certificate) => void credentialStore.addCertificate(applicationId(appId), certificate),
    credentials: ({ application, principal }) => {
      const all = [application, principal].flatMap((one) => (one === undefined ? [] : [credentialStore.of(one.id)]));
      return {
        secrets: all.flatMap((one) => one.secrets).filter(objects.isVisible),
        certificates: all.flatMap((one) => one.certificates).filter(objects.isVisible),
        federated: all.flatMap((one) => one.federated).filter(objects.isVisible),
      };
    },
  };
}
