import type { Cloud } from "@aro/api";

/**
 * Names that a cluster reaches by the gateway's endpoint: those of the region's list, the clouds' own hosts, the registry and its data
 * endpoint, the image registry's account (spec 03 §7.3). None without an endpoint.
 */
export function gatewayDomains(options: {
  /** Comma list, as ARO_GATEWAY_DOMAINS has it. */
  listed: string;
  gatewayAddress: string | undefined;
  cloud: Cloud;
  registryDomain: string;
  region: string;
  imageRegistryAccount: string;
}): string[] {
  if (options.gatewayAddress === undefined || options.gatewayAddress === "") return [];
  const { cloud, registryDomain, region } = options;
  const [registry, ...suffix] = registryDomain.split(".");
  const all = [
    ...options.listed.split(",").filter((one) => one !== ""),
    new URL(cloud.authority).hostname,
    new URL(cloud.resourceManager).hostname,
    registryDomain,
    `${registry}.${region}.data.${suffix.join(".")}`,
    `${options.imageRegistryAccount}.blob.${cloud.suffixes.storage}`,
  ];
  return [...new Set(all)];
}
