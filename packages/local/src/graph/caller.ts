import { authenticate, isAnswer } from "../entra/authenticate.ts";
import type { DirectoryObject, ObjectKind } from "../entra/directory/objects.ts";
import { globalAdministrator } from "../entra/seed.ts";
import { audiencesAt } from "../names/public-names.ts";
import { readObject } from "../wall/answers.ts";
import type { WallRequest } from "../wall/wall.ts";
import type { GraphDeps } from "./deps.ts";
import { denied, GraphRefusal } from "./refusal.ts";

/** Who calls Graph, and what its token lets it do. */
export interface Caller {
  objectId: string;
  appId: string;
  kind: "user" | "application";
  /** Application permissions (`roles`) or what it may do for a person (`scp`). */
  permissions: ReadonlySet<string>;
  /** Directory roles of a person, by template id. */
  directoryRoles: ReadonlySet<string>;
}

const invalidToken = (message: string): GraphRefusal => new GraphRefusal(401, "InvalidAuthenticationToken", message);

/** The caller by its token for Graph. */
export function readCaller(request: WallRequest, deps: GraphDeps): Caller {
  const header = request.headers["authorization"];
  if (header === undefined) throw invalidToken("Access token is empty.");
  const outcome = authenticate(header, audiencesAt(request.url.hostname, `${deps.base}/graph`, "graph"), deps);
  if (isAnswer(outcome)) {
    const { error } = (readObject(outcome.body) ?? {}) as { error?: { message?: string } };
    throw invalidToken(error?.message ?? "Invalid access token.");
  }
  const { claims } = outcome;
  const text = (name: string) => (typeof claims[name] === "string" ? claims[name] : "");
  const texts = (name: string) => (Array.isArray(claims[name]) ? claims[name].map(String) : []);
  const isUser = text("scp") !== "" || text("idtyp") === "user";
  return {
    objectId: text("oid"),
    appId: text("appid") || text("azp"),
    kind: isUser ? "user" : "application",
    permissions: new Set(isUser ? text("scp").split(" ") : texts("roles")),
    directoryRoles: new Set(texts("wids")),
  };
}

interface Rights {
  /** Any of these lets read, write. */
  read: readonly string[];
  write: readonly string[];
  /** Directory roles whose holders may write everything. */
  administrators: readonly string[];
  /** Whether every member of the tenant may make one. */
  anyoneMakes: boolean;
}

const directory = { read: ["Directory.Read.All", "Directory.ReadWrite.All"], write: ["Directory.ReadWrite.All"] };
const applicationAdministrator = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3";
const userAdministrator = "fe930be7-5e62-47db-91af-98c3a49a38b1";
const groupsAdministrator = "fdd7a751-b60b-444a-984c-02652fe8fa1c";

const applications: Rights = {
  read: ["Application.Read.All", "Application.ReadWrite.All", "Application.ReadWrite.OwnedBy", ...directory.read],
  write: ["Application.ReadWrite.All", ...directory.write],
  administrators: [globalAdministrator, applicationAdministrator],
  anyoneMakes: true,
};

const rights: Readonly<Record<ObjectKind, Rights>> = {
  application: applications,
  servicePrincipal: applications,
  user: {
    read: ["User.Read.All", "User.ReadWrite.All", ...directory.read],
    write: ["User.ReadWrite.All", ...directory.write],
    administrators: [globalAdministrator, userAdministrator],
    anyoneMakes: false,
  },
  group: {
    read: ["Group.Read.All", "Group.ReadWrite.All", ...directory.read],
    write: ["Group.ReadWrite.All", ...directory.write],
    administrators: [globalAdministrator, groupsAdministrator],
    anyoneMakes: true,
  },
};

const actsAsUser = "Directory.AccessAsUser.All";
const owned = "Application.ReadWrite.OwnedBy";

const holds = ({ permissions }: Caller, wanted: readonly string[]): boolean =>
  wanted.some((one) => permissions.has(one));

/** Whether the caller sees every object of a kind. */
export const readsAll = (caller: Caller, kind: ObjectKind): boolean =>
  holds(caller, [...rights[kind].read, ...(caller.kind === "user" ? [actsAsUser] : [])]);

/** Whether an object is the caller itself, or the application that it is. */
export const isSelf = (caller: Caller, object: Pick<DirectoryObject, "id" | "kind" | "appId">): boolean =>
  object.id === caller.objectId ||
  (caller.kind === "application" && object.appId === caller.appId && object.kind !== "user");

/** Refuses who may not look at an object: what a principal is itself, it may see without permissions. */
export function checkRead(caller: Caller, object: Pick<DirectoryObject, "id" | "kind" | "appId">): void {
  if (!readsAll(caller, object.kind) && !isSelf(caller, object)) throw denied();
}

/** Refuses who may not make an object of a kind. */
export function checkMake(caller: Caller, kind: ObjectKind): void {
  const { write, administrators, anyoneMakes } = rights[kind];
  if (caller.kind === "application") {
    if (!holds(caller, kind === "application" || kind === "servicePrincipal" ? [...write, owned] : write))
      throw denied();
    return;
  }
  const mayAct = holds(caller, [...write, actsAsUser]);
  if (!mayAct || !(anyoneMakes || administrators.some((role) => caller.directoryRoles.has(role)))) throw denied();
}

/** Refuses who may not change an object: owners may, as may administrators and applications with the permission. */
export function checkChange(
  caller: Caller,
  object: DirectoryObject,
  { directory: { links, objects } }: Pick<GraphDeps, "directory">,
): void {
  const { write, administrators } = rights[object.kind];
  const application =
    object.kind === "servicePrincipal" ? objects.byAppId("application", object.appId ?? "") : undefined;
  const owns = [object, application].some((one) => one !== undefined && links.has("owner", one.id, caller.objectId));
  if (caller.kind === "application") {
    const asOwner =
      owns && holds(caller, [owned]) && (object.kind === "application" || object.kind === "servicePrincipal");
    if (!holds(caller, write) && !asOwner) throw denied();
    return;
  }
  const isAdministrator = administrators.some((role) => caller.directoryRoles.has(role));
  if (!holds(caller, [...write, actsAsUser]) || !(owns || isAdministrator)) throw denied();
}

/** Refuses who may not hand out app roles. */
export function checkGrantRoles(caller: Caller): void {
  const isAdministrator = caller.directoryRoles.has(globalAdministrator) && holds(caller, [actsAsUser]);
  if (!holds(caller, ["AppRoleAssignment.ReadWrite.All", ...directory.write]) && !isAdministrator) throw denied();
}
