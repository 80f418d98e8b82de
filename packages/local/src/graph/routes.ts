import {
  createApplication,
  createServicePrincipal,
  deleteApplication,
  deleteServicePrincipal,
  patchApplication,
  patchServicePrincipal,
} from "./applications.ts";
import { type GraphHandler, getObject, listObjects } from "./call.ts";
import { addKey, addPassword, removeKey, removePassword } from "./credentials.ts";
import { listDeleted, purgeDeleted, restoreDeleted } from "./deleted-items.ts";
import {
  checkMemberGroups,
  getByIds,
  getDirectoryObject,
  getMe,
  getMemberGroups,
  listMemberOf,
  listOwned,
} from "./directory-objects.ts";
import { createFederated, deleteFederated, getFederated, listFederated, patchFederated } from "./federated.ts";
import { addLink, listLinks, removeLink } from "./links.ts";
import { listOrganization } from "./organization.ts";
import { createGroup, createUser, deleteGroup, deleteUser, patchGroup, patchUser } from "./people.ts";
import { addRoleAssignment, listRoleAssignments, removeRoleAssignment } from "./role-assignments.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** One address of Graph: `{name}` is left open; a key in parentheses counts as a segment of its own. */
export type Route = readonly [method: Method, path: string, handler: GraphHandler];

const applications = "/applications/{application}";
const principals = "/servicePrincipals/{servicePrincipal}";
const users = "/users/{user}";
const groups = "/groups/{group}";

const credentialsAt = (path: string): readonly Route[] => [
  ["POST", `${path}/addPassword`, addPassword],
  ["POST", `${path}/removePassword`, removePassword],
  ["POST", `${path}/addKey`, addKey],
  ["POST", `${path}/removeKey`, removeKey],
];

const linksAt = (
  path: string,
  kind: "application" | "servicePrincipal" | "group",
  link: "member" | "owner",
): readonly Route[] => [
  ["GET", `${path}/${link}s`, listLinks(kind, link)],
  ["GET", `${path}/${link}s/{cast}`, listLinks(kind, link)],
  ["POST", `${path}/${link}s/$ref`, addLink(kind, link)],
  ["DELETE", `${path}/${link}s/{target}/$ref`, removeLink(kind, link)],
];

const membershipAt = (path: string): readonly Route[] => [
  ["POST", `${path}/getMemberGroups`, getMemberGroups],
  ["POST", `${path}/getMemberObjects`, getMemberGroups],
  ["POST", `${path}/checkMemberGroups`, checkMemberGroups],
  ["GET", `${path}/memberOf`, listMemberOf(false)],
  ["GET", `${path}/memberOf/{cast}`, listMemberOf(false)],
  ["GET", `${path}/transitiveMemberOf`, listMemberOf(true)],
  ["GET", `${path}/transitiveMemberOf/{cast}`, listMemberOf(true)],
];

const rolesAt = (path: string): readonly Route[] => [
  ["GET", `${path}/appRoleAssignments`, listRoleAssignments("of")],
  ["POST", `${path}/appRoleAssignments`, addRoleAssignment("of")],
  ["DELETE", `${path}/appRoleAssignments/{assignment}`, removeRoleAssignment],
];

/** All that Graph serves. */
export const routes: readonly Route[] = [
  ["GET", "/me", getMe],
  ["GET", "/me/ownedObjects", listOwned],
  ...membershipAt("/me"),
  ["GET", "/organization", listOrganization],

  ["GET", "/applications", listObjects("application")],
  ["POST", "/applications", createApplication],
  ["GET", applications, getObject("application", "application")],
  ["PATCH", applications, patchApplication],
  ["DELETE", applications, deleteApplication],
  ...credentialsAt(applications),
  ...linksAt(applications, "application", "owner"),
  ["GET", `${applications}/federatedIdentityCredentials`, listFederated],
  ["POST", `${applications}/federatedIdentityCredentials`, createFederated],
  ["GET", `${applications}/federatedIdentityCredentials/{credential}`, getFederated],
  ["PATCH", `${applications}/federatedIdentityCredentials/{credential}`, patchFederated],
  ["DELETE", `${applications}/federatedIdentityCredentials/{credential}`, deleteFederated],

  ["GET", "/servicePrincipals", listObjects("servicePrincipal")],
  ["POST", "/servicePrincipals", createServicePrincipal],
  ["GET", principals, getObject("servicePrincipal", "servicePrincipal")],
  ["PATCH", principals, patchServicePrincipal],
  ["DELETE", principals, deleteServicePrincipal],
  ...credentialsAt(principals),
  ...linksAt(principals, "servicePrincipal", "owner"),
  ...membershipAt(principals),
  ["GET", `${principals}/ownedObjects`, listOwned],
  ...rolesAt(principals),
  ["GET", `${principals}/appRoleAssignedTo`, listRoleAssignments("on")],
  ["POST", `${principals}/appRoleAssignedTo`, addRoleAssignment("on")],
  ["DELETE", `${principals}/appRoleAssignedTo/{assignment}`, removeRoleAssignment],

  ["GET", "/users", listObjects("user")],
  ["POST", "/users", createUser],
  ["GET", users, getObject("user", "user")],
  ["PATCH", users, patchUser],
  ["DELETE", users, deleteUser],
  ["GET", `${users}/ownedObjects`, listOwned],
  ...membershipAt(users),
  ...rolesAt(users),

  ["GET", "/groups", listObjects("group")],
  ["POST", "/groups", createGroup],
  ["GET", groups, getObject("group", "group")],
  ["PATCH", groups, patchGroup],
  ["DELETE", groups, deleteGroup],
  ...linksAt(groups, "group", "member"),
  ...linksAt(groups, "group", "owner"),
  ...membershipAt(groups),
  ...rolesAt(groups),

  ["POST", "/directoryObjects/getByIds", getByIds],
  ["GET", "/directoryObjects/{object}", getDirectoryObject],
  ["POST", "/directoryObjects/{object}/getMemberGroups", getMemberGroups],
  ["POST", "/directoryObjects/{object}/getMemberObjects", getMemberGroups],
  ["POST", "/directoryObjects/{object}/checkMemberGroups", checkMemberGroups],

  ["GET", "/directory/deletedItems/{item}", listDeleted],
  ["POST", "/directory/deletedItems/{item}/restore", restoreDeleted],
  ["DELETE", "/directory/deletedItems/{item}", purgeDeleted],
];
