/** For tests: requests judged by one version. */
import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { JsonObject } from "../../documents/json.ts";
import { apiVersions, contracts } from "../registry.ts";
import type { ClusterRequest } from "../request.ts";
import type { ApiVersion } from "../version.ts";
import { bodyOf, sampleBody, sampleRequest } from "./samples.ts";

/** A created cluster as it is later: succeeded, with what the service fills in. */
export function later(cluster: OpenShiftCluster): OpenShiftCluster {
  const { properties } = cluster;
  const { loadBalancerProfile } = properties.networkProfile;
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
      networkProfile:
        loadBalancerProfile === undefined
          ? properties.networkProfile
          : {
              ...properties.networkProfile,
              loadBalancerProfile: { ...loadBalancerProfile, effectiveOutboundIps: [{ id: "/ip" }] },
            },
    },
  };
}

/** The version `name`, and what it makes of requests. */
export function judgedBy(name: string) {
  const [version, contract] = [apiVersions.get(name), contracts.find((one) => one.name === name)];
  if (version === undefined || contract === undefined) throw new Error(`${name} is not served`);
  /** The cluster and the changed pointers a valid request leads to. @throws Error with the findings of an invalid one. */
  const accepted = (request: ClusterRequest): { cluster: OpenShiftCluster; changed: readonly string[] } => {
    const judgement = version.judge(request);
    if (!judgement.valid) throw new Error(`${name}: ${JSON.stringify(judgement.findings, null, 1)}`);
    return judgement;
  };
  /** The cluster that `body` creates. @throws Error with the findings when it creates none. */
  const created = (body: JsonObject = bodyOf(contract, sampleBody())): OpenShiftCluster =>
    accepted(sampleRequest(body)).cluster;
  return {
    version: version satisfies ApiVersion,
    contract,
    accepted,
    created,
    running: (body?: JsonObject): OpenShiftCluster => later(created(body)),
    /** `CODE @ target` of each finding, or `valid`. */
    verdict: (request: ClusterRequest): string[] => {
      const judgement = version.judge(request);
      if (judgement.valid) return ["valid"];
      return judgement.findings.map(({ code, target }) => `${code} @ ${target ?? "–"}`);
    },
  };
}

/** The newest version's. */
export const { version, accepted, created, running, verdict } = judgedBy("2025-07-25");
