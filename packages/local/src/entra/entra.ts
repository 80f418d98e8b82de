import { json } from "../answers.ts";
import type { WallRequest, WallResponse } from "../wall.ts";
import { instanceDiscovery, keySet, openIdConfiguration } from "./discovery.ts";
import { isRefusal, type Refusal, refusalAnswer, refuse } from "./failures.ts";
import { type EntraDeps, type TokenForm, tokenEndpoint } from "./token-endpoint.ts";

type Page = (request: WallRequest, tenant: string, deps: EntraDeps) => WallResponse | Refusal;

const tenantless = ["common", "organizations"];
const known = (tenant: string, deps: EntraDeps): boolean =>
  tenant.toLowerCase() === deps.tenantId.toLowerCase() || tenantless.includes(tenant.toLowerCase());

const discovery =
  (form: TokenForm): Page =>
  (_, tenant, deps) =>
    form === "adfs" || known(tenant, deps)
      ? json(200, openIdConfiguration(tenant, form, deps))
      : refuse("AADSTS90002", tenant);
const token =
  (form: TokenForm): Page =>
  (request, tenant, deps) =>
    tokenEndpoint(request, tenant, form, deps);
const keys: Page = (_, __, deps) => json(200, keySet(deps));
const instance: Page = (request, _, deps) => {
  const endpoint = request.url.searchParams.get("authorization_endpoint");
  if (endpoint === null || !URL.canParse(endpoint)) return refuse("AADSTS900144", "authorization_endpoint");
  const asked = new URL(endpoint);
  return asked.origin === new URL(deps.base).origin
    ? json(200, instanceDiscovery(asked, deps))
    : json(400, { error: "invalid_instance", error_description: `${asked.host} is not an instance of this cloud.` });
};

/** What the authority serves; `{tenant}` is the first segment. Ignoring case, as the real one does. */
const pages: readonly (readonly [method: "GET" | "POST", path: string, page: Page])[] = [
  ["GET", "/common/discovery/instance", instance],
  ["GET", "/adfs/.well-known/openid-configuration", discovery("adfs")],
  ["POST", "/adfs/oauth2/token", token("adfs")],
  ["GET", "/adfs/discovery/keys", keys],
  ["GET", "/{tenant}/.well-known/openid-configuration", discovery("v1")],
  ["GET", "/{tenant}/v2.0/.well-known/openid-configuration", discovery("v2")],
  ["POST", "/{tenant}/oauth2/token", token("v1")],
  ["POST", "/{tenant}/oauth2/v2.0/token", token("v2")],
  ["GET", "/{tenant}/discovery/keys", keys],
  ["GET", "/{tenant}/discovery/v2.0/keys", keys],
];

/** Answers what is addressed to the token authority; undefined when the path is not its own. */
export function entra(request: WallRequest, deps: EntraDeps): WallResponse | undefined {
  const path = request.url.pathname.toLowerCase();
  const rest = path.replace(/^\/[^/]+/, "/{tenant}");
  const here = pages.filter((page) => page[1] === path || page[1] === rest);
  const [first] = here;
  if (first === undefined) return undefined;
  const exact = here.filter((page) => page[1] === path);
  const [candidate = first] = exact;
  if (candidate[0] !== request.method && !(candidate[0] === "GET" && request.method === "HEAD"))
    return json(
      405,
      { error: "invalid_request", error_description: `${request.method} is not served here; use ${candidate[0]}.` },
      { allow: candidate[0] },
    );
  const tenant = decodeTenant(request.url.pathname.split("/")[1] ?? "");
  const outcome = candidate[2](request, tenant, deps);
  if (!isRefusal(outcome)) return outcome;
  const traceId = deps.random.uuid();
  return refusalAnswer(outcome, { traceId, correlationId: deps.random.uuid(), now: deps.clock.now() });
}

function decodeTenant(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
