import { X509Certificate } from "node:crypto";
import { certificateDer } from "@aro/pki";
import { issuer, keyId } from "./access-token.ts";
import type { EntraDeps } from "./deps.ts";
import type { TokenForm } from "./token-form.ts";

type Place = Pick<EntraDeps, "base" | "tenantId">;

/** OpenID discovery of one form of the authority. `tenant` is what the caller wrote: a tenant, `common` or `organizations`. */
export function openIdConfiguration(
  tenant: string,
  form: TokenForm,
  { base, tenantId, graph = `${base}/graph` }: Place & { graph?: string },
) {
  const path = form === "v2" ? "oauth2/v2.0" : "oauth2";
  const shared = tenant.toLowerCase() !== tenantId.toLowerCase();
  const authority = form === "adfs" ? `${base}/adfs` : `${base}/${tenant}`;
  return {
    token_endpoint: `${authority}/${path}/token`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    jwks_uri:
      form === "adfs" ? `${base}/adfs/discovery/keys` : `${authority}/discovery/${form === "v2" ? "v2.0/" : ""}keys`,
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code", "id_token", "code id_token"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    issuer: form === "adfs" ? `${base}/adfs` : issuer(base, shared ? "{tenantid}" : tenantId, form === "v2" ? 2 : 1),
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${graph}/oidc/userinfo`,
    authorization_endpoint: `${authority}/${path}/authorize`,
    device_authorization_endpoint: `${authority}/${path}/devicecode`,
    end_session_endpoint: `${authority}/${path}/logout`,
    claims_supported: [
      "sub",
      "iss",
      "aud",
      "exp",
      "iat",
      "auth_time",
      "nonce",
      "preferred_username",
      "name",
      "tid",
      "ver",
      "oid",
      "c_hash",
      "email",
    ],
    tenant_region_scope: "NA",
    cloud_instance_name: new URL(base).host,
    cloud_graph_host_name: new URL(graph).host,
    msgraph_host: new URL(graph).host,
  };
}

/** The keys that sign tokens. */
export function keySet({ signing, base, tenantId }: Place & Pick<EntraDeps, "signing">) {
  const { n, e } = new X509Certificate(signing.certificate).publicKey.export({ format: "jwk" });
  const kid = keyId(signing);
  return {
    keys: [
      {
        kty: "RSA",
        use: "sig",
        kid,
        x5t: kid,
        n,
        e,
        x5c: [certificateDer(signing.certificate)],
        issuer: issuer(base, tenantId, 2),
      },
    ],
  };
}

/** Instance discovery: this cloud knows itself only. */
export function instanceDiscovery(authorizationEndpoint: URL, { base }: Pick<EntraDeps, "base">) {
  const { host } = new URL(base);
  const [, tenant = "common"] = authorizationEndpoint.pathname.split("/");
  return {
    tenant_discovery_endpoint: `${base}/${tenant}/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
