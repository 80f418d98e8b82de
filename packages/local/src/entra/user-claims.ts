import { createHash } from "node:crypto";
import type { Audience } from "./audiences.ts";
import type { DirectoryObject } from "./directory/objects.ts";
import type { Directory } from "./directory.ts";
import type { Claims } from "./jwt.ts";

/** More groups than this are not in the token: it says where to ask for them. */
const mostGroups = 200;

/** Every member of a tenant has this directory role. */
const memberRole = "b79fbf4d-3ef9-4689-8143-76b194e85509";

const text = (user: DirectoryObject, member: string): string | undefined => {
  const value = user.members[member];
  return typeof value === "string" ? value : undefined;
};

/** Given and family name, as far as they are known. */
export const nameClaims = (user: DirectoryObject): Claims => ({
  ...(text(user, "surname") === undefined ? {} : { family_name: text(user, "surname") }),
  ...(text(user, "givenName") === undefined ? {} : { given_name: text(user, "givenName") }),
  name: user.displayName,
});

/** `sub` of a person: another one for each application, so that they cannot compare notes. */
export const pairwiseSubject = (user: DirectoryObject, appId: string): string =>
  createHash("sha256").update(`${user.id}/${appId}`).digest("base64url");

/** The older, tenant-wide number of a person. */
export const puid = (user: DirectoryObject): string =>
  `1003${createHash("sha256").update(user.id).digest("hex").slice(0, 12).toUpperCase()}`;

/** Directory roles of a person, by template id. */
export const directoryRoles = (user: DirectoryObject): readonly string[] => [
  ...((user.members["directoryRoles"] as readonly string[] | undefined) ?? []),
  memberRole,
];

/** The person's groups, or where they can be asked for when there are too many for a token. */
export function groupClaims(user: DirectoryObject, directory: Directory, graph: string, tenantId: string): Claims {
  const groups = directory.links.groupsOf(user.id);
  if (groups.length === 0) return {};
  if (groups.length <= mostGroups) return { groups };
  const endpoint = `${graph}/v1.0/${tenantId}/users/${user.id}/getMemberObjects`;
  return { _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint } } };
}

/** Roles of an application that a principal holds, itself or through its groups. */
export function roleClaims(
  principal: DirectoryObject,
  audience: Pick<Audience, "appId">,
  directory: Directory,
): Claims {
  const resource = directory.objects.byAppId("servicePrincipal", audience.appId);
  if (resource === undefined) return {};
  const application = directory.objects.byAppId("application", audience.appId);
  const defined = [resource, application].flatMap(
    (one) => (one?.members["appRoles"] as readonly { id: string; value: string }[] | undefined) ?? [],
  );
  const holders = [principal.id, ...directory.links.groupsOf(principal.id)];
  const held = new Set(
    holders
      .flatMap((holder) => directory.roleGrants.of(holder))
      .filter((grant) => grant.resourceId === resource.id)
      .map((grant) => grant.appRoleId),
  );
  const roles = defined.filter(({ id }) => held.has(id)).map(({ value }) => value);
  return roles.length === 0 ? {} : { roles: [...new Set(roles)] };
}
