import type { Identity } from "@aro/pki";
import type { Clock } from "@aro/runtime";
import { readCaller } from "../entra/authenticate.ts";
import type { ServicePart } from "../names/hosts.ts";
import { json, readObject } from "../wall/answers.ts";
import { apiVersion } from "../wall/api-version.ts";
import type { WallRequest, WallResponse } from "../wall/wall.ts";
import type { AccessControl } from "./create-access.ts";

interface Deps {
  base: string;
  suffix: string;
  tenantId: string;
  signing: Identity;
  clock: Clock;
  access: AccessControl;
  /** Names of the regions there are. */
  regions: readonly string[];
}

/** Where access is asked for: at the host of a region, as in Azure, and on ARM's own for who dials direct. */
export interface CheckAccess {
  /** At `REGION.authorization.SUFFIX`. */
  part: ServicePart;
  /** The same at ARM's host; undefined when the path is another. */
  answer(request: WallRequest): WallResponse | undefined;
}

const path = "/providers/microsoft.authorization/checkaccess";
const version = "2021-06-01-preview";
/** How long a decision may be kept: roles are cached for five minutes. */
const timeToLiveInMs = 300_000;

/** A refusal in this service's form, which is not ARM's. */
const failed = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): WallResponse =>
  json(status, { statusCode: String(status), message }, headers);

/** Audiences of tokens for it: this cloud's, and the one that clients of the public cloud ask for. */
const audiences = (suffix: string): string[] => [`https://authorization.${suffix}`, "https://authorization.azure.net"];

/** The service that says whether somebody may do things to a resource (spec 03 §11.2). */
export function createCheckAccess(deps: Deps): CheckAccess {
  const hostEnd = `.authorization.${deps.suffix}`;
  const answer = (request: WallRequest): WallResponse | undefined =>
    request.url.pathname.toLowerCase().replace(/\/+$/, "") === path ? check(request, deps) : undefined;
  return {
    answer,
    part: {
      owns: (host) => host.endsWith(hostEnd),
      serves: (host) => host.endsWith(hostEnd) && deps.regions.includes(host.slice(0, -hostEnd.length)),
      wall: async (request) => answer(request) ?? failed(404, `There is no ${request.url.pathname}.`),
    },
  };
}

function check(request: WallRequest, deps: Deps): WallResponse {
  if (request.method !== "POST") return failed(405, `${request.method} is not supported.`, { allow: "POST" });
  const callers = audiences(deps.suffix).map((audience) =>
    readCaller(request.headers["authorization"], audience, deps),
  );
  const caller = callers.find((one) => "principal" in one) ?? callers[0];
  if (caller === undefined || !("principal" in caller))
    return failed(401, caller?.message ?? "", { "www-authenticate": "Bearer" });
  if (apiVersion(request.url).toLowerCase() !== version)
    return failed(400, `The api-version '${apiVersion(request.url)}' is not supported; use '${version}'.`);
  const asked = readAsked(readObject(request.body));
  return typeof asked === "string" ? failed(400, asked) : json(200, { value: decide(asked, deps.access) });
}

interface Asked {
  objectId: string;
  groups: readonly string[];
  resource: string;
  actions: readonly { id: string; data: boolean }[];
}

/** A member whatever its case: clients write `Subject` and `subject`. */
const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null
    ? Object.entries(value).find(([one]) => one.toLowerCase() === name)?.[1]
    : undefined;
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

function readAsked(body: Record<string, unknown> | undefined): Asked | string {
  if (body === undefined) return "The body is no JSON object.";
  const attributes = member(member(body, "subject"), "attributes");
  const objectId = member(attributes, "objectid");
  if (!isText(objectId)) return "'Subject.Attributes.ObjectId' is missing.";
  const resource = member(member(body, "resource"), "id");
  if (!isText(resource) || !resource.startsWith("/")) return "'Resource.Id' is missing or no resource id.";
  const listed = member(body, "actions");
  if (!Array.isArray(listed) || listed.length === 0) return "'Actions' is missing or empty.";
  const actions: Asked["actions"][number][] = [];
  for (const one of listed as unknown[]) {
    const id = member(one, "id");
    if (!isText(id)) return "An element of 'Actions' has no 'Id'.";
    actions.push({ id, data: member(one, "isdataaction") === true });
  }
  const groups = member(attributes, "groups");
  return { objectId, resource, actions, groups: Array.isArray(groups) ? groups.filter(isText) : [] };
}

function decide({ objectId, groups, resource, actions }: Asked, access: AccessControl) {
  return actions.map(({ id, data }) => {
    const asked = { objectId, groups, action: id, scope: resource, ...(data ? { data: true as const } : {}) };
    const decision = access.decide(asked);
    const by = decision.allowed ? access.allowedBy(asked) : undefined;
    return {
      actionId: id,
      accessDecision: decision.allowed ? "Allowed" : decision.because === "denied" ? "Denied" : "NotAllowed",
      isDataAction: data,
      ...(by === undefined
        ? {}
        : {
            roleAssignment: {
              id: by.grant.id,
              roleDefinitionId: by.grant.roleDefinitionId,
              principalId: by.principalId,
              scope: by.grant.scope,
            },
          }),
      ...(decision.allowed || decision.because !== "denied"
        ? {}
        : { denyAssignment: { id: decision.denyAssignment.id } }),
      timeToLiveInMs,
    };
  });
}
