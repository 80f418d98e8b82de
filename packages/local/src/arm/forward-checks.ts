import { checkLinked, extraPlacesOf } from "../access/linked.ts";
import type { Doc } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import { locationNames } from "../facts/locations.ts";
import { asRefusal } from "../resources/policies.ts";
import { subjectOf } from "../resources/subject.ts";
import { armError, json, readObject } from "../wall/answers.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import { callKind, type ResourcePath } from "../wall/resource-path.ts";
import type { WallResponse } from "../wall/wall.ts";
import { resourceId } from "./cluster-index.ts";
import type { ForwardingDeps } from "./forwarding-deps.ts";
import { type Manifest, redHatOpenShift } from "./manifest.ts";

/** Whether the provider has registered the type in this version; an answer when it has not. */
export function checkType(path: ResourcePath, version: string, region: string): WallResponse | undefined {
  const { namespace, types }: Manifest = redHatOpenShift;
  const name = path.type?.slice(path.type.indexOf("/") + 1) ?? "";
  const type = types.find((one) => one.resourceType.toLowerCase() === name.toLowerCase());
  if (type === undefined)
    return armError(
      404,
      "InvalidResourceType",
      `The resource type '${name}' could not be found in the namespace '${namespace}' for api version '${version}'.`,
    );
  if (type.apiVersions.includes(version.toLowerCase())) return undefined;
  const [versions, locations] = [type.apiVersions.join(", "), locationNames.join(", ")];
  return armError(
    400,
    "NoRegisteredProviderFound",
    `No registered resource provider found for location '${region}' and API version '${version}' for type '${type.resourceType}'. The supported api-versions are '${versions}'. The supported locations are '${locations}'.`,
  );
}

/** What ARM looks at before a call reaches the provider: its group; of a write or deletion links, locks, policies. An answer when the call ends there. */
export async function checkCall(
  call: ArmCall,
  path: ResourcePath,
  deps: ForwardingDeps,
): Promise<WallResponse | undefined> {
  const { notifications } = deps;
  const { subscriptionId, resourceGroup } = path;
  const kind = callKind(call.request.method);
  if (subscriptionId === undefined) return undefined;
  if (kind === "delete") return checkLocks(resourceId(call, path), kind, deps);
  const group =
    resourceGroup === undefined
      ? "there"
      : deps.groupAt(`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`);
  if (group === "none")
    return armError(404, "ResourceGroupNotFound", `Resource group '${resourceGroup}' could not be found.`);
  if (kind === "read") return undefined;
  if (group === "going")
    return armError(
      409,
      "ResourceGroupBeingDeleted",
      `The resource group '${resourceGroup}' is in deprovisioning state and cannot perform this operation.`,
    );
  const id = resourceId(call, path);
  const refusedLink = checkBodyLinks(call, path, id, deps);
  if (refusedLink !== undefined) return refusedLink;
  const locked = checkLocks(id, kind, deps);
  if (locked !== undefined) return locked;
  const denied = checkPolicies(call, path, id, deps);
  if (denied !== undefined) return denied;
  // The provider refuses writes for a subscription it was not told of: what waits to be said is said first.
  if (notifications.pending().some((one) => one.toLowerCase() === subscriptionId.toLowerCase()))
    await notifications.flush(subscriptionId);
  return undefined;
}

/** Whether the caller may use what the body names: subnets, identities. What cannot be read the provider refuses. */
function checkBodyLinks(
  { request, principal }: ArmCall,
  { type = "", action }: ResourcePath,
  id: string,
  { access }: ForwardingDeps,
): WallResponse | undefined {
  const body = action === undefined ? readObject(request.body) : undefined;
  if (body === undefined) return undefined;
  try {
    checkLinked(access, { who: principal, type, id, body: body as Doc, places: extraPlacesOf(type) });
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return armError(error.status, error.code, error.message);
  }
}

/** Whether a policy denies what a PUT asks for (RequestDisallowedByPolicy). */
function checkPolicies(
  { request }: ArmCall,
  { type = "", name = "" }: ResourcePath,
  id: string,
  { violations }: ForwardingDeps,
): WallResponse | undefined {
  const body = request.method === "PUT" ? readObject(request.body) : undefined;
  if (body === undefined) return undefined;
  const subject = subjectOf({ id, name, names: [name] }, type, body as Doc);
  const refusal = asRefusal(violations(subject), subject);
  return refusal === undefined ? undefined : json(refusal.status, { error: refusal.toDetail() });
}

function checkLocks(id: string, action: "write" | "delete", deps: ForwardingDeps): WallResponse | undefined {
  const scopes = deps.lockedScopes(id, action);
  if (scopes.length === 0) return undefined;
  const message = `The scope '${id}' cannot perform ${action} operation because following scope(s) are locked: '${scopes.join("', '")}'. Please remove the lock and try again.`;
  return armError(409, "ScopeLocked", message);
}
