import type { WallRequest } from "../../wall/wall.ts";
import type { ClientClaim } from "../client-authentication.ts";
import type { EntraDeps } from "../deps.ts";
import type { Client } from "../directory.ts";
import { type Refusal, refuse } from "../failures.ts";
import type { Code } from "../grants.ts";
import { readScope, type Scope, scopeOfResource } from "../scopes.ts";
import type { TokenForm } from "../token-form.ts";
import { knownResources } from "../well-known.ts";

/** A request for tokens: its parameters, each at most once, and what it says about who asks. */
export interface TokenCall {
  parameters: ReadonlyMap<string, string>;
  claim: ClientClaim;
  form: TokenForm;
  tenant: string;
}

/** How one kind of request is answered: the body of a 200, or a refusal. */
export type GrantHandler = (call: TokenCall, deps: EntraDeps) => Promise<object | Refusal>;

/** The parameters of a form, each at most once; undefined when one stands twice. What is no form has none. */
export function readForm(request: WallRequest): ReadonlyMap<string, string> | undefined {
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return new Map();
  return eachOnce(new URLSearchParams(new TextDecoder().decode(request.body)));
}

/** Parameters that each stand at most once; undefined when one stands twice (RFC 6749 §3.1). */
export function eachOnce(parameters: URLSearchParams): ReadonlyMap<string, string> | undefined {
  const pairs = [...parameters];
  const map = new Map(pairs);
  return map.size === pairs.length ? map : undefined;
}

/** What a request says about its client, in its form or in the Basic header. */
export function readClaim(parameters: ReadonlyMap<string, string>, authorization: string | undefined): ClientClaim {
  const basic = readBasic(authorization);
  return {
    clientId: parameters.get("client_id") ?? basic?.id,
    secret: parameters.get("client_secret") ?? basic?.secret,
    assertion: parameters.get("client_assertion"),
    assertionType: parameters.get("client_assertion_type"),
  };
}

function readBasic(header: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic ([\w+/=-]+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const [id = "", ...secret] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  try {
    return { id: decodeURIComponent(id), secret: decodeURIComponent(secret.join(":")) };
  } catch {
    return undefined;
  }
}

/** What a person's client wants: `scope` of version 2, `resource` of version 1; AD FS takes either. Undefined when it does not say. */
export function readWanted(parameters: ReadonlyMap<string, string>, form: TokenForm): Code["wanted"] | undefined {
  const resource = parameters.get("resource");
  const scope = parameters.get("scope");
  if (form !== "v2" && resource !== undefined) return { resource };
  if (form === "v1") return undefined;
  return scope === undefined ? undefined : { scope };
}

/** What is wanted, looked up: version 1 without a resource means Graph. */
export function scopeOf(wanted: Code["wanted"], client: Client, deps: EntraDeps): Scope | Refusal {
  if ("scope" in wanted) return readScope(wanted.scope, client, deps);
  const [graph = ""] = knownResources.graph.names(deps);
  return scopeOfResource(wanted.resource ?? graph, undefined, deps);
}

/** The tenants that stand for any: people's tokens are given there, applications' are not. */
export const tenantless = ["common", "organizations"];

/** Whether this is the tenant's authority; `people` may come through the shared ones too. AD FS has no tenants. */
export function checkTenant(
  tenant: string,
  form: TokenForm,
  people: boolean,
  { tenantId }: Pick<EntraDeps, "tenantId">,
): Refusal | undefined {
  if (form === "adfs" || tenant.toLowerCase() === tenantId.toLowerCase()) return undefined;
  if (![...tenantless, "consumers"].includes(tenant.toLowerCase())) return refuse("AADSTS90002", tenant);
  return people && tenant.toLowerCase() !== "consumers" ? undefined : refuse("AADSTS50059");
}
