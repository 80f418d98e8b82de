import { lifetimeSeconds, mintAppToken } from "../access-token.ts";
import { findAudience } from "../audiences.ts";
import { authenticateClient } from "../client-authentication.ts";
import { isRefusal, type Refusal, refuse } from "../failures.ts";
import type { TokenForm } from "../token-form.ts";
import { checkTenant, type GrantHandler } from "./call.ts";

/** `grant_type=client_credentials`: an application, or a managed identity, as itself. */
export const clientCredentials: GrantHandler = async (call, deps) => {
  const { parameters, form, tenant, claim } = call;
  const elsewhere = checkTenant(tenant, form, false, deps);
  if (elsewhere !== undefined) return elsewhere;
  const resource = readResource(parameters, form);
  if (isRefusal(resource)) return resource;
  const proof = await authenticateClient(claim, deps);
  if (isRefusal(proof)) return proof;
  const { appId, principal } = proof.client;
  if (principal === undefined) return refuse("AADSTS7000229", appId, deps.tenantId);
  const audience = findAudience(resource, deps, deps.directory);
  if (audience === undefined) return refuse("AADSTS500011", resource, deps.tenantId);
  // Version 1 tokens carry the resource as it was written, slash and all; version 2 tokens the application's id.
  const text = audience.version === 1 ? resource : audience.resource;
  const token = mintAppToken({ ...proof, principal }, { ...audience, text }, deps);
  return body(token, resource, form, Math.floor(deps.clock.now() / 1000));
};

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

const body = (accessToken: string, resource: string, form: TokenForm, now: number) => {
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
