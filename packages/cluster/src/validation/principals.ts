import type { CloudErrorBody, Finding } from "@aro/api";
import { type AccessSubject, armScope, isAuthorizationFailure, isFailure, toCloudError, tokenClaims } from "@aro/azure";
import { propertiesOf } from "../names/cluster-facts.ts";
import type { Validation, Verdict } from "./validation.ts";

/** One of the two who work on the cluster's resources. */
export interface Principal extends AccessSubject {
  kind: "servicePrincipal" | "firstParty";
  /** Application id. */
  applicationId: string;
}

const target = "properties.servicePrincipalProfile";
/** Claims of which an identity's token has one (spec 03 §11.1). */
const identifying = ["oid", "puid", "altsecid"] as const;
const forbiddenRole = "Application.ReadWrite.OwnedBy";

type TokenOf = { getToken(scope: string, options: object): Promise<{ token: string } | null> };

/** Who they are, of their tokens; and what is wrong with the tokens. The service principal proves its secret in passing. */
export async function principalsOf(
  validation: Validation,
  signal: AbortSignal,
): Promise<Verdict & { principals: Principal[] }> {
  const { cluster, credentials, tenantId, sealer, cloud, principalKnown } = validation;
  const profile = propertiesOf(cluster).servicePrincipalProfile;
  const firstParty = await identified("firstParty", "", credentials.firstParty(tenantId), armScope(cloud), signal);
  if (profile === undefined || !principalKnown) return firstParty;
  const { clientId, clientSecret } = profile;
  const credential = credentials.servicePrincipal({ tenantId, clientId, secret: sealer.openText(clientSecret) });
  try {
    const own = await identified("servicePrincipal", clientId, credential, armScope(cloud), signal);
    const graph = await graphFindings(credential, `${cloud.graphAudience}/.default`, signal);
    return {
      principals: [...own.principals, ...firstParty.principals],
      findings: [...own.findings, ...graph, ...firstParty.findings],
    };
  } catch (error) {
    const refused = isAuthorizationFailure(error) || isFailure(error, "expiredSecret");
    if (!refused) throw error;
    const { code, message, details } = toCloudError(error).body;
    const finding = { code, message, target, ...(details === undefined ? {} : { details }) } as CloudErrorBody &
      Finding;
    return {
      principals: firstParty.principals,
      findings: [finding, ...firstParty.findings],
      // A secret that was made a moment ago is not known everywhere yet; one that has expired never will be.
      ...(isAuthorizationFailure(error) ? { cause: error } : {}),
    };
  }
}

async function identified(
  kind: Principal["kind"],
  applicationId: string,
  credential: TokenOf,
  scope: string,
  signal: AbortSignal,
): Promise<{ principals: Principal[]; findings: Finding[] }> {
  const given = await credential.getToken(scope, { abortSignal: signal });
  const whose = kind === "firstParty" ? "the resource provider" : `the service principal '${applicationId}'`;
  let claims: ReturnType<typeof tokenClaims>;
  try {
    claims = tokenClaims(given?.token ?? "");
  } catch {
    const message = `The token that Entra issued for ${whose} cannot be read. Send the request again. If it fails again, open an Azure support request.`;
    return { principals: [], findings: [{ code: "InvalidServicePrincipalToken", message, target }] };
  }
  if (!identifying.some((claim) => claims[claim] !== undefined)) {
    const message = `The token that Entra issued for ${whose} names nobody: it has none of the claims ${identifying.join(", ")}. Unregister the resource provider 'Microsoft.RedHatOpenShift' in the subscription, register it again, and send the request again.`;
    return { principals: [], findings: [{ code: "InvalidServicePrincipalClaims", message, target }] };
  }
  const groups = claims["groups"];
  const principal: Principal = {
    kind,
    applicationId: applicationId || String(claims["appid"] ?? claims["azp"] ?? "Azure Red Hat OpenShift RP"),
    objectId: String(claims["oid"] ?? claims["puid"] ?? claims["altsecid"]),
    ...(Array.isArray(groups) ? { groups: groups.map(String) } : {}),
  };
  return { principals: [principal], findings: [] };
}

/** A service principal that may own applications of the directory would give the cluster that right (spec 03 §11.5). */
async function graphFindings(credential: TokenOf, scope: string, signal: AbortSignal): Promise<Finding[]> {
  const code = "InvalidServicePrincipalCredentials";
  const given = await credential.getToken(scope, { abortSignal: signal });
  try {
    const { roles } = tokenClaims(given?.token ?? "");
    if (!Array.isArray(roles) || !roles.includes(forbiddenRole)) return [];
  } catch {
    const message =
      "The token that Entra issued for the service principal and Microsoft Graph cannot be read. Send the request again. If it fails again, open an Azure support request.";
    return [{ code, message, target }];
  }
  const message = `The service principal has the application permission '${forbiddenRole}' of Microsoft Graph, which a cluster must not have. Remove the permission from the application, or use another service principal.`;
  return [{ code, message, target }];
}
