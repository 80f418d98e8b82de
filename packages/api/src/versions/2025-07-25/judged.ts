/** For tests of this version: requests judged by it. */
import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { JsonObject } from "../../documents/json.ts";
import { apiVersions } from "../registry.ts";
import { sampleBody, sampleRequest } from "../samples.ts";
import type { ApiVersion, ClusterRequest } from "../version.ts";

const found = apiVersions.get("2025-07-25");
if (found === undefined) throw new Error("2025-07-25 is not served");
export const version: ApiVersion = found;

/** The cluster that `body` creates. @throws Error with the findings when it creates none. */
export function created(body: JsonObject = sampleBody()): OpenShiftCluster {
  const judgement = version.judge(sampleRequest(body));
  if (!judgement.valid) throw new Error(JSON.stringify(judgement.findings, null, 1));
  return judgement.cluster;
}

/** A created cluster as it is later: succeeded, with what the service fills in. */
export function running(body: JsonObject = sampleBody()): OpenShiftCluster {
  const cluster = created(body);
  const { properties } = cluster;
  return {
    ...cluster,
    systemData: { createdBy: "someone", createdAt: "2025-01-01T00:00:00Z" },
    properties: {
      ...properties,
      provisioningState: "Succeeded",
      infraId: "example-x1",
      consoleProfile: { url: "https://console.example.com/" },
      apiserverProfile: { ...properties.apiserverProfile, url: "https://api.example.com:6443/", ip: "1.2.3.4" },
      ingressProfiles: properties.ingressProfiles.map((profile) => ({ ...profile, ip: "1.2.3.5" })),
      networkProfile: {
        ...properties.networkProfile,
        loadBalancerProfile: {
          ...properties.networkProfile.loadBalancerProfile,
          effectiveOutboundIps: [{ id: "/ip" }],
        },
      },
    },
  };
}

/** `CODE @ target` of each finding, or `valid`. */
export function verdict(request: ClusterRequest): string[] {
  const judgement = version.judge(request);
  if (judgement.valid) return ["valid"];
  return judgement.findings.map(({ code, target }) => `${code} @ ${target ?? "–"}`);
}

/** The cluster and the changed pointers a valid request leads to. @throws Error with the findings of an invalid one. */
export function accepted(request: ClusterRequest): { cluster: OpenShiftCluster; changed: readonly string[] } {
  const judgement = version.judge(request);
  if (!judgement.valid) throw new Error(JSON.stringify(judgement.findings, null, 1));
  return judgement;
}
