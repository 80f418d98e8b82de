import { authenticate, isAnswer } from "../entra/authenticate.ts";
import type { PrincipalIds } from "../entra/principals.ts";
import { type KnownResource, knownResources } from "../entra/well-known.ts";
import { armError, json, readObject } from "../wall/answers.ts";
import type { WallRequest, WallResponse } from "../wall/wall.ts";
import type { MetadataServiceDeps } from "./deps.ts";
import { dataPlanePath, identityUrl, readIdentityUrl } from "./identity-url.ts";

const apiVersion = "2024-01-01";
/** Identities of one request. */
const most = 100;

/** Seconds and no fraction, as the data plane writes times. */
const time = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

/**
 * The data plane of managed identities: credentials of the identities that a resource was given, for the provider of that
 * resource alone. Undefined when the path is another.
 */
export async function managedIdentityDataPlane(
  request: WallRequest,
  deps: MetadataServiceDeps & { urlKey: string },
): Promise<WallResponse | undefined> {
  const { url, method } = request;
  if (!url.pathname.toLowerCase().startsWith(`${dataPlanePath}/`)) return undefined;
  const denied = authorize(request, deps);
  if (denied !== undefined) return denied;
  const target = readIdentityUrl(url, deps);
  if (target === undefined)
    return armError(400, "InvalidIdentityUrl", "The address is not one that ARM gave out, or it was changed.");
  const version = url.searchParams.get("api-version");
  if (version !== apiVersion)
    return armError(
      400,
      "InvalidApiVersion",
      `The api-version '${version ?? ""}' is invalid. The supported version is '${apiVersion}'.`,
    );
  const assigned = deps.assignments.of(target.resourceId);
  if (assigned === undefined)
    return armError(404, "ResourceNotFound", `No identities are assigned to the resource '${target.resourceId}'.`);
  if (method === "POST" && target.identity === undefined) return ofBody(request, target.resourceId, assigned, deps);
  if (method === "GET" && target.identity !== undefined) {
    const { identity } = target;
    const one = assigned.find((id) => deps.principals.managedIdentityAt(id)?.objectId === identity.toLowerCase());
    return one === undefined
      ? armError(404, "IdentityNotFound", `The identity '${identity}' is not assigned to the resource.`)
      : credentials(target.resourceId, [one], deps);
  }
  if (method === "GET") return armError(404, "IdentityNotFound", "The resource has no system-assigned identity.");
  return armError(405, "MethodNotAllowed", `${method} is not served here.`, {
    allow: target.identity === undefined ? "POST" : "GET",
  });
}

/** Only the service's own application is served; who brings no token is told of which tenant it must be. */
function authorize(request: WallRequest, deps: MetadataServiceDeps): WallResponse | undefined {
  const { base, tenantId } = deps;
  const names = (knownResources.managedIdentity as KnownResource).names(deps);
  const challenge = { "www-authenticate": `Bearer authorization="${base}/${tenantId}", resource="${names[0] ?? ""}"` };
  const header = request.headers["authorization"];
  if (header === undefined) return armError(401, "Unauthorized", "The request has no bearer token.", challenge);
  const outcomes = names.map((name) => authenticate(header, name, deps));
  const caller = outcomes.find((outcome) => !isAnswer(outcome));
  if (caller === undefined || isAnswer(caller))
    return armError(
      401,
      "Unauthorized",
      `The bearer token is not one of this tenant for '${names[0] ?? ""}', or it has expired.`,
      challenge,
    );
  return caller.principal.appId?.toLowerCase() === deps.firstPartyClientId
    ? undefined
    : armError(
        403,
        "Forbidden",
        `The application '${caller.principal.appId ?? ""}' is not the provider of the resource.`,
      );
}

async function ofBody(
  { body }: WallRequest,
  resourceId: string,
  assigned: readonly string[],
  deps: MetadataServiceDeps & { urlKey: string },
): Promise<WallResponse> {
  const { identityIds, customClaims: _, delegatedResources, ...unknown } = readObject(body) ?? { none: true };
  const [odd] = Object.keys(unknown);
  if (odd !== undefined)
    return armError(
      400,
      "InvalidRequest",
      odd === "none" ? "The body is not a JSON object." : `The request has no member '${odd}'.`,
    );
  if (Array.isArray(delegatedResources) && delegatedResources.length > 0)
    return armError(400, "InvalidRequest", "Delegated resources are not served.");
  const isTexts = Array.isArray(identityIds) && identityIds.every((one): one is string => typeof one === "string");
  if (!isTexts || identityIds.length === 0 || identityIds.length > most)
    return armError(400, "InvalidRequest", `'identityIds' is a list of 1 to ${most} addresses of identities.`);
  const foreign = identityIds.find((id) => !assigned.some((one) => one.toLowerCase() === id.toLowerCase()));
  if (foreign !== undefined)
    return armError(
      400,
      "IdentityNotAssigned",
      `The identity '${foreign}' is not assigned to the resource '${resourceId}'.`,
    );
  return credentials(resourceId, identityIds, deps);
}

async function credentials(
  resourceId: string,
  identityIds: readonly string[],
  deps: MetadataServiceDeps & { urlKey: string },
): Promise<WallResponse> {
  const explicit: object[] = [];
  for (const id of identityIds) {
    const identity = deps.principals.managedIdentityAt(id);
    if (identity === undefined) return armError(404, "IdentityNotFound", `The identity '${id}' was not found.`);
    explicit.push(await credentialOf(id, identity, resourceId, deps));
  }
  return json(200, { explicit_identities: explicit });
}

async function credentialOf(
  id: string,
  identity: PrincipalIds,
  resourceId: string,
  deps: MetadataServiceDeps & { urlKey: string },
): Promise<object> {
  const issued = await deps.credentials.of(identity);
  return {
    client_id: identity.clientId,
    client_secret: issued.secret,
    client_secret_url: identityUrl(resourceId, deps, identity.objectId),
    tenant_id: deps.tenantId,
    object_id: identity.objectId,
    resource_id: id,
    authentication_endpoint: `${deps.base}/`,
    mtls_authentication_endpoint: `${deps.base}/`,
    not_before: time(issued.notBefore),
    not_after: time(issued.notAfter),
    renew_after: time(issued.renewAfter),
    cannot_renew_after: time(issued.cannotRenewAfter),
    custom_claims: {},
  };
}
