import type { DirectoryObject } from "../entra/directory/objects.ts";
import { bodyOf, findObject, type GraphHandler, noContent, objectAt, showObject } from "./call.ts";
import { checkChange, checkMake } from "./caller.ts";
import type { GraphDeps } from "./deps.ts";
import { badRequest, GraphRefusal } from "./refusal.ts";
import { type Doc, need, patched, readShape } from "./shape.ts";
import { group as groupShape, user as userShape } from "./shapes.ts";

/** What a person keeps of a body. There are no passwords here, so none is kept. */
const keptOfUser = ({ displayName: _, userPrincipalName: __, passwordProfile: ___, ...members }: Doc): Doc => members;

/** `POST /users`. */
export const createUser: GraphHandler = (call) => {
  const { caller, deps } = call;
  checkMake(caller, "user");
  const body = readShape(bodyOf(call), userShape);
  need(body, ["accountEnabled", "displayName", "mailNickname", "userPrincipalName", "passwordProfile"]);
  const made = deps.durable.transaction(() => {
    const name = checkPrincipalName(String(body["userPrincipalName"]), undefined, deps);
    const displayName = String(body["displayName"]);
    return deps.directory.objects.add({ kind: "user", name, displayName, members: keptOfUser(body) });
  });
  return showObject(call, made, 201);
};

/** `PATCH /users/{id}`. */
export const patchUser: GraphHandler = (call) => {
  const { caller, deps, parts } = call;
  const object = findObject(parts["user"] ?? "", ["user"], deps, true);
  checkChange(caller, object, deps);
  const body = readShape(bodyOf(call), userShape);
  deps.durable.transaction(() => {
    const { displayName, userPrincipalName } = body;
    const name =
      typeof userPrincipalName === "string" ? checkPrincipalName(userPrincipalName, object, deps) : undefined;
    deps.directory.objects.change(object.id, {
      members: patched({ ...object.members }, keptOfUser(body)),
      ...(typeof displayName === "string" ? { displayName } : {}),
      ...(name === undefined ? {} : { name }),
    });
  });
  return noContent();
};

/** `DELETE /users/{id}`: to the deleted items, under a name that another may not have. */
export const deleteUser: GraphHandler = (call) => {
  const { caller, deps, parts } = call;
  const object = findObject(parts["user"] ?? "", ["user"], deps, true);
  checkChange(caller, object, deps);
  const { objects } = deps.directory;
  deps.durable.transaction(() => {
    objects.change(object.id, { name: `${object.id.replaceAll("-", "")}${object.name}` });
    objects.remove(object.id);
  });
  return noContent();
};

function checkPrincipalName(
  name: string,
  present: DirectoryObject | undefined,
  { directory, suffix }: GraphDeps,
): string {
  if (!/^[\w.'!#^~$&+-]+@[\w.-]+$/.test(name)) throw badRequest("Property userPrincipalName is invalid.");
  if (!name.toLowerCase().endsWith(`@${suffix}`))
    throw badRequest(
      "The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.",
    );
  const other = directory.objects.byName(name);
  if (other !== undefined && other.id !== present?.id)
    throw badRequest("Another object with the same value for property userPrincipalName already exists.");
  return name;
}

const keptOfGroup = ({ displayName: _, "members@odata.bind": __, "owners@odata.bind": ___, ...members }: Doc): Doc =>
  members;

/** `POST /groups`: security groups; mail needs what this cloud has not. */
export const createGroup: GraphHandler = (call) => {
  const { caller, deps } = call;
  checkMake(caller, "group");
  const body = readShape(bodyOf(call), groupShape);
  need(body, ["displayName", "mailNickname"]);
  for (const name of ["mailEnabled", "securityEnabled"])
    if (typeof body[name] !== "boolean") throw badRequest(`A value is required for property '${name}' of resource.`);
  if (body["mailEnabled"] === true || body["securityEnabled"] === false)
    throw new GraphRefusal(
      400,
      "Request_BadRequest",
      "The emulated directory has security groups without mail only: mailEnabled is false and securityEnabled true.",
    );
  if (!/^[^@()\\[\]";:<>, ]{1,64}$/.test(String(body["mailNickname"])))
    throw badRequest("Invalid value specified for property 'mailNickname' of resource 'Group'.");
  const { directory, durable } = deps;
  const bound = (name: string) => ((body[name] ?? []) as readonly string[]).map((address) => objectAt(address, deps));
  const made = durable.transaction(() => {
    const object = directory.objects.add({
      kind: "group",
      displayName: String(body["displayName"]),
      members: keptOfGroup(body),
    });
    for (const member of bound("members@odata.bind")) directory.links.add("member", object.id, member.id);
    const owners = bound("owners@odata.bind").map(({ id }) => id);
    const isKnown = directory.objects.get(caller.objectId) !== undefined;
    for (const owner of owners.length > 0 || !isKnown ? owners : [caller.objectId])
      directory.links.add("owner", object.id, owner);
    return object;
  });
  return showObject(call, made, 201);
};

/** `PATCH /groups/{id}`. */
export const patchGroup: GraphHandler = (call) => {
  const { caller, deps, parts } = call;
  const object = findObject(parts["group"] ?? "", ["group"], deps, true);
  checkChange(caller, object, deps);
  const body = readShape(bodyOf(call), groupShape);
  deps.durable.transaction(() => {
    const { displayName } = body;
    deps.directory.objects.change(object.id, {
      members: patched({ ...object.members }, keptOfGroup(body)),
      ...(typeof displayName === "string" ? { displayName } : {}),
    });
    for (const address of (body["members@odata.bind"] ?? []) as readonly string[])
      deps.directory.links.add("member", object.id, objectAt(address, deps).id);
  });
  return noContent();
};

/** `DELETE /groups/{id}`: security groups are gone for good. */
export const deleteGroup: GraphHandler = (call) => {
  const { caller, deps, parts } = call;
  const object = findObject(parts["group"] ?? "", ["group"], deps, true);
  checkChange(caller, object, deps);
  deps.directory.objects.purge(object.id);
  return noContent();
};
