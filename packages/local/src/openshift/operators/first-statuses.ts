import type { ClusterContext } from "../cluster/context.ts";
import type { Objects } from "../cluster/objects.ts";
import { dnsAddress } from "./platform-services.ts";

/** What operators say in the status of the cluster's configuration, which others read there: by resource and name. */
function firstStatuses({
  facts,
}: Pick<ClusterContext, "facts">): readonly (readonly [resource: string, name: string, status: object])[] {
  const { domain } = facts;
  const config = "config.openshift.io/v1";
  const console = `https://console-openshift-console.apps.${domain}`;
  return [
    [`${config}/consoles`, "cluster", { consoleURL: console }],
    [
      `${config}/networks`,
      "cluster",
      {
        clusterNetwork: [{ cidr: facts.clusterNetwork, hostPrefix: facts.hostPrefix }],
        clusterNetworkMTU: 1400,
        networkType: "OVNKubernetes",
        serviceNetwork: [facts.serviceNetwork],
      },
    ],
    [`${config}/authentications`, "cluster", { integratedOAuthMetadata: { name: "oauth-openshift" } }],
    [
      `${config}/operatorhubs`,
      "cluster",
      {
        sources: ["redhat-operators", "certified-operators", "community-operators", "redhat-marketplace"].map(
          (name) => ({
            name,
            disabled: false,
            status: "Success",
          }),
        ),
      },
    ],
    [`${config}/images`, "cluster", { internalRegistryHostname: "image-registry.openshift-image-registry.svc:5000" }],
    [
      "operator.openshift.io/v1/dnses",
      "default",
      { clusterDomain: "cluster.local", clusterIP: dnsAddress(facts.serviceNetwork), conditions: [] },
    ],
  ];
}

/** Writes those statuses that say nothing yet. */
export function sayFirst(context: ClusterContext, api: Objects): void {
  for (const [resource, name, status] of firstStatuses(context)) {
    const held = api.get(resource, name);
    if (held === undefined || Object.keys((held["status"] ?? {}) as object).length > 0) continue;
    try {
      api.setStatus(resource, name, undefined, status);
    } catch (error) {
      context.log.warn("openshift.object.refused", { kind: held.kind, name, error });
    }
  }
}
