import type { FakeAnswer, Responder } from "./exchange.ts";

/** An application the fake knows. */
export interface FakeApplication {
  secret?: string;
  /** Its service principal's object id, the same in every tenant. */
  objectId: string;
  expired?: true;
  /** Application permissions that its tokens name. */
  roles?: readonly string[];
}

const refusal = (code: number, message: string): FakeAnswer => ({
  status: 401,
  body: {
    error: "invalid_client",
    error_description: `AADSTS${code}: ${message} Trace ID: 0 Correlation ID: 0 Timestamp: 2025-01-01 00:00:00Z`,
    error_codes: [code],
  },
});

/** The token endpoint at `host`, strictly: a known application with its secret or a certificate assertion, and nothing else. */
export function fakeEntra(host: string, applications: Readonly<Record<string, FakeApplication>>): Responder {
  return ({ host: asked, path, method, body }) => {
    if (asked !== host) return undefined;
    const [, tenant = "", ...rest] = path.split("/");
    const base = `https://${host}/${tenant}`;
    if (rest.join("/") === "v2.0/.well-known/openid-configuration")
      return {
        status: 200,
        body: {
          issuer: `${base}/v2.0`,
          token_endpoint: `${base}/oauth2/v2.0/token`,
          authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
          jwks_uri: `${base}/discovery/v2.0/keys`,
        },
      };
    if (rest.join("/") !== "oauth2/v2.0/token" || method !== "POST") return undefined;
    const form = new URLSearchParams(String(body));
    const id = form.get("client_id") ?? "";
    const application = applications[id];
    if (application === undefined)
      return refusal(700016, `Application with identifier '${id}' was not found in the directory.`);
    if (application.expired) return refusal(7000222, "The provided client secret keys are expired.");
    const assertion = form.get("client_assertion");
    if (assertion === null && form.get("client_secret") !== application.secret)
      return refusal(7000215, "Invalid client secret provided.");
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const token = `${part({ alg: "none" })}.${part({ oid: application.objectId, tid: tenant, appid: id, aud: form.get("scope"), roles: application.roles })}.x`;
    return { status: 200, body: { token_type: "Bearer", expires_in: 3600, access_token: token } };
  };
}
