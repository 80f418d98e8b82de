import { certificateDer } from "@aro/pki";
import type { Credentials } from "../entra/directory/credentials.ts";
import type { DirectoryObject, ObjectKind } from "../entra/directory/objects.ts";
import type { GraphDeps } from "./deps.ts";
import type { Filterable } from "./filter/evaluate.ts";
import { GraphRefusal } from "./refusal.ts";
import { completed, type Doc } from "./shape.ts";
import { applicationDefaults, groupDefaults, servicePrincipalDefaults, userDefaults } from "./shapes.ts";

export const time = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(".000Z", "Z");
const timeOrNull = (milliseconds: number | undefined): string | null =>
  milliseconds === undefined ? null : time(milliseconds);

/** Passwords as they are shown: never their value. */
const passwords = ({ secrets }: Credentials): Doc[] =>
  secrets.map(({ keyId, displayName, hint, startsAt, endsAt }) => ({
    customKeyIdentifier: null,
    displayName: displayName ?? null,
    endDateTime: time(endsAt),
    hint,
    keyId,
    secretText: null,
    startDateTime: time(startsAt),
  }));

/** Certificates as they are shown; their bytes only to who selects them. */
const keys = ({ certificates }: Credentials, withKey: boolean): Doc[] =>
  certificates.map(({ keyId, displayName, startsAt, endsAt, sha1, certificate }) => ({
    customKeyIdentifier: sha1,
    displayName: displayName ?? null,
    endDateTime: time(endsAt),
    key: withKey ? certificateDer(certificate) : null,
    keyId,
    startDateTime: time(startsAt),
    type: "AsymmetricX509Cert",
    usage: "Verify",
  }));

type Renderer = (object: DirectoryObject, deps: GraphDeps, withKey: boolean) => Doc;

const application: Renderer = (object, { directory, suffix }, withKey) => {
  const credentials = directory.credentialStore.of(object.id);
  return {
    id: object.id,
    deletedDateTime: timeOrNull(object.deletedAt),
    appId: object.appId,
    createdDateTime: time(object.createdAt),
    displayName: object.displayName,
    publisherDomain: suffix,
    ...completed({ ...object.members }, applicationDefaults),
    keyCredentials: keys(credentials, withKey),
    passwordCredentials: passwords(credentials),
  };
};

const servicePrincipal: Renderer = (object, { directory, tenantId }, withKey) => {
  const credentials = directory.credentialStore.of(object.id);
  const app = directory.objects.byAppId("application", object.appId ?? "");
  const own = (app?.members ?? {}) as { identifierUris?: string[]; appRoles?: unknown[]; api?: Doc; web?: Doc };
  const { alternativeNames } = object.members;
  const names = [...(own.identifierUris ?? []), object.appId, ...alternativeResourceNames(alternativeNames)];
  return {
    id: object.id,
    deletedDateTime: timeOrNull(object.deletedAt),
    appDisplayName: app?.displayName ?? object.displayName,
    appId: object.appId,
    applicationTemplateId: null,
    appOwnerOrganizationId: tenantId,
    createdDateTime: time(object.createdAt),
    displayName: object.displayName,
    servicePrincipalNames: names,
    ...completed(
      {
        ...(own.appRoles === undefined ? {} : { appRoles: own.appRoles }),
        ...(own.api?.["oauth2PermissionScopes"] === undefined
          ? {}
          : { oauth2PermissionScopes: own.api["oauth2PermissionScopes"] }),
        ...(own.web?.["redirectUris"] === undefined ? {} : { replyUrls: own.web["redirectUris"] }),
        ...object.members,
      },
      servicePrincipalDefaults,
    ),
    keyCredentials: keys(credentials, withKey),
    passwordCredentials: passwords(credentials),
  };
};

/** A managed identity is also known by its resource's address. */
const alternativeResourceNames = (names: unknown): string[] =>
  Array.isArray(names) ? names.filter((one): one is string => typeof one === "string" && one.startsWith("/")) : [];

const user: Renderer = (object) => {
  const { directoryRoles: _, ...members } = object.members;
  return {
    ...completed(members, userDefaults),
    displayName: object.displayName,
    userPrincipalName: object.name,
    id: object.id,
    accountEnabled: members["accountEnabled"] ?? true,
    createdDateTime: time(object.createdAt),
    deletedDateTime: timeOrNull(object.deletedAt),
    mailNickname: members["mailNickname"] ?? null,
    userType: members["userType"] ?? "Member",
  };
};

const group: Renderer = (object) => ({
  id: object.id,
  deletedDateTime: timeOrNull(object.deletedAt),
  createdDateTime: time(object.createdAt),
  displayName: object.displayName,
  ...completed({ ...object.members }, groupDefaults),
  renewedDateTime: time(object.createdAt),
});

const renderers: Readonly<Record<ObjectKind, Renderer>> = { application, servicePrincipal, user, group };

/** Of people, Graph shows these unless others are asked for. */
const usualOfUsers = [...Object.keys(userDefaults), "displayName", "userPrincipalName", "id"];

/** An object as Graph shows it, with the members that were asked for. */
export function render(object: DirectoryObject, deps: GraphDeps, select?: readonly string[]): Doc {
  const whole = renderers[object.kind](object, deps, select?.includes("keyCredentials") === true);
  const shown = select ?? (object.kind === "user" ? usualOfUsers : undefined);
  if (shown === undefined) return whole;
  for (const name of shown)
    if (!(name in whole) && !(name in (selectable[object.kind] ?? {})))
      throw new GraphRefusal(
        400,
        "BadRequest",
        `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${object.kind}'.`,
      );
  return Object.fromEntries(shown.map((name) => [name, whole[name] ?? null]));
}

/** Every member of an object, for filters. */
export const renderWhole = (object: DirectoryObject, deps: GraphDeps): Doc =>
  renderers[object.kind](object, deps, false);

export const odataType = (kind: ObjectKind): string => `#microsoft.graph.${kind}`;

/** Members that may be asked for although no value was ever set. */
const selectable: Partial<Readonly<Record<ObjectKind, Readonly<Record<string, true>>>>> = {
  user: { onPremisesImmutableId: true, usageLocation: true, department: true, companyName: true, otherMails: true },
};

/** What each kind is filtered by. */
export const filterable: Readonly<Record<ObjectKind, Filterable>> = {
  application: {
    type: "application",
    values: ["id", "appId", "displayName", "signInAudience", "uniqueName", "groupMembershipClaims"],
    lists: ["identifierUris", "tags"],
  },
  servicePrincipal: {
    type: "servicePrincipal",
    values: [
      "id",
      "appId",
      "displayName",
      "servicePrincipalType",
      "accountEnabled",
      "appOwnerOrganizationId",
      "homepage",
    ],
    lists: ["servicePrincipalNames", "alternativeNames", "tags"],
  },
  user: {
    type: "user",
    values: [
      "id",
      "userPrincipalName",
      "displayName",
      "mail",
      "mailNickname",
      "givenName",
      "surname",
      "jobTitle",
      "accountEnabled",
      "userType",
      "onPremisesImmutableId",
    ],
    lists: [],
  },
  group: {
    type: "group",
    values: ["id", "displayName", "mailNickname", "mail", "securityEnabled", "mailEnabled", "description"],
    lists: ["groupTypes"],
  },
};
