import { retryTransient } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";
import { infraIdOf, managedGroup, propertiesOf } from "../names/cluster-facts.ts";
import { gatewayLink, managedResourceId, resourceNames } from "../names/resource-names.ts";

/** Clusters that leave by the region's gateway. */
const leavesByGateway = ({ run }: ClusterContext): boolean => propertiesOf(run.cluster()).featureProfile.gatewayEnabled;

/**
 * The gateway takes the cluster in: the connection of the cluster's endpoint is approved, and the gateway is told whose link it is (spec 03 §8.3). The
 * link's identifier is written down before the record, so that a delete finds it.
 */
export const ensureGatewayCreate: OnceStep<ClusterContext> = {
  name: "ensureGatewayCreate",
  kind: "once",
  retryAuthorization: true,
  appliesTo: leavesByGateway,
  run: async (context, signal) => {
    const cluster = context.run.cluster();
    const { networkProfile, storageSuffix = "", imageRegistryStorageAccountName = "" } = propertiesOf(cluster);
    if (networkProfile.gatewayPrivateEndpointIp) return;
    const name = resourceNames(infraIdOf(cluster)).gatewayEndpoint;
    const { privateEndpoints } = await context.azure.clients.network();
    const endpoint = await privateEndpoints.get(managedGroup(cluster), name, {
      abortSignal: signal,
      expand: "networkInterfaces",
    });
    const address = endpoint.networkInterfaces?.[0]?.ipConfigurations?.[0]?.privateIPAddress;
    if (!address) throw new Error(`private endpoint ${name} has no address`);
    const linkId = await approvedLink(
      context,
      managedResourceId(cluster, "Microsoft.Network/privateEndpoints", name),
      signal,
    );
    await patchProperties(context, (properties) => ({
      networkProfile: { ...properties.networkProfile, gatewayPrivateLinkId: linkId },
    }));
    const record = { id: cluster.openShiftCluster.id, storageSuffix, imageRegistryStorageAccountName };
    if ((await context.gateway.ensure(linkId, record)) === "foreign")
      throw new Error(
        `the gateway has a record of link ${linkId} that is not of cluster ${cluster.id}, or is being removed`,
      );
    await patchProperties(context, (properties) => ({
      networkProfile: { ...properties.networkProfile, gatewayPrivateEndpointIp: address },
    }));
  },
};

/** Identifier of the endpoint's link to the gateway, its connection approved. */
async function approvedLink(context: ClusterContext, endpointId: string, signal: AbortSignal): Promise<string> {
  const { gatewayResourceGroup } = context.settings;
  if (gatewayResourceGroup === undefined)
    throw new Error(`cluster ${context.run.cluster().id} leaves by the gateway, of which this region has none`);
  const { privateLinkServices } = await context.service.clients.network();
  const service = await privateLinkServices.get(gatewayResourceGroup, gatewayLink, { abortSignal: signal });
  const connection = service.privateEndpointConnections?.find(
    ({ privateEndpoint }) => privateEndpoint?.id?.toLowerCase() === endpointId.toLowerCase(),
  );
  const { name, linkIdentifier } = connection ?? {};
  if (!name || !linkIdentifier) throw new Error(`the gateway has no connection of ${endpointId}`);
  if (connection?.privateLinkServiceConnectionState?.status !== "Approved") {
    const approved = { privateLinkServiceConnectionState: { status: "Approved", description: "Approved" } };
    await retryTransient(
      () =>
        privateLinkServices.updatePrivateEndpointConnection(gatewayResourceGroup, gatewayLink, name, approved, {
          abortSignal: signal,
        }),
      context,
      signal,
    );
  }
  return linkIdentifier;
}
