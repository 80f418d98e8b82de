import type { Principals } from "../entra/principals.ts";
import { armError, readObject } from "../wall/answers.ts";
import type { Wall, WallRequest, WallResponse } from "../wall/wall.ts";
import type { Assignments } from "./assignments.ts";
import { identityUrl } from "./identity-url.ts";

interface Deps {
  base: string;
  tenantId: string;
  urlKey: string;
  assignments: Assignments;
  principals: Principals;
}

/** The resource has no identity of its own; ARM says so with the id that is nobody's. */
const nobody = "00000000-0000-0000-0000-000000000000";

const isDoc = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** The identities that a resource has after a write, in the order they were given; undefined when the body does not speak of them. */
function assignedBy({ method, body }: WallRequest, before: readonly string[]): readonly string[] | undefined {
  if (method !== "PUT" && method !== "PATCH") return undefined;
  const identity = readObject(body)?.["identity"];
  if (!isDoc(identity)) return undefined;
  const { type, userAssignedIdentities } = identity;
  if (typeof type === "string" && !/UserAssigned/i.test(type)) return [];
  const entries = isDoc(userAssignedIdentities) ? Object.entries(userAssignedIdentities) : [];
  const named = new Set(entries.map(([id]) => id.toLowerCase()));
  // A PATCH adds to what is there and takes away what it sets to null (ARM-ENV-02); a PUT says it all.
  const kept = method === "PATCH" ? before.filter((id) => !named.has(id.toLowerCase())) : [];
  return [...kept, ...entries.filter(([, value]) => value !== null).map(([id]) => id)];
}

/**
 * The provider as ARM calls it for resources with identities (ARM-ENV-02): what a write assigns is looked up and written
 * down, and the provider is told where it may have the credentials.
 */
export const withIdentityHeaders =
  (provider: Wall, deps: Deps): Wall =>
  async (request) => {
    const resourceId = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+$/i.exec(
      request.url.pathname,
    )?.[0];
    if (resourceId === undefined) return provider(request);
    const { assignments } = deps;
    const before = assignments.of(resourceId);
    const wanted = assignedBy(request, before ?? []);
    const refused = checkIdentities(resourceId, wanted ?? [], deps);
    if (refused !== undefined) return refused;
    if (wanted !== undefined && wanted.length > 0) assignments.put(resourceId, wanted);
    const has = wanted ?? before;
    const isWrite = request.method === "PUT" || request.method === "PATCH";
    if (!isWrite || has === undefined || has.length === 0) return provider(request);
    const headers = {
      ...request.headers,
      "x-ms-identity-url": identityUrl(resourceId, deps),
      "x-ms-identity-principal-id": nobody,
    };
    const answer = await provider({ ...request, headers });
    if (answer.status >= 400 && answer.status < 500 && wanted !== undefined)
      if (before === undefined) assignments.remove(resourceId);
      else assignments.put(resourceId, before);
    return answer;
  };

function checkIdentities(
  resourceId: string,
  wanted: readonly string[],
  { principals }: Deps,
): WallResponse | undefined {
  const missing = wanted.find((id) => principals.managedIdentityAt(id) === undefined);
  if (missing === undefined) return undefined;
  const inner = JSON.stringify({ error: { code: "BadRequest", message: `Resource '${missing}' was not found.` } });
  return armError(
    400,
    "FailedIdentityOperation",
    `Identity operation for resource '${resourceId}' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '${inner}'.'.`,
  );
}
