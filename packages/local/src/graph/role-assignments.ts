import type { DirectoryObject } from "../entra/directory/objects.ts";
import type { RoleGrant } from "../entra/directory/role-grants.ts";
import { answer, bodyOf, findObject, type GraphCall, type GraphHandler, noContent } from "./call.ts";
import { checkGrantRoles, checkRead } from "./caller.ts";
import { readQuery } from "./query.ts";
import { badRequest, notFound } from "./refusal.ts";
import { odataType, renderWhole, time } from "./render.ts";
import { type Doc, need, readShape } from "./shape.ts";

const shape = {
  type: "appRoleAssignment",
  members: { principalId: "guid", resourceId: "guid", appRoleId: "guid" },
} as const;

/** The role that everybody has who is assigned at all. */
const defaultRole = "00000000-0000-0000-0000-000000000000";

const principalKinds = ["servicePrincipal", "user", "group"] as const;

function subject({ parts, deps }: GraphCall): DirectoryObject {
  for (const kind of principalKinds) if (parts[kind] !== undefined) return findObject(parts[kind], [kind], deps, true);
  throw notFound("");
}

function shown({ id, principalId, resourceId, appRoleId, createdAt }: RoleGrant, { deps }: GraphCall): Doc {
  const principal = deps.directory.objects.get(principalId);
  const kind = principal?.kind ?? "servicePrincipal";
  return {
    id,
    deletedDateTime: null,
    appRoleId,
    createdDateTime: time(createdAt),
    principalDisplayName: principal?.displayName ?? null,
    principalId,
    principalType: odataType(kind)
      .slice(odataType("user").lastIndexOf(".") + 1)
      .replace(/^./, (first) => first.toUpperCase()),
    resourceDisplayName: deps.directory.objects.get(resourceId)?.displayName ?? null,
    resourceId,
  };
}

/** GET of the app roles that a principal holds (`of`), or that are held on a resource (`on`). */
export const listRoleAssignments =
  (side: "of" | "on"): GraphHandler =>
  (call) => {
    const object = subject(call);
    checkRead(call.caller, object);
    readQuery(call.request, []);
    const value = call.deps.directory.roleGrants[side](object.id).map((grant) => shown(grant, call));
    return answer(call, "appRoleAssignments", { value });
  };

/** POST of an app role for a principal. */
export const addRoleAssignment =
  (side: "of" | "on"): GraphHandler =>
  (call) => {
    const { caller, deps } = call;
    checkGrantRoles(caller);
    const object = subject(call);
    const body = readShape(bodyOf(call), shape);
    need(body, ["principalId", "resourceId", "appRoleId"]);
    const { principalId, resourceId, appRoleId } = body as Record<string, string>;
    const principal = findObject(principalId ?? "", principalKinds, deps, true);
    const resource = findObject(resourceId ?? "", ["servicePrincipal"], deps, true);
    if ((side === "of" ? principal.id : resource.id) !== object.id)
      throw badRequest(`The ${side === "of" ? "principalId" : "resourceId"} of the body is not that of the address.`);
    const { appRoles } = renderWhole(resource, deps) as { appRoles?: readonly { id: string }[] };
    const isKnown = appRoleId === defaultRole || appRoles?.some(({ id }) => id === appRoleId) === true;
    if (!isKnown) throw badRequest(`Permission being assigned was not found on application '${resource.appId}'`);
    const grant = deps.directory.roleGrants.add({
      principalId: principal.id,
      resourceId: resource.id,
      appRoleId: appRoleId ?? "",
    });
    if (grant === undefined) throw badRequest("Permission being assigned already exists on the object");
    return answer(call, "appRoleAssignments/$entity", shown(grant, call), 201);
  };

/** DELETE of an app role assignment, by its id. */
export const removeRoleAssignment: GraphHandler = (call) => {
  checkGrantRoles(call.caller);
  const object = subject(call);
  const id = call.parts["assignment"] ?? "";
  const { roleGrants } = call.deps.directory;
  if (![...roleGrants.of(object.id), ...roleGrants.on(object.id)].some((grant) => grant.id === id)) throw notFound(id);
  roleGrants.remove(id);
  return noContent();
};
