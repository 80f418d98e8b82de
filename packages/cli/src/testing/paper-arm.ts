import { createHash } from "node:crypto";
import type { HttpClient } from "@aro/client";
import { createHttpHeaders, type PipelineRequest } from "@azure/core-rest-pipeline";

/** An answer of the paper ARM. */
export interface PaperAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

const base = "https://localhost:18443";
const json = (status: number, body: unknown, headers: Record<string, string> = {}): PaperAnswer => ({
  status,
  body,
  headers,
});

/** What the variables of a local instance name. */
export const paperVariables = {
  ARO_LOCAL_ARM: base,
  ARO_LOCAL_CA: "/ca.pem",
  ARO_LOCAL_TENANT: "11111111-1111-4111-8111-111111111111",
  ARO_LOCAL_SUBSCRIPTION: "22222222-2222-4222-8222-222222222222",
  ARO_LOCAL_CLIENT_ID: "33333333-3333-4333-8333-333333333333",
  ARO_LOCAL_CLIENT_SECRET: "s",
};

/** ARM, its metadata and its token authority on paper: `routes` answer by `METHOD path`, the rest is what every sign-in asks. */
export function paperArm(routes: (call: string, request: PipelineRequest) => PaperAnswer | undefined) {
  const asked: string[] = [];
  const bodies = new Map<string, unknown>();
  const signIn = (path: string): PaperAnswer | undefined => {
    if (path === "/metadata/endpoints") return json(200, metadata);
    if (path.endsWith("/.well-known/openid-configuration"))
      return json(200, {
        token_endpoint: `${base}${path.split("/v2.0")[0]}/oauth2/v2.0/token`,
        authorization_endpoint: `${base}/authorize`,
        issuer: `${base}/issuer`,
        jwks_uri: `${base}/keys`,
      });
    if (path.endsWith("/oauth2/v2.0/token"))
      return json(200, {
        token_type: "Bearer",
        expires_in: 3600,
        access_token: createHash("sha1").update(path).digest("hex"),
      });
    return undefined;
  };
  const httpClient: HttpClient = {
    sendRequest: async (request) => {
      const { pathname } = new URL(request.url);
      const call = `${request.method} ${pathname}`;
      let answer = signIn(pathname);
      if (answer === undefined) {
        asked.push(call);
        if (typeof request.body === "string") bodies.set(call, JSON.parse(request.body));
        answer =
          routes(call, request) ??
          json(404, { error: { code: "ResourceNotFound", message: `${pathname} was not found.` } });
      }
      return {
        request,
        status: answer.status,
        headers: createHttpHeaders(answer.headers ?? {}),
        bodyAsText: answer.body === undefined ? "" : JSON.stringify(answer.body),
      };
    },
  };
  return { httpClient, asked, bodies };
}

const metadata = {
  name: "AroLocal",
  authentication: { loginEndpoint: base, audiences: [base] },
  microsoftGraphResourceId: `${base}/graph`,
  checkAccess: { endpoint: base, audience: base },
  armCertificateMetadata: base,
  suffixes: {
    storage: "aro.test",
    keyVaultDns: "vault.aro.test",
    acrLoginServer: "aro.test",
    cosmos: "documents.aro.test",
    cluster: "aro.test",
  },
};
