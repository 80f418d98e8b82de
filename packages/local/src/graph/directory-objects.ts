import type { DirectoryObject, ObjectKind } from "../entra/directory/objects.ts";
import { answer, bodyOf, findObject, type GraphCall, type GraphHandler, showObject } from "./call.ts";
import { checkRead, isSelf, readsAll } from "./caller.ts";
import { showIds } from "./links.ts";
import { badRequest, GraphRefusal } from "./refusal.ts";
import { odataType, render } from "./render.ts";
import { readShape } from "./shape.ts";

const kinds: readonly ObjectKind[] = ["user", "group", "servicePrincipal", "application"];
/** Calls look up to this many objects at once. */
const mostIds = 1000;

/** The object that an address is about: the caller (`/me`), or what one of its keys names. */
function subject(call: GraphCall): DirectoryObject {
  const { parts, deps } = call;
  for (const kind of kinds) if (parts[kind] !== undefined) return findObject(parts[kind], [kind], deps);
  return parts["object"] === undefined ? me(call) : findObject(parts["object"], kinds, deps);
}

function me({ caller, deps }: GraphCall): DirectoryObject {
  if (caller.kind !== "user")
    throw new GraphRefusal(400, "BadRequest", "/me request is only valid with delegated authentication flow.");
  return findObject(caller.objectId, ["user"], deps);
}

/** `GET /me`. */
export const getMe: GraphHandler = (call) => showObject(call, me(call));

/** `GET /directoryObjects/{id}`. */
export const getDirectoryObject: GraphHandler = (call) => {
  const object = subject(call);
  checkRead(call.caller, object);
  return answer(call, "directoryObjects/$entity", {
    "@odata.type": odataType(object.kind),
    ...render(object, call.deps),
  });
};

/** `POST /directoryObjects/getByIds`: those that are there, in any order; the others are passed over. */
export const getByIds: GraphHandler = (call) => {
  const { caller, deps } = call;
  const body = readShape(bodyOf(call), { type: "getByIds", members: { ids: "strings", types: "strings" } });
  const ids = body["ids"];
  if (!Array.isArray(ids) || ids.length > mostIds)
    throw badRequest(`Property 'ids' is a list of at most ${mostIds} ids.`);
  const types = ((body["types"] ?? ["directoryObject"]) as readonly string[]).map((one) => one.toLowerCase());
  const isWanted = (kind: ObjectKind) => types.includes("directoryobject") || types.includes(kind.toLowerCase());
  const { objects } = deps.directory;
  const found = [...new Set(ids.map((id) => String(id).toLowerCase()))]
    .map((id) => objects.get(id))
    .filter((object) => object !== undefined)
    .filter((object) => objects.isVisible(object) && isWanted(object.kind))
    .filter((object) => readsAll(caller, object.kind) || isSelf(caller, object));
  const value = found.map((object) => ({ "@odata.type": odataType(object.kind), ...render(object, deps) }));
  return answer(call, "directoryObjects", { value });
};

/** `POST …/getMemberGroups` and `getMemberObjects`: ids of all groups, through groups in groups too. */
export const getMemberGroups: GraphHandler = (call) => {
  const object = subject(call);
  checkRead(call.caller, object);
  const { securityEnabledOnly } = readShape(bodyOf(call), {
    type: "getMemberGroups",
    members: { securityEnabledOnly: "boolean" },
  });
  if (securityEnabledOnly === true && object.kind !== "user")
    throw badRequest("securityEnabledOnly is supported for users only.");
  return answer(call, "Collection(Edm.String)", { value: call.deps.directory.links.groupsOf(object.id) });
};

/** `POST …/checkMemberGroups`: which of these groups the object is in. */
export const checkMemberGroups: GraphHandler = (call) => {
  const object = subject(call);
  checkRead(call.caller, object);
  const { groupIds } = readShape(bodyOf(call), { type: "checkMemberGroups", members: { groupIds: "strings" } });
  if (!Array.isArray(groupIds) || groupIds.length > 20)
    throw badRequest("Property 'groupIds' is a list of at most 20 ids.");
  const groups = new Set(call.deps.directory.links.groupsOf(object.id).map((one) => one.toLowerCase()));
  const value = groupIds.filter((one) => groups.has(String(one).toLowerCase()));
  return answer(call, "Collection(Edm.String)", { value });
};

/** GET of what an object is a member of, directly or through groups too. */
export const listMemberOf =
  (transitive: boolean): GraphHandler =>
  (call) => {
    const object = subject(call);
    checkRead(call.caller, object);
    const { links } = call.deps.directory;
    return showIds(call, transitive ? links.groupsOf(object.id) : links.to("member", object.id));
  };

/** GET of what a person or principal owns. */
export const listOwned: GraphHandler = (call) => {
  const object = subject(call);
  checkRead(call.caller, object);
  return showIds(call, call.deps.directory.links.to("owner", object.id));
};
