import { type Cloud, CloudError } from "@aro/api";
import type { ClusterSettings } from "@aro/cluster";
import type { RpSettings } from "./settings.ts";

const ownRegistry = "arointsvc";
const publicRegistry = "quay.io";

/** What the steps of an install are told of the service, its registry and its images (spec 03 §§7.1, 7.6). */
export function clusterInstalls(
  settings: RpSettings,
  cloud: Cloud,
  build: string,
): Pick<
  ClusterSettings,
  | "installViaHive"
  | "environment"
  | "installerEnvironment"
  | "registryId"
  | "registry"
  | "operatorImage"
  | "pullSecret"
  | "imagesOf"
> {
  const { install, releases } = settings;
  const { logs } = install;
  const registry = `${install.registryId?.split("/").at(-1)?.toLowerCase() ?? ownRegistry}.${cloud.suffixes.containerRegistry}`;
  return {
    installViaHive: install.viaHive,
    environment: install.environment,
    installerEnvironment: {
      AZURE_FP_CLIENT_ID: settings.firstPartyClientId,
      CLUSTER_MDSD_ACCOUNT: logs.account,
      CLUSTER_MDSD_CONFIG_VERSION: logs.configVersion,
      CLUSTER_MDSD_NAMESPACE: logs.namespace,
      DOMAIN_NAME: settings.domain,
      GATEWAY_DOMAINS: install.gatewayDomains,
      GATEWAY_RESOURCEGROUP: settings.gatewayResourceGroup ?? "",
      KEYVAULT_PREFIX: install.keyVaultPrefix,
      MDSD_ENVIRONMENT: logs.environment,
      ACR_RESOURCE_ID: install.registryId ?? "",
    },
    registryId: install.registryId,
    registry,
    operatorImage: `${registry}/aro:${build}`,
    pullSecret: install.pullSecret,
    imagesOf: (version) => {
      const published = releases.get(version);
      if (published === undefined)
        throw new CloudError({
          code: "InvalidParameter",
          target: "properties.clusterProfile.version",
          message: `The version '${version}' is not offered in this region any more. Choose one of those that 'az aro get-versions' lists.`,
        });
      const minor = version.split(".").slice(0, 2).join(".");
      return {
        published,
        release: published.replace(publicRegistry, registry),
        installer: install.installerImage ?? `${registry}/aro-installer:${minor}`,
      };
    },
  };
}
