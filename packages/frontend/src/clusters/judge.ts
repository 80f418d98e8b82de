import { type ApiVersion, CloudError, type OpenShiftCluster } from "@aro/api";
import { isoTime } from "@aro/runtime";
import type { ClusterWrite } from "./cluster-write.ts";

/** What the request asks for, by the rules of its version. */
export function judge(
  { method, exchange, service, version, address, body }: ClusterWrite,
  stored: OpenShiftCluster | undefined,
): ReturnType<ApiVersion["judge"]> {
  const { settings, sealer, versions } = service;
  const { id, name, type, subscriptionId, resourceGroup } = address;
  return version.judge({
    method,
    body,
    target: { id, name, type, subscriptionId, resourceGroup },
    ...(stored === undefined ? {} : { stored }),
    creation: {
      createdAt: isoTime(exchange.arrived),
      createdBy: settings.build,
      gatewayEnabled: settings.gatewayEnabled,
    },
    rules: {
      location: settings.location,
      domain: settings.domain,
      requireD2sWorkers: settings.requireD2sWorkers,
      versions: versions(),
    },
    sealer,
  });
}

/** As {@link judge}. @throws CloudError 400 with every finding (ARM-ERR-04). */
export function judgeValid(write: ClusterWrite, stored: OpenShiftCluster | undefined) {
  const judgement = judge(write, stored);
  if (!judgement.valid) throw CloudError.ofFindings(judgement.findings);
  return judgement;
}
