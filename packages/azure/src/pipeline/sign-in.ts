import type { TokenCredential } from "@azure/core-auth";
import {
  bearerTokenAuthenticationPolicy,
  bearerTokenAuthenticationPolicyName,
  isRestError,
  type PipelinePolicy,
} from "@azure/core-rest-pipeline";

/**
 * Signs requests in place of the SDK's policy of that name, which keeps a token until it is over. One may be refused before: the authority's keys
 * rolled, the principal's secret or the session was revoked. It is forgotten then, wherever it is kept, and the request repeated with another, once: whoever
 * is refused again is not let in. A request that was answered 401 has done nothing, so that a POST may be repeated too.
 */
export function signInPolicy(identity: {
  credential: TokenCredential;
  scopes: readonly string[];
  /** Where the credential keeps tokens too, forgets this one. */
  forget?: ((refused: string) => void) | undefined;
}): PipelinePolicy {
  const { credential, forget } = identity;
  const fresh = () => bearerTokenAuthenticationPolicy({ credential, scopes: [...identity.scopes] });
  let policy = fresh();
  return {
    name: bearerTokenAuthenticationPolicyName,
    async sendRequest(request, next) {
      const used = policy;
      try {
        const response = await used.sendRequest(request, next);
        if (response.status !== 401) return response;
      } catch (error) {
        // Some clients make an error of the answer before it comes here.
        if (!isRestError(error) || error.response?.status !== 401) throw error;
      }
      // Requests under way at the same time find out at the same time: the first of them signs in for all.
      if (policy === used) {
        forget?.(request.headers.get("authorization")?.replace(/^Bearer +/i, "") ?? "");
        policy = fresh();
      }
      return policy.sendRequest(request, next);
    },
  };
}
