import type { JsonObject } from "../documents/json.ts";
import type { Cloud } from "./description.ts";

/**
 * A cloud from the answer of `GET {resourceManager}/metadata/endpoints?api-version=2022-09-01` (one object, or a list whose first counts).
 * @throws Error naming the member when one that is needed is absent.
 */
export function cloudFromMetadata(resourceManager: string, answer: unknown): Cloud {
  const metadata = (Array.isArray(answer) ? answer[0] : answer) as JsonObject | undefined;
  const need = (path: string): string => {
    const value = path.split(".").reduce<unknown>((at, member) => {
      const inner = (at as Record<string, unknown> | undefined)?.[member];
      return Array.isArray(inner) ? inner[0] : inner;
    }, metadata);
    if (typeof value !== "string" || value === "")
      throw new Error(`the metadata of ${resourceManager} has no ${path}; is it an ARM endpoint?`);
    return value.replace(/\/+$/, "");
  };
  const access = metadata?.["clusterAccess"] as { proxyUrl: string; ca: string } | undefined;
  return {
    name: need("name"),
    resourceManager: resourceManager.replace(/\/+$/, ""),
    resourceManagerAudience: need("authentication.audiences"),
    authority: need("authentication.loginEndpoint"),
    graph: need("microsoftGraphResourceId"),
    graphAudience: need("microsoftGraphResourceId"),
    checkAccess: { endpoint: need("checkAccess.endpoint"), audience: need("checkAccess.audience") },
    armCertificateMetadata: need("armCertificateMetadata"),
    suffixes: {
      storage: need("suffixes.storage"),
      keyVault: need("suffixes.keyVaultDns").replace(/^\./, ""),
      containerRegistry: need("suffixes.acrLoginServer").replace(/^\./, ""),
      cosmos: need("suffixes.cosmos"),
      privateDomain: need("suffixes.cluster"),
    },
    instanceDiscovery: false,
    ...(access === undefined ? {} : { clusterAccess: access }),
  };
}
