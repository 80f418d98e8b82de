import type { LinkKind } from "../entra/directory/links.ts";
import type { DirectoryObject, ObjectKind } from "../entra/directory/objects.ts";
import { bodyOf, findObject, type GraphCall, type GraphHandler, noContent, page, referenced } from "./call.ts";
import { checkChange, checkRead } from "./caller.ts";
import { listOptions, readQuery } from "./query.ts";
import { badRequest, GraphRefusal, notFound, unsupportedQuery } from "./refusal.ts";

/** What a link may lead to: groups hold people, principals and groups; owners are people and principals. */
const targets: Readonly<Record<LinkKind, readonly ObjectKind[]>> = {
  member: ["user", "group", "servicePrincipal"],
  owner: ["user", "servicePrincipal"],
};

const plural = { member: "members", owner: "owners" } as const;

const source = ({ parts, deps }: GraphCall, kind: ObjectKind, write: boolean): DirectoryObject =>
  findObject(parts[kind] ?? "", [kind], deps, write);

/** Shows objects that ids name, each with its kind, as the page's options and a cast (`microsoft.graph.user`) want them. */
export function showIds(call: GraphCall, ids: readonly string[]): ReturnType<GraphHandler> {
  const { deps, request, parts } = call;
  const query = readQuery(request, listOptions);
  if (query.filter !== undefined) throw unsupportedQuery("$filter is not supported on this list.");
  const cast = parts["cast"];
  const kind = cast === undefined ? undefined : castKind(cast);
  const found = ids
    .map((id) => deps.directory.objects.get(id))
    .filter((object) => object !== undefined && (kind === undefined || object.kind === kind))
    .filter((object) => object !== undefined)
    .sort((one, other) => one.place - other.place);
  const rest = found.filter(({ place }) => place > query.after);
  return page(
    call,
    "directoryObjects",
    rest,
    () => true,
    () => found,
    cast === undefined,
  );
}

function castKind(cast: string): ObjectKind {
  const kind = /^microsoft\.graph\.(application|servicePrincipal|user|group)$/.exec(cast)?.[1];
  if (kind === undefined) throw new GraphRefusal(400, "BadRequest", `Resource not found for the segment '${cast}'.`);
  return kind as ObjectKind;
}

/** GET of the members or owners of an object. */
export const listLinks =
  (kind: ObjectKind, link: LinkKind): GraphHandler =>
  (call) => {
    const object = source(call, kind, false);
    checkRead(call.caller, object);
    return showIds(call, call.deps.directory.links.of(link, object.id));
  };

/** POST of a reference: another member or owner. */
export const addLink =
  (kind: ObjectKind, link: LinkKind): GraphHandler =>
  (call) => {
    const { caller, deps } = call;
    const object = source(call, kind, true);
    checkChange(caller, object, deps);
    const target = referenced(bodyOf(call), deps);
    if (!targets[link].includes(target.kind) || target.id === object.id)
      throw badRequest(`An object of type '${target.kind}' cannot be added to '${plural[link]}'.`);
    const { links } = deps.directory;
    if (links.has(link, object.id, target.id))
      throw badRequest(
        `One or more added object references already exist for the following modified properties: '${plural[link]}'.`,
      );
    links.add(link, object.id, target.id);
    return noContent();
  };

/** DELETE of a reference. */
export const removeLink =
  (kind: ObjectKind, link: LinkKind): GraphHandler =>
  (call) => {
    const { caller, deps, parts } = call;
    const object = source(call, kind, true);
    checkChange(caller, object, deps);
    const { links } = deps.directory;
    const target = parts["target"] ?? "";
    if (!links.has(link, object.id, target)) throw notFound(target);
    if (link === "owner" && object.kind === "group" && links.of(link, object.id).length === 1)
      throw badRequest("The group must have at least one owner, hence this owner cannot be removed.");
    links.remove(link, object.id, target);
    return noContent();
  };
