import type { Cloud } from "@aro/api";
import type { TokenCredential } from "@azure/core-auth";

/** The scope to ask of the token endpoint for calls to ARM. */
export const armScope = (cloud: Cloud): string => `${cloud.resourceManagerAudience}/.default`;

/** The claims of a token that was issued to us: decoded, not verified (spec 02 §13.4). @throws Error when it is not a JWT. */
export function tokenClaims(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    if (typeof claims === "object" && claims !== null) return claims as Record<string, unknown>;
  } catch (error) {
    throw new Error("the token endpoint gave a token whose claims cannot be read", { cause: error });
  }
  throw new Error("the token endpoint gave a token without claims");
}

/** The object id in its tenant of whoever `credential` is: claim `oid` of an ARM token. @throws what the token endpoint refuses with. */
export async function objectIdOf(credential: TokenCredential, cloud: Cloud, signal: AbortSignal): Promise<string> {
  const token = await credential.getToken(armScope(cloud), { abortSignal: signal });
  const oid = token === null ? undefined : tokenClaims(token.token)["oid"];
  if (typeof oid !== "string" || oid === "")
    throw new Error("the ARM token has no claim 'oid'; is the authority of the cloud the right one?");
  return oid;
}
