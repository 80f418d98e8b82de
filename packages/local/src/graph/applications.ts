import type { DirectoryObject } from "../entra/directory/objects.ts";
import { bodyOf, findObject, type GraphHandler, noContent, showObject } from "./call.ts";
import { checkChange, checkMake } from "./caller.ts";
import { putKeys } from "./credentials.ts";
import type { GraphDeps } from "./deps.ts";
import { badRequest, GraphRefusal } from "./refusal.ts";
import { type Doc, isGuid, need, patched, readShape } from "./shape.ts";
import { application as applicationShape, servicePrincipal as principalShape } from "./shapes.ts";

/** What an object keeps of its body: the rest has places of its own. */
const kept = ({ displayName: _, keyCredentials: __, passwordCredentials: ___, appId: ____, ...members }: Doc): Doc =>
  members;

/** Passwords are made with addPassword only, so that nobody chooses one (Graph takes what it showed, and changes nothing). */
function refuseNewPasswords(body: Doc): void {
  const given = body["passwordCredentials"];
  if (Array.isArray(given) && given.some((one: Doc) => one["secretText"] != null))
    throw badRequest("New password credentials must be generated with service. Use addPassword.");
}

/** `POST /applications`. */
export const createApplication: GraphHandler = (call) => {
  const { caller, deps } = call;
  checkMake(caller, "application");
  const body = readShape(bodyOf(call), applicationShape);
  need(body, ["displayName"]);
  refuseNewPasswords(body);
  const { durable, directory, random } = deps;
  const made = durable.transaction(() => {
    checkApplication(body, undefined, deps);
    const appId = random.uuid();
    const displayName = String(body["displayName"]);
    const object = directory.objects.add({ kind: "application", appId, displayName, members: kept(body) });
    putKeys(object, body["keyCredentials"], deps);
    // Who registers an application owns it: people, and applications that may only touch what is theirs.
    if (directory.objects.get(caller.objectId) !== undefined) directory.links.add("owner", object.id, caller.objectId);
    return object;
  });
  return showObject(call, made, 201);
};

/** `PATCH /applications/{id}`. */
export const patchApplication: GraphHandler = (call) => {
  const { caller, deps, parts } = call;
  const object = findObject(parts["application"] ?? "", ["application"], deps, true);
  checkChange(caller, object, deps);
  const body = readShape(bodyOf(call), applicationShape);
  if ("displayName" in body) need(body, ["displayName"]);
  refuseNewPasswords(body);
  deps.durable.transaction(() => {
    checkApplication(body, object, deps);
    const members = patched({ ...object.members }, kept(body));
    const { displayName } = body;
    deps.directory.objects.change(object.id, {
      members,
      ...(typeof displayName === "string" ? { displayName } : {}),
    });
    if ("keyCredentials" in body) putKeys(object, body["keyCredentials"], deps);
  });
  return noContent();
};

const audiences = [
  "AzureADMyOrg",
  "AzureADMultipleOrgs",
  "AzureADandPersonalMicrosoftAccount",
  "PersonalMicrosoftAccount",
];

/** What must hold of an application besides the kinds of its members. */
function checkApplication(
  body: Doc,
  present: DirectoryObject | undefined,
  { directory, tenantId, suffix }: GraphDeps,
): void {
  const { signInAudience } = body;
  if (typeof signInAudience === "string" && !audiences.includes(signInAudience))
    throw badRequest("Invalid value specified for property 'signInAudience' of resource 'Application'.");
  for (const platform of ["web", "spa", "publicClient"] as const) {
    const { redirectUris = [] } = (body[platform] ?? {}) as { redirectUris?: readonly string[] };
    for (const uri of redirectUris) checkRedirectUri(uri, platform);
  }
  const own = new Set([present?.appId?.toLowerCase()]);
  for (const uri of (body["identifierUris"] ?? []) as readonly string[]) {
    checkIdentifierUri(uri, present, { tenantId, suffix });
    for (const other of directory.objects.list("application"))
      if (
        !own.has(other.appId?.toLowerCase()) &&
        (other.members["identifierUris"] as string[] | undefined)?.includes(uri)
      )
        throw new GraphRefusal(
          400,
          "Request_MultipleObjectsWithSameKeyValue",
          `Another object with the same value for property identifierUris already exists.`,
        );
  }
}

function checkRedirectUri(uri: string, platform: "web" | "spa" | "publicClient"): void {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const isLoopback = url?.hostname === "localhost" || url?.hostname === "127.0.0.1";
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback);
  const isOwnScheme =
    platform === "publicClient" && url !== undefined && !/^(https?|javascript|data|vbscript):$/.test(url.protocol);
  if (url === undefined || url.hash !== "" || uri.includes("*") || !(isSafe || isOwnScheme))
    throw badRequest(
      `Invalid value specified for property '${platform}.redirectUris' of resource 'Application': '${uri}'.`,
    );
}

/** An application may be called by its own id or the tenant's, or by an address under the tenant's domain. */
function checkIdentifierUri(
  uri: string,
  present: DirectoryObject | undefined,
  { tenantId, suffix }: Pick<GraphDeps, "tenantId" | "suffix">,
): void {
  const rest = /^api:\/\/([^/]+)/.exec(uri)?.[1]?.toLowerCase();
  const isOwn =
    rest !== undefined && (rest === present?.appId?.toLowerCase() || rest === tenantId || rest.endsWith(suffix));
  const isDomain =
    URL.canParse(uri) && /^https:$/.test(new URL(uri).protocol) && new URL(uri).hostname.endsWith(suffix);
  if (!isOwn && !isDomain)
    throw new GraphRefusal(
      400,
      "HostNameNotOnVerifiedDomain",
      `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri}'`,
    );
}

/** `POST /servicePrincipals`: a principal for an application of this tenant. */
export const createServicePrincipal: GraphHandler = (call) => {
  const { caller, deps } = call;
  checkMake(caller, "servicePrincipal");
  const body = readShape(bodyOf(call), principalShape);
  need(body, ["appId"]);
  refuseNewPasswords(body);
  const { durable, directory } = deps;
  const appId = String(body["appId"]);
  const made = durable.transaction(() => {
    const application = directory.objects.byAppId("application", appId);
    if (application === undefined)
      throw new GraphRefusal(
        400,
        "NoBackingApplicationObject",
        `The appId '${appId}' of the service principal does not reference a valid application object.`,
      );
    if (directory.objects.byAppId("servicePrincipal", appId) !== undefined)
      throw new GraphRefusal(
        409,
        "Request_MultipleObjectsWithSameKeyValue",
        `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
      );
    const object = directory.objects.add({
      kind: "servicePrincipal",
      appId: application.appId ?? appId,
      displayName: application.displayName,
      members: { ...kept(body), servicePrincipalType: "Application" },
    });
    putKeys(object, body["keyCredentials"], deps);
    if (directory.objects.get(caller.objectId) !== undefined) directory.links.add("owner", object.id, caller.objectId);
    return object;
  });
  return showObject(call, made, 201);
};

/** `PATCH /servicePrincipals/{id}`. */
export const patchServicePrincipal: GraphHandler = (call) => {
  const { caller, deps, parts } = call;
  const object = findObject(parts["servicePrincipal"] ?? "", ["servicePrincipal"], deps, true);
  checkChange(caller, object, deps);
  const body = readShape(bodyOf(call), principalShape);
  if (isGuid(body["appId"]) && body["appId"].toLowerCase() !== object.appId?.toLowerCase())
    throw badRequest("Property 'appId' is read-only and cannot be set.");
  refuseNewPasswords(body);
  deps.durable.transaction(() => {
    deps.directory.objects.change(object.id, { members: patched({ ...object.members }, kept(body)) });
    if ("keyCredentials" in body) putKeys(object, body["keyCredentials"], deps);
  });
  return noContent();
};

/** `DELETE /applications/{id}`: it and its principal go to the deleted items. */
export const deleteApplication: GraphHandler = (call) => {
  const { caller, deps, parts } = call;
  const object = findObject(parts["application"] ?? "", ["application"], deps, true);
  checkChange(caller, object, deps);
  const { objects } = deps.directory;
  deps.durable.transaction(() => {
    const principal = objects.byAppId("servicePrincipal", object.appId ?? "");
    if (principal !== undefined) objects.remove(principal.id);
    objects.remove(object.id);
  });
  return noContent();
};

/** `DELETE /servicePrincipals/{id}`. A managed identity's goes with its resource only. */
export const deleteServicePrincipal: GraphHandler = (call) => {
  const { caller, deps, parts } = call;
  const object = findObject(parts["servicePrincipal"] ?? "", ["servicePrincipal"], deps, true);
  checkChange(caller, object, deps);
  if (object.members["servicePrincipalType"] === "ManagedIdentity")
    throw badRequest("Managed Identities cannot be deleted through Graph: delete the resource.");
  deps.directory.objects.remove(object.id);
  return noContent();
};
