import type { Directory } from "./directory.ts";
import { type CloudNames, type KnownResource, knownResources } from "./well-known.ts";

/** What a token can be for. */
export interface Audience {
  /** The resource's identifier without a trailing slash; an application's id. */
  resource: string;
  /** Which claims its tokens carry: Azure's own resources take version 1, applications version 2 (`accessTokenAcceptedVersion`). */
  version: 1 | 2;
  /** Client id of the application that the resource is. */
  appId: string;
  /** What people's tokens for it may say. */
  scopes: readonly string[];
  /** Which groups a person's tokens for it name, as `groupMembershipClaims` of an application says. */
  groups: boolean;
}

/** The resources of this cloud by name, from where it answers and its DNS suffix. */
export const cloudAudiences = (cloud: CloudNames) => ({
  resourceManager: cloud.base,
  graph: `${cloud.base}/graph`,
  keyVault: `https://vault.${cloud.suffix}`,
  storage: "https://storage.azure.com",
});

const withoutSlash = (text: string): string => text.replace(/\/+$/, "");

/** Whether tokens for an application name a person's groups. */
export const namesGroups = (application: { members: Readonly<Record<string, unknown>> } | undefined): boolean =>
  /SecurityGroup|All|ApplicationGroup/.test(String(application?.members["groupMembershipClaims"] ?? ""));

/** The audience that `resource` names: one of the cloud's, or an application by its id, `api://` name or identifier URI. */
export function findAudience(resource: string, cloud: CloudNames, directory: Directory): Audience | undefined {
  const wanted = withoutSlash(resource).toLowerCase();
  for (const known of Object.values<KnownResource>(knownResources)) {
    const names = known.names(cloud);
    const name = names.find((one) => one.toLowerCase() === wanted) ?? accountOf(known, wanted, cloud);
    if (name === undefined && known.appId !== wanted) continue;
    const { appId, scopes, groups = false, version = 1 } = known;
    return { resource: version === 1 ? (name ?? appId) : appId, version, appId, scopes, groups };
  }
  const id = wanted.replace(/^(api:\/\/|spn:)/, "");
  const client = directory.client(id) ?? byIdentifierUri(resource, directory);
  if (client === undefined) return undefined;
  const api = (client.application?.members["api"] ?? {}) as { oauth2PermissionScopes?: readonly { value: string }[] };
  return {
    resource: client.appId,
    version: 2,
    appId: client.appId,
    scopes: (api.oauth2PermissionScopes ?? []).map(({ value }) => value),
    groups: namesGroups(client.application),
  };
}

/** Each Cosmos DB account is an audience of its own. */
function accountOf(known: KnownResource, wanted: string, { suffix }: CloudNames): string | undefined {
  const isAccount = known === knownResources.cosmos && /^https:\/\/[a-z0-9-]+\.documents\./.test(wanted);
  return isAccount && wanted.endsWith(`.documents.${suffix}`) ? wanted : undefined;
}

function byIdentifierUri(resource: string, directory: Directory) {
  if (!resource.includes(":")) return undefined;
  for (const { appId = "", members } of directory.objects.list("application"))
    if (Array.isArray(members["identifierUris"]) && members["identifierUris"].includes(withoutSlash(resource)))
      return directory.client(appId);
  return undefined;
}
