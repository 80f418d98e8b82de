import type { Clock, Random } from "@aro/runtime";
import { json, withHeaders } from "../answers.ts";
import type { Identity } from "../pki/identity.ts";
import type { WallRequest, WallResponse } from "../wall.ts";
import { lifetimeSeconds, mintAccessToken } from "./access-token.ts";
import { cloudAudiences, findAudience } from "./audiences.ts";
import { authenticateClient } from "./client-authentication.ts";
import type { Directory } from "./directory.ts";
import { isRefusal, type Refusal, refusalAnswer, refuse } from "./failures.ts";

export interface EntraDeps {
  /** Where everything answers, e.g. `https://localhost:18443`. */
  base: string;
  /** DNS suffix of what is named, e.g. `aro.test`. */
  suffix: string;
  tenantId: string;
  signing: Identity;
  directory: Directory;
  clock: Clock;
  random: Random;
}

/** The forms of the token endpoint: Entra's two generations, and that of AD FS, which older `az` needs. */
export type TokenForm = "v1" | "v2" | "adfs";

type Issued = { accessToken: string; resource: string };

/** `POST /{tenant}/oauth2[/v2.0]/token` and `/adfs/oauth2/token`: client credentials by password or certificate. */
export function tokenEndpoint(request: WallRequest, tenant: string, form: TokenForm, deps: EntraDeps): WallResponse {
  const now = deps.clock.now();
  const traceId = deps.random.uuid();
  const asked = request.headers["client-request-id"];
  const correlationId = asked !== undefined && /^[\w-]{1,64}$/.test(asked) ? asked : deps.random.uuid();
  const outcome = issue(request, tenant, form, deps);
  const answer = isRefusal(outcome)
    ? refusalAnswer(outcome, { traceId, correlationId, now })
    : json(200, success(outcome, form, Math.floor(now / 1000)));
  return withHeaders(answer, {
    "cache-control": "no-store, no-cache",
    pragma: "no-cache",
    "x-ms-request-id": traceId,
    ...(request.headers["return-client-request-id"] === "true" ? { "client-request-id": correlationId } : {}),
  });
}

function issue(request: WallRequest, tenant: string, form: TokenForm, deps: EntraDeps): Issued | Refusal {
  const { base, tenantId, directory } = deps;
  if (form !== "adfs") {
    if (["common", "organizations", "consumers"].includes(tenant.toLowerCase())) return refuse("AADSTS50059");
    if (tenant.toLowerCase() !== tenantId.toLowerCase()) return refuse("AADSTS90002", tenant);
  }
  const parameters = readForm(request);
  if (parameters === undefined) return refuse("AADSTS9002313");
  const grant = parameters.get("grant_type");
  if (grant === undefined) return refuse("AADSTS900144", "grant_type");
  if (grant !== "client_credentials") return refuse("AADSTS70003", grant);
  const resource = readResource(parameters, form);
  if (isRefusal(resource)) return resource;
  const basic = readBasic(request.headers["authorization"]);
  const proof = authenticateClient(
    {
      clientId: parameters.get("client_id") ?? basic?.id,
      secret: parameters.get("client_secret") ?? basic?.secret,
      assertion: parameters.get("client_assertion"),
      assertionType: parameters.get("client_assertion_type"),
    },
    {
      ...deps,
      audiences: [
        `${base}/${tenantId}`,
        `${base}/${tenantId}/v2.0`,
        `${base}/${tenantId}/oauth2/token`,
        `${base}/${tenantId}/oauth2/v2.0/token`,
        `${base}/adfs`,
        `${base}/adfs/oauth2/token`,
      ],
    },
  );
  if (isRefusal(proof)) return proof;
  if (proof.application.principal === undefined) return refuse("AADSTS7000229", proof.application.appId, tenantId);
  const audience = findAudience(resource, cloudAudiences(deps), directory);
  if (audience === undefined) return refuse("AADSTS500011", resource, tenantId);
  // Version 1 tokens carry the resource as it was written, slash and all; version 2 tokens the application's id.
  const text = audience.version === 1 ? resource : audience.resource;
  return { accessToken: mintAccessToken(proof, { text, version: audience.version }, deps), resource };
}

function readResource(parameters: ReadonlyMap<string, string>, form: TokenForm): string | Refusal {
  const scope = parameters.get("scope");
  const resource = parameters.get("resource");
  if (form !== "v2" && resource !== undefined) return resource;
  if (scope === undefined) return refuse("AADSTS900144", form === "v1" ? "resource" : "scope");
  if (/\s/.test(scope.trim())) return refuse("AADSTS70011", scope);
  const suffix = "/.default";
  return scope.endsWith(suffix) && scope.length > suffix.length
    ? scope.slice(0, -suffix.length)
    : refuse("AADSTS1002012", scope);
}

const success = ({ accessToken, resource }: Issued, form: TokenForm, now: number) => {
  const seconds = lifetimeSeconds - 1;
  return form === "v1"
    ? {
        token_type: "Bearer",
        expires_in: String(seconds),
        ext_expires_in: String(seconds),
        expires_on: String(now + seconds),
        not_before: String(now - 300),
        resource,
        access_token: accessToken,
      }
    : { token_type: "Bearer", expires_in: seconds, ext_expires_in: seconds, access_token: accessToken };
};

/** The form's parameters, each at most once; undefined when it is not one. */
function readForm(request: WallRequest): ReadonlyMap<string, string> | undefined {
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return new Map();
  const pairs = [...new URLSearchParams(new TextDecoder().decode(request.body))];
  const map = new Map(pairs);
  return map.size === pairs.length ? map : undefined;
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
