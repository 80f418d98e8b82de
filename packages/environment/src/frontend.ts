import { readFile } from "node:fs/promises";
import { createClientFactory, createCredentials } from "@aro/azure";
import { createClusterChecks, supportedChanges } from "@aro/cluster";
import { administratorCertificates, armCertificates, createFrontend } from "@aro/frontend";
import type { Part, ProcessDeps } from "./process-deps.ts";
import { firstPartyCertificate, sealerOf, serverCertificate } from "./service-secrets.ts";

/** The ARM REST API, listening. */
export async function startFrontend(deps: ProcessDeps, signal: AbortSignal): Promise<Part> {
  const { settings, build, cloud, database, secrets, clock, random, log } = deps;
  const tls = await serverCertificate(secrets);
  // Ended with the start, should that fail: the refreshing would keep the process alive.
  using starting = new DisposableStack();
  const arm = starting.use(
    armCertificates({
      endpoint: cloud.armCertificateMetadata,
      fetch,
      clock,
      log,
      durations: settings.durations,
    }),
  );
  const immediate = settings.features.has("DisableReadinessDelay");
  const durations = immediate ? { ...settings.durations, readinessDelay: 0, shutdownServe: 0 } : settings.durations;
  const sealer = await sealerOf(secrets, "encryption-key", random);
  const checks = createClusterChecks({
    cloud,
    sealer,
    credentials: createCredentials({
      cloud,
      clock,
      random,
      durations,
      firstParty: { clientId: settings.firstPartyClientId, certificate: await firstPartyCertificate(secrets) },
    }),
    clientsFor: createClientFactory({ cloud, userAgent: `aro/${build}`, clock, random, durations }),
    clock,
    random,
    durations,
    log,
    location: settings.location,
    features: settings.features,
  });
  const frontend = createFrontend({
    database,
    sealer,
    continuationSealer: await sealerOf(secrets, "fe-encryption-key", random),
    clock,
    random,
    log,
    durations,
    settings: {
      location: settings.location,
      domain: settings.domain,
      requireD2sWorkers: settings.features.has("RequireD2sWorkers"),
      build,
      gatewayEnabled: settings.gatewayResourceGroup !== undefined,
    },
    versions: () => settings.versions,
    authorisers: { arm, ...(await administratorsOf(settings, clock)) },
    createChecks: [checks.request],
    dryRunChecks: [checks.resources],
    supportedChanges: new Set(supportedChanges),
  });
  signal.throwIfAborted();
  const listener = await frontend.listen({ ...settings.listen, tls });
  const running = starting.move();
  return {
    stop: async () => {
      frontend.drain();
      // Load balancers go on sending for a while after they were told not to.
      await clock.sleep(durations.shutdownServe);
      await listener[Symbol.asyncDispose]();
      running.dispose();
    },
  };
}

/** The authoriser of administrators, when there are any. @throws Error naming the file that cannot be read. */
async function administratorsOf(
  { administrators }: ProcessDeps["settings"],
  clock: ProcessDeps["clock"],
): Promise<{ admin?: ReturnType<typeof administratorCertificates> }> {
  if (administrators === undefined) return {};
  const { commonName, authoritiesFile } = administrators;
  const authorities = await readFile(authoritiesFile, "utf8").catch((cause: unknown) => {
    throw new Error(`environment variable "ARO_ADMIN_CA_FILE": ${authoritiesFile} cannot be read`, { cause });
  });
  return { admin: administratorCertificates({ commonName, authorities, clock }) };
}
