import type { Cloud } from "@aro/api";
import type { ClusterSpec } from "@aro/operator-objects";
import type { ClusterContext } from "../context.ts";
import { infraIdOf, propertiesOf } from "../names/cluster-facts.ts";
import { domainOf } from "../names/domain.ts";
import { endpointSubnet, gatewaySubnet, serviceSubnet } from "../names/service-network.ts";

/** Where clouds known by name take logs; others take none. */
const logEndpoints: Readonly<Record<string, string>> = {
  AzurePublicCloud: "https://gcs.prod.monitoring.core.windows.net/",
  AzureUSGovernmentCloud: "https://gcs.monitoring.core.usgovcloudapi.net/",
};

/** The cloud as the operator is told it: by name, or by the address of the ARM that describes it. */
const environmentOf = (cloud: Cloud): string => (cloud.name in logEndpoints ? cloud.name : cloud.resourceManager);

/** What the operator is told of the cluster (spec 04 §8.4). @throws Error while the cluster has no ingress address. */
export function operatorClusterSpec(context: ClusterContext): ClusterSpec {
  const { run, settings, cloud } = context;
  const cluster = run.cluster();
  const { id, properties } = { id: cluster.openShiftCluster.id, properties: propertiesOf(cluster) };
  const { networkProfile, featureProfile, apiserverProfile } = properties;
  const gatewayAddress = networkProfile.gatewayPrivateEndpointIp ?? "";
  const registry = `https://${settings.registry}/`;
  const urls = [registry, `${cloud.authority}/`, `${cloud.resourceManager}/`, logEndpoints[cloud.name]];
  const gateway =
    featureProfile.gatewayEnabled && settings.gatewayResourceGroup !== undefined
      ? [gatewaySubnet(settings, settings.gatewayResourceGroup)]
      : [];
  return {
    resourceId: id,
    clusterResourceGroupId: properties.clusterProfile.resourceGroupId,
    domain: domainOf(cluster, settings.domain),
    acrDomain: settings.registry,
    azEnvironment: environmentOf(cloud),
    location: settings.location,
    infraId: infraIdOf(cluster),
    storageSuffix: properties.storageSuffix ?? "",
    ...(properties.architectureVersion === 0 ? {} : { architectureVersion: properties.architectureVersion }),
    vnetId: networkOf(properties.masterProfile.subnetId),
    apiIntIP: apiserverProfile.intIp ?? "",
    ingressIP: ingressAddress(properties.ingressProfiles),
    gatewayDomains: featureProfile.gatewayEnabled ? gatewayDomains(context) : [],
    ...(gatewayAddress === ""
      ? {}
      : { gatewayPrivateEndpointIP: gatewayAddress, gatewayTelemetryDomain: telemetryDomain(settings) }),
    internetChecker: { urls: urls.filter((url) => url !== undefined) },
    serviceSubnets: [endpointSubnet(settings), serviceSubnet(settings), ...gateway],
    operatorflags: properties.operatorFlags ?? {},
  };
}

function networkOf(subnetId: string): string {
  const parts = subnetId.split("/");
  if (parts.length !== 11) throw new Error(`subnet ID "${subnetId}" has incorrect length`);
  return parts.slice(0, -2).join("/");
}

function ingressAddress(profiles: readonly { name: string; ip?: string }[]): string {
  const profile = profiles.length > 1 ? (profiles.find(({ name }) => name === "default") ?? profiles[0]) : profiles[0];
  if (profile === undefined) throw new Error("no Ingress Profiles found");
  if (!profile.ip) throw new Error("ingress IP is empty");
  return profile.ip;
}

function gatewayDomains({ run, settings, cloud }: ClusterContext): string[] {
  const own = settings.installerEnvironment.GATEWAY_DOMAINS.split(",").filter((name) => name !== "");
  const account = propertiesOf(run.cluster()).imageRegistryStorageAccountName ?? "";
  return [...own, `${account}.blob.${cloud.suffixes.storage}`];
}

/** Below the parent of the region's domain. */
const telemetryDomain = ({ location, domain }: ClusterContext["settings"]): string =>
  `telemetry.${location}.${domain.slice(domain.indexOf(".") + 1)}`.toLowerCase();
