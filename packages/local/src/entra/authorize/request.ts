import { findClient } from "../client-authentication.ts";
import type { EntraDeps } from "../deps.ts";
import type { Client } from "../directory.ts";
import { isRefusal, type Refusal, refuse } from "../failures.ts";
import type { Code } from "../grants.ts";
import { checkTenant, eachOnce, readWanted, scopeOf } from "../token/call.ts";
import type { TokenForm } from "../token-form.ts";
import { type Platform, platformOf } from "./redirect-uri.ts";

export type ResponseMode = "query" | "fragment" | "form_post";

/** Where the answer of a sign-in goes, and how. */
export interface ReturnTo {
  redirectUri: string;
  mode: ResponseMode;
  state?: string | undefined;
}

/** A sign-in that may go ahead once a person is known. */
export interface AuthorizeRequest {
  client: Client;
  form: TokenForm;
  returnTo: ReturnTo;
  /** `code`, `id_token` or both. */
  responses: ReadonlySet<string>;
  wanted: Code["wanted"];
  nonce?: string;
  challenge?: NonNullable<Code["challenge"]>;
  prompt?: string;
  loginHint?: string;
  clientInfo: boolean;
}

/** A sign-in that may not: told on a page, or to the client once its address is known to be its own. */
export interface AuthorizeFailure {
  refusal: Refusal;
  returnTo?: ReturnTo;
}

const responseTypes: readonly string[] = ["code", "id_token", "code id_token"];
const prompts: readonly string[] = ["login", "none", "consent", "select_account"];

/** Reads and checks the parameters of an authorization request against the application. */
export function readAuthorize(
  query: URLSearchParams,
  tenant: string,
  form: TokenForm,
  deps: EntraDeps,
): AuthorizeRequest | AuthorizeFailure {
  const elsewhere = checkTenant(tenant, form, true, deps);
  if (elsewhere !== undefined) return { refusal: elsewhere };
  const parameters = eachOnce(query);
  if (parameters === undefined) return { refusal: refuse("AADSTS9002313") };
  const get = (name: string) => parameters.get(name);
  const clientId = get("client_id");
  if (clientId === undefined) return { refusal: refuse("AADSTS900144", "client_id") };
  const client = findClient(clientId, deps);
  if (isRefusal(client)) return { refusal: client };
  const redirectUri = get("redirect_uri");
  if (redirectUri === undefined) return { refusal: refuse("AADSTS900971") };
  const platform = platformOf(client, redirectUri);
  if (platform === undefined) return { refusal: refuse("AADSTS50011", redirectUri, client.appId) };
  // From here on the client hears of it.
  const type = [...new Set((get("response_type") ?? "").split(/\s+/))].sort().join(" ");
  const responses = new Set(type.split(" "));
  const mode = readMode(get("response_mode"), responses);
  const returnTo: ReturnTo = { redirectUri, mode: mode ?? "query", state: get("state") };
  const prompt = get("prompt");
  const wanted = readWanted(parameters, form) ?? (form === "v2" ? undefined : { resource: get("resource") });
  const refusal =
    refuseResponse(get("response_type"), type, client) ??
    (mode === undefined ? refuse("AADSTS70007", get("response_mode") ?? "") : undefined) ??
    (wanted === undefined ? refuse("AADSTS900144", "scope") : undefined) ??
    (responses.has("id_token") && get("nonce") === undefined ? refuse("AADSTS900144", "nonce") : undefined) ??
    (prompt !== undefined && !prompts.includes(prompt) ? refuse("AADSTS90023") : undefined);
  if (refusal !== undefined || wanted === undefined) return { refusal: refusal ?? refuse("AADSTS9002313"), returnTo };
  const scope = scopeOf(wanted, client, deps);
  if (isRefusal(scope)) return { refusal: scope, returnTo };
  const challenge = readChallenge(parameters, platform);
  if (isRefusal(challenge)) return { refusal: challenge, returnTo };
  const [nonce, loginHint] = [get("nonce"), get("login_hint")];
  return {
    client,
    form,
    returnTo,
    responses,
    wanted,
    clientInfo: get("client_info") === "1",
    ...(nonce === undefined ? {} : { nonce }),
    ...(challenge === undefined ? {} : { challenge }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(loginHint === undefined || loginHint === "" ? {} : { loginHint }),
  };
}

function refuseResponse(given: string | undefined, type: string, client: Client): Refusal | undefined {
  if (given === undefined) return refuse("AADSTS900144", "response_type");
  if (type.split(" ").includes("token")) return refuse("AADSTS700051");
  if (!responseTypes.includes(type)) return refuse("AADSTS9002313");
  const { implicitGrantSettings } = (client.application?.members["web"] ?? {}) as {
    implicitGrantSettings?: { enableIdTokenIssuance?: boolean };
  };
  const isEnabled = implicitGrantSettings?.enableIdTokenIssuance === true;
  return type.includes("id_token") && !isEnabled ? refuse("AADSTS700054") : undefined;
}

/** Tokens never go into a query: it ends up in logs. */
function readMode(mode: string | undefined, responses: ReadonlySet<string>): ResponseMode | undefined {
  const withToken = responses.has("id_token");
  if (mode === undefined) return withToken ? "fragment" : "query";
  if (mode === "query") return withToken ? undefined : "query";
  return mode === "fragment" || mode === "form_post" ? mode : undefined;
}

function readChallenge(
  parameters: ReadonlyMap<string, string>,
  platform: Platform,
): Code["challenge"] | Refusal | undefined {
  const value = parameters.get("code_challenge");
  const method = parameters.get("code_challenge_method") ?? "plain";
  if (value === undefined) return platform === "spa" ? refuse("AADSTS9002325") : undefined;
  if (method !== "S256" && method !== "plain") return refuse("AADSTS9002313");
  return /^[\w.~-]{43,128}$/.test(value) ? { method, value } : refuse("AADSTS501491");
}
