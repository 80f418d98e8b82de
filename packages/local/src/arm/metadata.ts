import { X509Certificate } from "node:crypto";
import { certificateDer, type Identity, thumbprint } from "@aro/pki";
import type { Doc } from "../documents/document.ts";
import { cloudAudiences } from "../entra/audiences.ts";
import { armError, json } from "../wall/answers.ts";
import { apiVersion, checkQuery, invalidVersion } from "../wall/api-version.ts";
import type { WallRequest, WallResponse } from "../wall/wall.ts";

export interface MetadataDeps {
  base: string;
  suffix: string;
  /** Name of the cloud, e.g. `AroLocal`. */
  cloudName: string;
  armClient: Identity;
  /** How clusters are reached, whose names resolve nowhere: through this proxy, trusting this authority (PEM). */
  clusterAccess: { proxyUrl: string; ca: string };
}

type Described = Pick<MetadataDeps, "base" | "suffix" | "cloudName">;

/** DNS suffixes of what is named. */
export const cloudSuffixes = (suffix: string) => ({
  storage: suffix,
  keyVaultDns: `vault.${suffix}`,
  acrLoginServer: suffix,
  cosmos: `documents.${suffix}`,
  cluster: suffix,
});

/**
 * The cloud's description. Members that clients of the public clouds read as of 2022-09-01, and those the product needs of a
 * cloud that Microsoft does not know: where ARM's client certificate is published, where access is checked, and the suffixes of
 * Cosmos DB and clusters.
 */
const description = ({ base, suffix, cloudName }: Described) => ({
  name: cloudName,
  portal: base,
  authentication: {
    loginEndpoint: base,
    audiences: [base, `${base}/`],
    tenant: "common",
    identityProvider: "AAD",
  },
  resourceManager: base,
  armCertificateMetadata: base,
  graph: cloudAudiences({ base, suffix }).graph,
  graphAudience: cloudAudiences({ base, suffix }).graph,
  microsoftGraphResourceId: cloudAudiences({ base, suffix }).graph,
  gallery: base,
  // CheckAccess answers at the host of each region, and here for who dials direct: nothing but localhost resolves.
  checkAccess: { endpoint: base, audience: `https://authorization.${suffix}` },
  suffixes: cloudSuffixes(suffix),
});

/** The cloud as `environment()` tells it in templates: suffixes with the dot before them where Azure's have one. */
export const templateEnvironment = (deps: Described): Doc => {
  const { portal, gallery, graph, graphAudience, authentication, resourceManager } = description(deps);
  const { storage, keyVaultDns, acrLoginServer } = cloudSuffixes(deps.suffix);
  return {
    name: deps.cloudName,
    ...{ portal, gallery, graph, graphAudience, authentication, resourceManager },
    suffixes: { storage, keyvaultDns: `.${keyVaultDns}`, acrLoginServer: `.${acrLoginServer}` },
  };
};

const described = (deps: MetadataDeps) => ({ ...description(deps), clusterAccess: deps.clusterAccess });
const list = (deps: MetadataDeps) => [described(deps)];

/** The shape of each generation, as its clients decode it. */
const shapes: Readonly<Record<string, (deps: MetadataDeps) => unknown>> = {
  // `az cloud register` with nothing but ARM's address reads this one; az up to 2.45 can only use an authority Microsoft does not know in its AD FS form.
  "2015-01-01": ({ base, suffix }) => ({
    galleryEndpoint: base,
    graphEndpoint: cloudAudiences({ base, suffix }).graph,
    portalEndpoint: base,
    authentication: { loginEndpoint: `${base}/adfs`, audiences: [base, `${base}/`] },
  }),
  "2018-05-01": list,
  "2019-05-01": list,
  "2019-10-01": list,
  "2020-06-01": list,
  "2022-09-01": described,
};

/** `GET /metadata/…`: what anybody may read. Undefined when the path is another. */
export function metadata(request: WallRequest, deps: MetadataDeps): WallResponse | undefined {
  const asked = /^\/+metadata\/(endpoints|authentication)$/i.exec(request.url.pathname);
  if (asked === null) return undefined;
  const path = `/metadata/${asked[1]?.toLowerCase()}`;
  const { method } = request;
  if (method !== "GET" && method !== "HEAD")
    return armError(405, "MethodNotAllowed", `The HTTP method '${method}' is not supported for '${path}'.`, {
      allow: "GET, HEAD",
    });
  const version = askedVersion(request.url);
  if (typeof version === "object") return version;
  if (path === "/metadata/endpoints") {
    const shape = shapes[version];
    return shape === undefined ? invalidVersion(version, Object.keys(shapes).reverse()) : json(200, shape(deps));
  }
  if (version !== "2015-01-01") return invalidVersion(version, ["2015-01-01"]);
  const { certificate } = deps.armClient;
  const { validFrom, validTo } = new X509Certificate(certificate);
  return json(200, {
    clientCertificates: [
      {
        thumbprint: thumbprint(certificate),
        notBefore: new Date(validFrom).toISOString(),
        notAfter: new Date(validTo).toISOString(),
        certificate: certificateDer(certificate),
      },
    ],
  });
}

/** The one api-version of the query, which may say nothing else; or the answer to another query. */
function askedVersion(url: URL): string | WallResponse {
  for (const name of url.searchParams.keys())
    if (name.toLowerCase() !== "api-version")
      return armError(400, "InvalidQueryParameter", `The query parameter '${name}' is not supported.`);
  return checkQuery(url) ?? apiVersion(url);
}
