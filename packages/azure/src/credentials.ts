import type { Cloud, Secret } from "@aro/api";
import type { TokenCredential } from "@azure/core-auth";
import type { HttpClient } from "@azure/core-rest-pipeline";
import { retryPolicy } from "./pipeline/retry.ts";
import type { Waits } from "./retry-transient.ts";

/** Who the service is in Azure, and who a cluster is (spec 02 §12.4). */
export interface Credentials {
  /** The first-party application in a tenant: the home tenant for the service's own resources, a customer's for theirs. */
  firstParty(tenantId: string): TokenCredential;
  /** The service principal of a cluster. Not kept: every call logs in anew, so that a corrected secret counts at once. */
  servicePrincipal(application: { tenantId: string; clientId: string; secret: Secret<string> }): TokenCredential;
  /**
   * Forgets the tokens of a tenant: the next call signs in again, with the certificate of that moment. With the token that was `refused`, only if it is among
   * them: of many that were refused with it one after the other, the first lets all sign in.
   */
  forget(tenantId: string, refused?: string): void;
}

export interface CredentialsDeps extends Waits {
  cloud: Cloud;
  firstParty: {
    clientId: string;
    /** PEM: the key and its certificate chain, leaf first. Read again when a tenant's credential is built, so that a renewed one is taken up. */
    certificate: () => Secret<string>;
  };
  /** How the token endpoint is reached; the library's own when absent. */
  httpClient?: HttpClient;
}

/** Credentials through the official identity library, which is loaded when the first token is asked for. */
export function createCredentials(deps: CredentialsDeps): Credentials {
  const { cloud, firstParty, httpClient } = deps;
  const options = {
    authorityHost: cloud.authority,
    disableInstanceDiscovery: !cloud.instanceDiscovery,
    // Our retries instead of the library's; every question to a token endpoint may be asked twice.
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ policy: retryPolicy(deps, () => true), position: "perCall" as const }],
    ...(httpClient === undefined ? {} : { httpClient }),
  };
  const byTenant = new Map<string, { pem: string; credential: TokenCredential; given: Map<string, string> }>();
  const certificateCredential = (tenantId: string, pem: string): TokenCredential =>
    whenAsked(async () => {
      const { ClientCertificateCredential } = await import("@azure/identity");
      return new ClientCertificateCredential(
        tenantId,
        firstParty.clientId,
        { certificate: pem },
        { ...options, sendCertificateChain: true },
      );
    });
  return {
    firstParty: (tenantId) => ({
      getToken: async (scopes, getTokenOptions) => {
        const pem = firstParty.certificate().reveal();
        let kept = byTenant.get(tenantId);
        if (kept?.pem !== pem) {
          kept = { pem, credential: certificateCredential(tenantId, pem), given: new Map() };
          byTenant.set(tenantId, kept);
        }
        const token = await kept.credential.getToken(scopes, getTokenOptions);
        if (token !== null) kept.given.set(String(scopes), token.token);
        return token;
      },
    }),
    servicePrincipal: ({ tenantId, clientId, secret }) =>
      whenAsked(async () => {
        const { ClientSecretCredential } = await import("@azure/identity");
        return new ClientSecretCredential(tenantId, clientId, secret.reveal(), options);
      }),
    forget: (tenantId, refused) => {
      const given = byTenant.get(tenantId)?.given.values() ?? [];
      if (refused === undefined || [...given].includes(refused)) byTenant.delete(tenantId);
    },
  };
}

/** A credential that is built at its first use; a failed attempt to build it is not remembered. */
function whenAsked(build: () => Promise<TokenCredential>): TokenCredential {
  let built: Promise<TokenCredential> | undefined;
  return {
    getToken: async (scopes, options) => {
      built ??= build().catch((error: unknown) => {
        built = undefined;
        throw error;
      });
      return (await built).getToken(scopes, options);
    },
  };
}
