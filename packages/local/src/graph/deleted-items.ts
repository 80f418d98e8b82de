import type { DirectoryObject, ObjectKind } from "../entra/directory/objects.ts";
import { answer, type GraphCall, type GraphHandler, noContent, page } from "./call.ts";
import { checkChange, checkRead, readsAll } from "./caller.ts";
import type { GraphDeps } from "./deps.ts";
import { listOptions, readQuery } from "./query.ts";
import { badRequest, denied, GraphRefusal, notFound, unsupportedQuery } from "./refusal.ts";
import { odataType, render } from "./render.ts";

function deleted({ parts, deps }: GraphCall): DirectoryObject {
  const id = parts["item"] ?? "";
  const object = deps.directory.objects.getDeleted(id);
  if (object === undefined) throw notFound(id);
  return object;
}

/** `GET /directory/deletedItems/microsoft.graph.KIND`. */
export const listDeleted: GraphHandler = (call) => {
  const kind = /^microsoft\.graph\.(application|servicePrincipal|user|group)$/.exec(call.parts["item"] ?? "")?.[1];
  if (kind === undefined) return getDeleted(call);
  if (!readsAll(call.caller, kind as ObjectKind)) throw denied();
  const query = readQuery(call.request, listOptions);
  if (query.filter !== undefined) throw unsupportedQuery("$filter is not supported on this list.");
  const list = (after: number) => call.deps.directory.objects.list(kind as ObjectKind, {}, { deleted: true, after });
  return page(
    call,
    "directoryObjects",
    list(query.after),
    () => true,
    () => [...list(0)],
  );
};

const getDeleted: GraphHandler = (call) => {
  const object = deleted(call);
  checkRead(call.caller, object);
  return answer(call, "directoryObjects/$entity", {
    "@odata.type": odataType(object.kind),
    ...render(object, call.deps),
  });
};

/** `POST /directory/deletedItems/{id}/restore`: an application comes back with its principal, a person under the old name. */
export const restoreDeleted: GraphHandler = (call) => {
  const { caller, deps } = call;
  const object = deleted(call);
  checkChange(caller, object, deps);
  const { objects } = deps.directory;
  const { appId = "" } = object;
  deps.durable.transaction(() => {
    if (object.kind === "user") restoreName(object, deps);
    if (object.kind === "servicePrincipal") checkPrincipal(appId, deps);
    if (object.kind === "application" && objects.byAppId("servicePrincipal", appId) === undefined)
      for (const { id } of [...objects.list("servicePrincipal", { appId }, { deleted: true })].slice(0, 1))
        objects.restore(id);
    objects.restore(object.id);
  });
  const restored = objects.get(object.id) ?? object;
  return answer(call, "directoryObjects/$entity", { "@odata.type": odataType(object.kind), ...render(restored, deps) });
};

/** A person comes back under the old name, if nobody has it by now. */
function restoreName({ id, name = "" }: DirectoryObject, { directory: { objects } }: GraphDeps): void {
  const old = name.slice(id.replaceAll("-", "").length);
  if (objects.byName(old) !== undefined)
    throw badRequest("Another object with the same value for property userPrincipalName already exists.");
  objects.rename(id, old);
}

function checkPrincipal(appId: string, { directory: { objects } }: GraphDeps): void {
  if (objects.byAppId("application", appId) === undefined)
    throw badRequest("The application of the service principal is deleted: restore it instead.");
  if (objects.byAppId("servicePrincipal", appId) !== undefined)
    throw new GraphRefusal(
      409,
      "Request_MultipleObjectsWithSameKeyValue",
      `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
    );
}

/** `DELETE /directory/deletedItems/{id}`: gone for good. */
export const purgeDeleted: GraphHandler = (call) => {
  const { caller, deps } = call;
  const object = deleted(call);
  checkChange(caller, object, deps);
  const { objects } = deps.directory;
  deps.durable.transaction(() => {
    if (object.kind === "application")
      for (const principal of [...objects.list("servicePrincipal", { appId: object.appId ?? "" }, { deleted: true })])
        objects.purge(principal.id);
    objects.purge(object.id);
  });
  return noContent();
};
