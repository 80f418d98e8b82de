import { isPublicName, publicAudiences } from "../names/public-names.ts";
import { json } from "../wall/answers.ts";
import type { WallRequest, WallResponse } from "../wall/wall.ts";
import { authorize, picked } from "./authorize/authorize.ts";
import { deviceAuth } from "./authorize/device.ts";
import { logout } from "./authorize/logout.ts";
import type { EntraDeps } from "./deps.ts";
import { instanceDiscovery, keySet, openIdConfiguration } from "./discovery.ts";
import { isRefusal, type Refusal, refusalAnswer, refuse, traceOf } from "./failures.ts";
import { tenantless } from "./token/call.ts";
import { deviceEndpoint, tokenEndpoint } from "./token/endpoint.ts";
import type { TokenForm } from "./token-form.ts";
import { userinfo } from "./userinfo.ts";

export type { EntraDeps } from "./deps.ts";

type Page = (
  request: WallRequest,
  tenant: string,
  deps: EntraDeps,
) => WallResponse | Refusal | Promise<WallResponse | Refusal>;

const known = (tenant: string, deps: EntraDeps): boolean =>
  tenant.toLowerCase() === deps.tenantId.toLowerCase() || tenantless.includes(tenant.toLowerCase());

/** Where the authority and Graph are as this caller dialled them: clients hold the addresses of discovery against their own. */
const placeOf = ({ url }: WallRequest, { base }: EntraDeps) =>
  isPublicName(url.hostname) ? { base: url.origin, graph: publicAudiences.graph[0] } : { base, graph: `${base}/graph` };

const discovery =
  (form: TokenForm): Page =>
  (request, tenant, deps) =>
    form === "adfs" || known(tenant, deps)
      ? json(200, openIdConfiguration(tenant, form, { ...deps, ...placeOf(request, deps) }))
      : refuse("AADSTS90002", tenant);
const keys: Page = (_, tenant, deps) =>
  tenant.toLowerCase() === "adfs" || known(tenant, deps) ? json(200, keySet(deps)) : refuse("AADSTS90002", tenant);
const instance: Page = (request, _, deps) => {
  const endpoint = request.url.searchParams.get("authorization_endpoint");
  if (endpoint === null || !URL.canParse(endpoint)) return refuse("AADSTS900144", "authorization_endpoint");
  const asked = new URL(endpoint);
  const { base } = placeOf(request, deps);
  return asked.origin === new URL(base).origin
    ? json(200, instanceDiscovery(asked, { base }))
    : json(400, { error: "invalid_instance", error_description: `${asked.host} is not an instance of this cloud.` });
};

type Method = "GET" | "POST";
type Row = readonly [methods: readonly Method[], path: string, page: Page];
const get: readonly Method[] = ["GET"];
const post: readonly Method[] = ["POST"];

/** The endpoints of one form of the authority. */
const ofForm = (form: TokenForm, path: string): readonly Row[] => [
  [get, `${path}/authorize`, (request, tenant, deps) => authorize(request, tenant, form, deps)],
  [post, `${path}/token`, (request, tenant, deps) => tokenEndpoint(request, tenant, form, deps)],
  [post, `${path}/devicecode`, (request, tenant, deps) => deviceEndpoint(request, tenant, form, deps)],
  [get, `${path}/logout`, (request, _, deps) => logout(request, deps)],
];

/** What the authority serves; `{tenant}` is the first segment. Ignoring case, as the real one does. */
const pages: readonly Row[] = [
  [get, "/common/discovery/instance", instance],
  [get, "/adfs/.well-known/openid-configuration", discovery("adfs")],
  [get, "/adfs/discovery/keys", keys],
  ...ofForm("adfs", "/adfs/oauth2"),
  [get, "/{tenant}/.well-known/openid-configuration", discovery("v1")],
  [get, "/{tenant}/v2.0/.well-known/openid-configuration", discovery("v2")],
  ...ofForm("v1", "/{tenant}/oauth2"),
  ...ofForm("v2", "/{tenant}/oauth2/v2.0"),
  [get, "/{tenant}/discovery/keys", keys],
  [get, "/{tenant}/discovery/v2.0/keys", keys],
  [["GET", "POST"], "/{tenant}/oauth2/deviceauth", deviceAuth],
  [post, "/{tenant}/login", (request, _, deps) => picked(request, deps)],
  [["GET", "POST"], "/graph/oidc/userinfo", (request, _, deps) => userinfo(request, deps)],
];

const byPath = new Map(pages.toReversed().map((row) => [row[1].toLowerCase(), row]));

/** Answers what is addressed to the token authority; undefined when the path is not its own. */
export async function entra(request: WallRequest, deps: EntraDeps): Promise<WallResponse | undefined> {
  const path = request.url.pathname.toLowerCase();
  const rest = path.replace(/^\/[^/]+/, "/{tenant}");
  const row = byPath.get(path) ?? byPath.get(rest);
  if (row === undefined) return undefined;
  const [methods, , answer] = row;
  const method = request.method === "HEAD" ? "GET" : request.method;
  if (!methods.some((one) => one === method)) {
    const allow = methods.join(", ");
    const description = `${request.method} is not served here; use ${allow}.`;
    return json(405, { error: "invalid_request", error_description: description }, { allow });
  }
  const tenant = decodeTenant(request.url.pathname.split("/")[1] ?? "");
  const outcome = await answer(request, tenant, deps);
  return isRefusal(outcome) ? refusalAnswer(outcome, traceOf(request, deps)) : outcome;
}

function decodeTenant(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
