import type { DirectoryObject, ObjectKind } from "../entra/directory/objects.ts";
import { answer, type GraphCall, type GraphHandler, noContent, page } from "./call.ts";
import { checkChange, checkRead, readsAll } from "./caller.ts";
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
  deps.durable.transaction(() => {
    objects.restore(object.id);
    if (object.kind === "user") {
      const name = (object.name ?? "").slice(object.id.replaceAll("-", "").length);
      if (objects.byName(name) !== undefined)
        throw badRequest("Another object with the same value for property userPrincipalName already exists.");
      objects.change(object.id, { name });
    }
    if (object.kind === "application")
      for (const principal of objects.list("servicePrincipal", { appId: object.appId ?? "" }, { deleted: true }))
        objects.restore(principal.id);
    if (object.kind === "servicePrincipal" && objects.byAppId("application", object.appId ?? "") === undefined)
      throw new GraphRefusal(
        400,
        "Request_BadRequest",
        "The application of the service principal is deleted: restore it instead.",
      );
  });
  const restored = objects.get(object.id) ?? object;
  return answer(call, "directoryObjects/$entity", { "@odata.type": odataType(object.kind), ...render(restored, deps) });
};

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
