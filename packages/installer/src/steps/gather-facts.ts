import { fullDomain } from "@aro/api";
import { machineSizes, nodeZones } from "@aro/cluster/machines";
import { secretNames } from "../azure/service-secrets.ts";
import type { InstallFacts, LoggingFacts } from "../cluster/facts.ts";
import { gatewayDomains } from "../cluster/gateway-domains.ts";
import { osImage } from "../cluster/os-image.ts";
import { installPullSecret } from "../cluster/pull-secret.ts";
import { InputProblem } from "../inputs/problem.ts";
import type { InstallerContext } from "./context.ts";

/** Certificates begin to be valid a little earlier, so that clocks may differ. */
const clockSkewMilliseconds = 60_000;
const defaultRegistry = "arointsvc";

/** Everything from which the assets are made; the region's sizes and the logging certificate are read, the rest is known. */
export async function gatherFacts(context: InstallerContext, signal: AbortSignal): Promise<InstallFacts> {
  const { settings, files, cloud, clients, clock } = context;
  const { cluster, subscription } = files;
  const { clusterProfile, masterProfile, workerProfiles, networkProfile, registryProfiles } = cluster.properties;
  const region = cluster.location.toLowerCase();
  const workerSize = workerProfiles[0]?.vmSize ?? "";
  const sizes = await machineSizes(clients, region, [...new Set([masterProfile.vmSize, workerSize])], signal);
  const master = sizes.get(masterProfile.vmSize);
  const worker = sizes.get(workerSize);
  if (master === undefined || worker === undefined) throw new Error("a size that was found is not there");
  const zones = nodeZones({
    region,
    controlPlane: master.zones,
    workers: worker.zones,
    expanded: settings.expandedZones,
  });
  const registryDomain = `${settings.registryId?.split("/").at(-1)?.toLowerCase() ?? defaultRegistry}.${cloud.suffixes.containerRegistry}`;
  return {
    cluster,
    documentId: settings.documentId,
    subscriptionId: clients.subscriptionId,
    tenantId: subscription.properties?.tenantId ?? "",
    cloud,
    domain: domainOf(clusterProfile.domain, settings.regionalDomain),
    releaseImage: settings.releaseImage,
    registryDomain,
    gatewayDomains: gatewayDomains({
      listed: settings.gatewayDomains,
      gatewayAddress: networkProfile.gatewayPrivateEndpointIp,
      cloud,
      registryDomain,
      region,
      imageRegistryAccount: cluster.properties.imageRegistryStorageAccountName ?? "",
    }),
    pullSecret: installPullSecret(settings.pullSecret, clusterProfile.pullSecret, registryProfiles ?? []),
    image: osImage(clusterProfile.version, [master.generations, worker.generations]),
    controlPlane: {
      vmSize: master.name,
      zones: zones.controlPlane,
      acceleratedNetworking: master.acceleratedNetworking,
    },
    workers: { vmSize: worker.name, zones: zones.workers, acceleratedNetworking: worker.acceleratedNetworking },
    logging: await logging(context, registryDomain, signal),
    customManifests: files.manifests,
    boundSigningKey: files.boundSigningKey,
    now: clock.now() - clockSkewMilliseconds,
  };
}

/** The cluster's domain in full, which takes the region's when the cluster's is short. */
function domainOf(domain: string, regionalDomain: string): string {
  if (!domain.includes(".") && regionalDomain === "")
    throw new InputProblem([
      `the cluster's domain "${domain}" has no dot, and environment variable "ARO_DOMAIN_NAME" names no regional domain to put after it`,
    ]);
  return fullDomain(domain, regionalDomain);
}

/** What the bootstrap machine's logging is told; nothing where the region names no account. */
async function logging(
  { settings: { logs }, vault, log }: InstallerContext,
  registryDomain: string,
  signal: AbortSignal,
): Promise<LoggingFacts | undefined> {
  if (logs.account === "") return undefined;
  const certificate = await vault.newest(secretNames.logging, signal);
  if (certificate === undefined)
    throw new Error(
      `logs of clusters go to ${logs.account}, but the vault ${vault.url} has no secret ${secretNames.logging}`,
    );
  log.debug(`Bootstrap logs go to ${logs.account}`);
  return {
    certificate: certificate.reveal(),
    environment: logs.environment,
    account: logs.account,
    namespace: logs.namespace,
    configVersion: logs.configVersion,
    mdsdImage: `${registryDomain}/genevamdsd:latest`,
    fluentbitImage: `${registryDomain}/fluentbit:latest`,
  };
}
