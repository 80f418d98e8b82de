import { deployTemplate, isFailure } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";
import { hasBootstrapSsh } from "../diagnostics/way-to-bootstrap.ts";
import {
  hasPublicApi,
  hasPublicIngress,
  infraIdOf,
  leavesByLoadBalancer,
  managedGroup,
  propertiesOf,
} from "../names/cluster-facts.ts";
import {
  baseDeployment,
  gatewayLink,
  managedResourceId,
  plannedOutboundAddresses,
  resourceNames,
} from "../names/resource-names.ts";
import { endpointSubnet, gatewaySubnet, hiveSubnet, serviceSubnet } from "../names/service-network.ts";
import { readNeededSubnet } from "../network/change-subnet.ts";
import { masterSubnet, workerSubnets } from "../network/cluster-subnets.ts";
import { type Assignment, removeAssignments } from "../roles/remove-assignments.ts";
import { type BaseTemplateInput, baseResourceTemplate } from "../template/base-template.ts";
import { builtInRoles } from "../template/roles.ts";

/** Deploys the cluster's own Azure resources (spec 03 §9.2), having written down which outbound addresses are planned. */
export const deployBaseResourceTemplate: OnceStep<ClusterContext> = {
  name: "deployBaseResourceTemplate",
  kind: "once",
  retryAuthorization: true,
  run: async (context, signal) => {
    const cluster = context.run.cluster();
    if (leavesByLoadBalancer(cluster))
      await patchProperties(context, ({ networkProfile }) => ({
        networkProfile: {
          ...networkProfile,
          loadBalancerProfile: {
            ...networkProfile.loadBalancerProfile,
            effectiveOutboundIps: plannedOutboundAddresses(cluster).map((name) => ({
              id: managedResourceId(cluster, "Microsoft.Network/publicIPAddresses", name),
            })),
          },
        },
      }));
    const input = await templateInput(context, signal);
    // An install that is resumed with another service principal: Azure refuses to give an assignment to somebody else, so the former one goes.
    if (input.identity.kind === "servicePrincipal") {
      const present = input.identity.objectId.toLowerCase();
      const isFormer = ({ roleId, principalId }: Assignment) =>
        roleId === builtInRoles.contributor && principalId !== present;
      await removeAssignments(context, isFormer, signal);
    }
    const template = baseResourceTemplate(input);
    const { clients, operations } = context.azure;
    const deployment = { resourceGroup: managedGroup(cluster), name: baseDeployment, template };
    await deployTemplate(clients, operations, deployment, context, signal);
  },
};

async function templateInput(context: ClusterContext, signal: AbortSignal): Promise<BaseTemplateInput> {
  const { settings } = context;
  const cluster = context.run.cluster();
  const properties = propertiesOf(cluster);
  const spObjectId = properties.servicePrincipalProfile?.spObjectId;
  if (spObjectId === undefined)
    throw new Error(`cluster ${cluster.id}: the service principal's object id is not known`);
  if (!properties.storageSuffix) throw new Error(`cluster ${cluster.id}: the storage suffix has not been drawn`);
  return {
    infraId: infraIdOf(cluster),
    location: cluster.openShiftCluster.location,
    storageSuffix: properties.storageSuffix,
    zones: properties.zones,
    publicApi: hasPublicApi(cluster),
    publicIngress: hasPublicIngress(cluster),
    outboundLoadBalancer: leavesByLoadBalancer(cluster),
    outboundAddresses: plannedOutboundAddresses(cluster),
    masterSubnetId: properties.masterProfile.subnetId,
    bootstrapSsh: await leadsToBootstrap(context, signal),
    storageSubnets: await storageSubnets(context, signal),
    serviceSubscriptionId: settings.subscriptionId,
    gatewayLinkServiceId: gatewayLinkService(context),
    identity: { kind: "servicePrincipal", objectId: spObjectId },
    denyAssignment: !settings.features.has("DisableDenyAssignments"),
  };
}

/** Whether an earlier attempt, which came as far as a balancer, has left a way to its bootstrap machine. */
async function leadsToBootstrap(context: ClusterContext, signal: AbortSignal): Promise<boolean> {
  const cluster = context.run.cluster();
  if (!propertiesOf(cluster).apiserverProfile.intIp) return false;
  const { loadBalancers } = await context.azure.clients.network();
  const name = resourceNames(infraIdOf(cluster)).internalLoadBalancer;
  try {
    return hasBootstrapSsh(await loadBalancers.get(managedGroup(cluster), name, { abortSignal: signal }));
  } catch (error) {
    if (isFailure(error, "notFound")) return false;
    throw error;
  }
}

/** The subnets that may reach the storage accounts (spec 03 §9.3): the service's, the cluster's with a storage endpoint, Hive's, the gateway's. */
async function storageSubnets(
  context: ClusterContext,
  signal: AbortSignal,
): Promise<BaseTemplateInput["storageSubnets"]> {
  const { settings } = context;
  const cluster = context.run.cluster();
  const location = cluster.openShiftCluster.location.toLowerCase();
  const own: string[] = [];
  for (const subnet of [masterSubnet(cluster), ...workerSubnets(cluster)]) {
    const { serviceEndpoints = [] } = await readNeededSubnet(context, subnet, signal);
    const reaches = serviceEndpoints.some(
      ({ service, locations = [] }) =>
        service?.toLowerCase() === "microsoft.storage" &&
        locations.some((place) => place === "*" || place.toLowerCase() === location),
    );
    if (reaches && !own.some((known) => known.toLowerCase() === subnet.id.toLowerCase())) own.push(subnet.id);
  }
  const service = [endpointSubnet(settings), serviceSubnet(settings)];
  const hive = settings.installViaHive ? [hiveSubnet(settings)] : [];
  const gatewayGroup = settings.gatewayResourceGroup;
  const gateway = gatewayGroup === undefined ? [] : [gatewaySubnet(settings, gatewayGroup)];
  return { cluster: [...service, ...own, ...hive, ...gateway], registry: [...service, ...own, ...gateway] };
}

/** Id of the gateway's private link service, for clusters that leave by it. */
function gatewayLinkService({ run, settings }: ClusterContext): string | undefined {
  if (!propertiesOf(run.cluster()).featureProfile.gatewayEnabled) return undefined;
  if (settings.gatewayResourceGroup === undefined)
    throw new Error(`cluster ${run.cluster().id} leaves by the gateway, of which this region has none`);
  return `/subscriptions/${settings.subscriptionId}/resourceGroups/${settings.gatewayResourceGroup}/providers/Microsoft.Network/privateLinkServices/${gatewayLink}`;
}
