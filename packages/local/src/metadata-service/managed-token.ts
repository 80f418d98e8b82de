import { mintAppToken } from "../entra/access-token.ts";
import { findAudience } from "../entra/audiences.ts";
import type { Client } from "../entra/directory.ts";
import { json } from "../wall/answers.ts";
import type { WallRequest, WallResponse } from "../wall/wall.ts";
import type { MetadataServiceDeps } from "./deps.ts";
import { type AssignedIdentity, type Machine, machineId } from "./machines.ts";

/** Tokens of managed identities are good for a day. */
const lifetimeSeconds = 86_400;

const refused = (error: string, error_description: string): WallResponse => json(400, { error, error_description });

/** How a request may name an identity; at most one of them. */
const selectors = ["client_id", "object_id", "principal_id", "mi_res_id", "msi_res_id"] as const;
const served: readonly string[] = [...selectors, "api-version", "resource", "bypass_cache"];

/** `GET /metadata/identity/oauth2/token`: a token of one of the machine's identities. */
export function managedToken({ url }: WallRequest, machine: Machine, deps: MetadataServiceDeps): WallResponse {
  const query = url.searchParams;
  const odd = [...query.keys()].find((name) => !served.includes(name.toLowerCase()));
  if (odd !== undefined) return refused("invalid_request", `Unknown query variable '${odd}'`);
  const resource = query.get("resource");
  if (resource === null || resource === "")
    return refused("invalid_request", "Required query variable 'resource' is missing");
  const client = pick(query, machine, deps);
  if ("status" in client) return client;
  const { principal } = client;
  const audience = findAudience(resource, deps, deps.directory);
  if (audience === undefined || principal === undefined)
    return refused(
      "invalid_resource",
      `AADSTS500011: The resource principal named ${resource} was not found in the tenant named ${deps.tenantId}.`,
    );
  const text = audience.version === 1 ? resource : audience.resource;
  const mirid = machine.identities.some((one) => one.clientId === client.appId && one.system)
    ? machineId(machine)
    : (principal.name ?? "");
  const token = mintAppToken(
    { client, principal, method: "2" },
    { ...audience, text },
    deps,
    { xms_az_rid: machineId(machine), xms_mirid: mirid },
    lifetimeSeconds,
  );
  const now = Math.floor(deps.clock.now() / 1000);
  const seconds = String(lifetimeSeconds - 1);
  return json(200, {
    access_token: token,
    client_id: client.appId,
    expires_in: seconds,
    expires_on: String(now + lifetimeSeconds - 1),
    ext_expires_in: seconds,
    not_before: String(now - 300),
    resource,
    token_type: "Bearer",
  });
}

/** The identity that a request names, or the machine's own, or the only one there is. */
function pick(query: URLSearchParams, machine: Machine, deps: MetadataServiceDeps): Client | WallResponse {
  const named = selectors.filter((name) => query.has(name));
  if (named.length > 1)
    return refused("invalid_request", "At most one of client_id, object_id and mi_res_id may be given");
  const known = machine.identities.flatMap((assigned) => {
    const client = deps.directory.client(assigned.clientId);
    return client?.principal === undefined ? [] : [{ assigned, client }];
  });
  const [selector] = named;
  const wanted = selector === undefined ? undefined : (query.get(selector) ?? "").toLowerCase();
  const isWanted = ({ client }: { assigned: AssignedIdentity; client: Client }): boolean => {
    if (selector === "client_id") return client.appId.toLowerCase() === wanted;
    if (selector === "object_id" || selector === "principal_id") return client.principal?.id.toLowerCase() === wanted;
    return client.principal?.name?.toLowerCase() === wanted;
  };
  const candidates = wanted === undefined ? known : known.filter(isWanted);
  const own = candidates.find(({ assigned }) => assigned.system);
  const chosen = wanted === undefined && own !== undefined ? [own] : candidates;
  const [first] = chosen;
  if (first === undefined) return refused("invalid_request", "Identity not found");
  if (chosen.length > 1)
    return refused(
      "invalid_request",
      "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request",
    );
  return first.client;
}
