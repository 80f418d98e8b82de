import { type ClusterDocument, type CorrelationData, parseResourceId } from "@aro/api";

/** What every line about one cluster carries (spec 02 §10.3). */
export function clusterFields(cluster: ClusterDocument): Record<string, string> {
  const parts = parseResourceId(cluster.openShiftCluster.id);
  const resource =
    parts === undefined
      ? {}
      : {
          resource_id: cluster.openShiftCluster.id.toLowerCase(),
          subscription_id: parts.subscriptionId.toLowerCase(),
          resource_group: parts.resourceGroup.toLowerCase(),
          resource_name: parts.name.toLowerCase(),
        };
  const version = cluster.openShiftCluster.properties.clusterProfile?.version?.toLowerCase();
  return { ...resource, ...correlationFields(cluster.correlationData), ...(version ? { version } : {}) };
}

function correlationFields(correlation: CorrelationData | undefined): Record<string, string> {
  if (correlation === undefined) return {};
  const { correlationId, clientRequestId, operationId, requestId, clientPrincipalName, requestTime } = correlation;
  const fields = {
    correlation_id: correlationId,
    client_request_id: clientRequestId,
    operation_id: operationId,
    request_id: requestId,
    client_principal_name: clientPrincipalName,
    request_time: requestTime,
  };
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );
}
