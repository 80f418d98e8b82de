import { isPublic, redirectUris } from "../authorize/redirect-uri.ts";
import { authenticateClient, findClient, provesItself } from "../client-authentication.ts";
import { isRefusal, refuse } from "../failures.ts";
import { checkTenant, type GrantHandler, readWanted } from "./call.ts";
import { personTokens } from "./person.ts";

/** `grant_type=refresh_token`: fresh tokens, for the same resource or another. The old refresh token stays good, as Entra's does. */
export const refreshToken: GrantHandler = async (call, deps) => {
  const { parameters, form, tenant, claim } = call;
  const elsewhere = checkTenant(tenant, form, true, deps);
  if (elsewhere !== undefined) return elsewhere;
  const secret = parameters.get("refresh_token");
  if (secret === undefined) return refuse("AADSTS900144", "refresh_token");
  if (claim.clientId === undefined) return refuse("AADSTS900144", "client_id");
  const client = findClient(claim.clientId, deps);
  if (isRefusal(client)) return client;
  const found = deps.grants.find("refresh", secret);
  if (found === undefined || found.value.clientId !== client.appId) return refuse("AADSTS70000");
  if (found.expired) return refuse("AADSTS700082", new Date(found.issuedAt).toISOString());
  const mayKeepQuiet = isPublic(client) || redirectUris(client).some(({ platform }) => platform !== "web");
  const proof =
    mayKeepQuiet && !provesItself(claim) ? ({ client, method: "0" } as const) : await authenticateClient(claim, deps);
  if (isRefusal(proof)) return proof;
  const { userId, authTime, wanted } = found.value;
  return personTokens(
    {
      proof,
      signedIn: { userId, authTime },
      wanted: readWanted(parameters, form) ?? wanted,
      form,
      clientInfo: parameters.get("client_info") === "1",
    },
    deps,
  );
};
