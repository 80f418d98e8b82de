import { createClientFactory, createCredentials, keptConnections, vaultCertificates, vaultSecrets } from "@aro/azure";
import { createBackend } from "@aro/backend";
import { createClusterFlows, loadLibraries } from "@aro/cluster";
import { boundaryReport } from "./boundary-report.ts";
import { clusterInstalls } from "./cluster-installs.ts";
import { hubOnce } from "./hub.ts";
import type { Part, ProcessDeps } from "./process-deps.ts";
import { firstPartyCertificate, sealerOf } from "./service-secrets.ts";

/** The backend, ready to take work. */
export async function composeBackend(deps: ProcessDeps): Promise<Part & { start(): void }> {
  const { settings, build, cloud, database, secrets, clock, random, log } = deps;
  const { durations } = settings;
  const credentials = createCredentials({
    cloud,
    clock,
    random,
    durations,
    firstParty: { clientId: settings.firstPartyClientId, certificate: await firstPartyCertificate(secrets) },
  });
  const service = credentials.firstParty(settings.tenantId);
  const httpClient = keptConnections(settings.proxyUrl);
  const clusterFlows = createClusterFlows({
    cloud,
    settings: {
      subscriptionId: settings.subscriptionId,
      tenantId: settings.tenantId,
      resourceGroup: settings.resourceGroup,
      gatewayResourceGroup: settings.gatewayResourceGroup,
      features: settings.features,
      domain: settings.domain,
      location: settings.location,
      ...clusterInstalls(settings, cloud, build),
    },
    credentials,
    clientsFor: createClientFactory({ cloud, userAgent: `aro/${build}`, clock, random, durations }),
    sealer: await sealerOf(secrets, "encryption-key", random),
    vaults: {
      certificates: (vault) => vaultCertificates(cloud, vault, service, httpClient),
      secrets: (vault) => vaultSecrets(cloud, vault, service, httpClient),
    },
    billing: database.billing,
    gateway: database.gateway,
    hub: hubOnce({ location: settings.location, build, durations, clock, random }),
    clock,
    random,
    durations,
  });
  const backend = createBackend({
    database,
    clock,
    random,
    log,
    durations,
    location: settings.location,
    processorSeconds: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
    ...clusterFlows,
    ...(settings.boundaryReport === undefined
      ? {}
      : { onBoundary: boundaryReport(settings.boundaryReport, { log, process: "rp" }) }),
  });
  const loading = new AbortController();
  return {
    start: () => {
      backend.start();
      loadLibraries({ clock }, loading.signal).catch((error: unknown) => {
        if (!loading.signal.aborted) log.error("libraries could not be loaded", { error });
      });
    },
    stop: () => {
      loading.abort();
      return settings.features.has("DisableReadinessDelay") ? backend.stop() : backend.drain();
    },
  };
}
