import type { DirectoryObject, ObjectKind } from "../entra/directory/objects.ts";
import { isPublicName } from "../names/public-names.ts";
import { empty, json, readObject } from "../wall/answers.ts";
import type { WallRequest, WallResponse } from "../wall/wall.ts";
import { type Caller, checkRead, isSelf, readsAll } from "./caller.ts";
import type { GraphDeps } from "./deps.ts";
import { askedAppIds, checkFilter, matches, narrowing } from "./filter/evaluate.ts";
import { itemOptions, listOptions, readQuery, skipToken } from "./query.ts";
import { badRequest, denied, GraphRefusal, notFound } from "./refusal.ts";
import { filterable, odataType, render, renderWhole } from "./render.ts";
import type { Doc } from "./shape.ts";

/** A call of Graph whose caller is known; `parts` are what the route's pattern leaves open. */
export interface GraphCall {
  request: WallRequest;
  caller: Caller;
  parts: Readonly<Record<string, string>>;
  deps: GraphDeps;
}

export type GraphHandler = (call: GraphCall) => WallResponse;

const contentType =
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/** Where Graph is as this caller dialled it. */
const root = ({ request, deps }: Pick<GraphCall, "request" | "deps">): string =>
  isPublicName(request.url.hostname) ? `${request.url.origin}/v1.0` : `${deps.base}/graph/v1.0`;

/** 200, or another status, with a body that says what it is. */
export const answer = (call: GraphCall, context: string, body: Doc, status = 200): WallResponse =>
  json(status, { "@odata.context": `${root(call)}/$metadata#${context}`, ...body }, { "content-type": contentType });

export const noContent = (): WallResponse => empty(204);

/** The body of a call as a JSON object. */
export function bodyOf({ request }: GraphCall): Doc {
  if (request.body.byteLength === 0) throw new GraphRefusal(400, "BadRequest", "Empty Payload. JSON content expected.");
  const body = readObject(request.body);
  if (body === undefined)
    throw new GraphRefusal(
      400,
      "BadRequest",
      "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
    );
  return body;
}

/**
 * The object that a key names, of one of these kinds: an id, or `appId='…'` of those that have one. Reads see it only once
 * it is visible; `write` finds what was made a moment ago too.
 */
export function findObject(
  key: string,
  kinds: readonly ObjectKind[],
  { directory: { objects } }: GraphDeps,
  write = false,
): DirectoryObject {
  const alternate = /^(appId|id|userPrincipalName)='((?:[^']|'')*)'$/.exec(key);
  const name = alternate?.[1];
  const value = (alternate?.[2] ?? /^'((?:[^']|'')*)'$/.exec(key)?.[1] ?? key).replaceAll("''", "'");
  const [kind] = kinds;
  const found =
    name === "appId" && kind !== undefined
      ? objects.byAppId(kind, value)
      : (objects.get(value) ?? (kinds.includes("user") ? objects.byName(value) : undefined));
  if (found === undefined || !kinds.includes(found.kind) || !(write || objects.isVisible(found))) throw notFound(value);
  return found;
}

/** The kinds of objects by the collection that holds them. */
const collections: Readonly<Record<ObjectKind, string>> = {
  application: "applications",
  servicePrincipal: "servicePrincipals",
  user: "users",
  group: "groups",
};

/** Answers with one object. */
export function showObject(call: GraphCall, object: DirectoryObject, status = 200): WallResponse {
  const { select } = readQuery(call.request, itemOptions);
  return answer(call, `${collections[object.kind]}/$entity`, render(object, call.deps, select), status);
}

/** GET of one object of a kind. */
export const getObject =
  (kind: ObjectKind, part: string): GraphHandler =>
  (call) => {
    const object = findObject(call.parts[part] ?? "", [kind], call.deps);
    checkRead(call.caller, object);
    return showObject(call, object);
  };

/** GET of all objects of a kind, in pages. Who may not see them all may still look itself up. */
export const listObjects =
  (kind: ObjectKind): GraphHandler =>
  (call) => {
    const { caller, deps } = call;
    const query = readQuery(call.request, listOptions);
    const { filter } = query;
    if (filter !== undefined) checkFilter(filter, filterable[kind], query.isAdvanced);
    const narrowed = narrowing(filter);
    const asksForItself = askedAppIds(filter).includes(caller.appId.toLowerCase()) || narrowed.id === caller.objectId;
    if (!readsAll(caller, kind) && !asksForItself) throw denied();
    const { objects } = deps.directory;
    const shown = (object: DirectoryObject) =>
      objects.isVisible(object) &&
      (readsAll(caller, kind) || isSelf(caller, object)) &&
      (filter === undefined || matches(filter, renderWhole(object, deps)));
    return page(call, collections[kind], objects.list(kind, narrowed, { after: query.after }), shown, () => [
      ...objects.list(kind, narrowed),
    ]);
  };

/** A page of a list, and where the next one is. `all` gives the whole list when it is to be counted. */
export function page(
  call: GraphCall,
  context: string,
  list: Iterable<DirectoryObject>,
  shown: (object: DirectoryObject) => boolean,
  all: () => readonly DirectoryObject[],
  typed = false,
): WallResponse {
  const { deps } = call;
  const query = readQuery(call.request, listOptions);
  const value: Doc[] = [];
  let last = 0;
  let more = false;
  for (const object of list) {
    if (!shown(object)) continue;
    if (value.length === query.top) {
      more = true;
      break;
    }
    last = object.place;
    const doc = render(object, deps, query.select);
    value.push(typed ? { "@odata.type": odataType(object.kind), ...doc } : doc);
  }
  return answer(call, context, {
    ...(query.count ? { "@odata.count": all().filter(shown).length } : {}),
    ...(more ? { "@odata.nextLink": nextLink(call, last) } : {}),
    value,
  });
}

function nextLink(call: GraphCall, place: number): string {
  const { request } = call;
  const path = request.url.pathname.replace(/^\/(graph\/)?v1\.0/i, "");
  const query = new URLSearchParams(request.url.searchParams);
  query.set("$skiptoken", skipToken(place));
  return `${root(call)}${path}?${query}`;
}

/** The object that an `@odata.id` names: its address in any collection. */
export function referenced(body: Doc, deps: GraphDeps): DirectoryObject {
  return objectAt(body["@odata.id"], deps);
}

/** The object at an address of Graph. */
export function objectAt(address: unknown, deps: GraphDeps): DirectoryObject {
  if (typeof address !== "string") throw badRequest("Invalid URL specified for @odata.id.");
  const id = /\/(?:directoryObjects|users|groups|servicePrincipals|applications)\/([^/?]+)$/.exec(address)?.[1];
  if (id === undefined) throw badRequest(`Invalid URL '${address}' specified for @odata.id.`);
  return findObject(id, ["user", "group", "servicePrincipal", "application"], deps, true);
}
