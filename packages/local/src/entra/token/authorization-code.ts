import { createHash } from "node:crypto";
import { type Platform, platformOf } from "../authorize/redirect-uri.ts";
import { authenticateClient, findClient, type Proof, provesItself } from "../client-authentication.ts";
import type { EntraDeps } from "../deps.ts";
import type { Client } from "../directory.ts";
import { isRefusal, type Refusal, refuse } from "../failures.ts";
import type { Code } from "../grants.ts";
import { checkTenant, type GrantHandler, readWanted, type TokenCall } from "./call.ts";
import { personTokens } from "./person.ts";

/** `grant_type=authorization_code`: what a client got from the sign-in page, for tokens. */
export const authorizationCode: GrantHandler = async (call, deps) => {
  const { parameters, form, tenant, claim } = call;
  const elsewhere = checkTenant(tenant, form, true, deps);
  if (elsewhere !== undefined) return elsewhere;
  const secret = parameters.get("code");
  if (secret === undefined) return refuse("AADSTS900144", "code");
  if (claim.clientId === undefined) return refuse("AADSTS900144", "client_id");
  const client = findClient(claim.clientId, deps);
  if (isRefusal(client)) return client;
  const found = deps.grants.find("code", secret);
  if (found === undefined || found.value.clientId !== client.appId) return refuse("AADSTS70000");
  if (found.used) return refuse("AADSTS54005");
  if (found.expired) return refuse("AADSTS70008");
  const code = found.value;
  const redirectUri = parameters.get("redirect_uri");
  if (redirectUri === undefined) return refuse("AADSTS900144", "redirect_uri");
  if (redirectUri !== code.redirectUri) return refuse("AADSTS500112", redirectUri, code.redirectUri);
  const unproven = checkVerifier(parameters.get("code_verifier"), code.challenge);
  if (unproven !== undefined) return unproven;
  const proof = await proofFor(platformOf(client, redirectUri), client, call, deps);
  if (isRefusal(proof)) return proof;
  const tokens = personTokens(
    {
      proof,
      signedIn: { userId: code.userId, authTime: code.authTime },
      wanted: readWanted(parameters, form) ?? code.wanted,
      form,
      nonce: code.nonce,
      clientInfo: parameters.get("client_info") === "1",
    },
    deps,
  );
  if (!isRefusal(tokens)) deps.grants.markUsed("code", secret);
  return tokens;
};

/** Clients that keep secrets must show one; those that cannot must not. */
async function proofFor(
  platform: Platform | undefined,
  client: Client,
  { claim }: TokenCall,
  deps: EntraDeps,
): Promise<Proof | Refusal> {
  if (platform === "web") return authenticateClient(claim, deps);
  return provesItself(claim) ? refuse("AADSTS700025") : { client, method: "0" };
}

/** PKCE (RFC 7636): the verifier is what the challenge was made of. One without the other is refused either way. */
function checkVerifier(verifier: string | undefined, challenge: Code["challenge"]): Refusal | undefined {
  if (challenge === undefined) return verifier === undefined ? undefined : refuse("AADSTS501481");
  if (verifier === undefined) return refuse("AADSTS900144", "code_verifier");
  const shown = challenge.method === "plain" ? verifier : createHash("sha256").update(verifier).digest("base64url");
  return shown === challenge.value ? undefined : refuse("AADSTS501481");
}
